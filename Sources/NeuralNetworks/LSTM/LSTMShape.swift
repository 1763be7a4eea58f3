/// The sizes of an LSTM with one layer and a linear head, and where its parameters lie in their
/// flat array.
///
/// Order, shapes, gate order (input, forget, cell, output) and names are PyTorch's: those of
/// `torch.nn.LSTM(input, hidden)` and `torch.nn.Linear(hidden, output)`.
public struct LSTMShape: Codable, Sendable, Equatable {
  public let inputCount: Int
  public let hiddenCount: Int
  public let outputCount: Int

  /// - Throws: ``NeuralNetworkError`` where a count is not positive
  public init(inputCount: Int, hiddenCount: Int, outputCount: Int = 1) throws {
    guard inputCount > 0, hiddenCount > 0, outputCount > 0 else {
      throw NeuralNetworkError(
        "an LSTM has no inputs, no hidden units or no outputs",
        found: "\(inputCount) -> \(hiddenCount) -> \(outputCount)", expected: "positive counts")
    }
    self.inputCount = inputCount
    self.hiddenCount = hiddenCount
    self.outputCount = outputCount
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      inputCount: values.decode(Int.self, forKey: .inputCount),
      hiddenCount: values.decode(Int.self, forKey: .hiddenCount),
      outputCount: values.decode(Int.self, forKey: .outputCount))
  }

  /// One of the arrays of parameters, in the order in which they lie.
  public enum Tensor: String, CaseIterable, Sendable {
    /// `[4][hidden][input]`
    case inputWeight = "weight_ih_l0"
    /// `[4][hidden][hidden]`
    case hiddenWeight = "weight_hh_l0"
    /// `[4][hidden]`
    case inputBias = "bias_ih_l0"
    /// `[4][hidden]`; added to the other, so that their gradients are the same
    case hiddenBias = "bias_hh_l0"
    /// `[output][hidden]`
    case headWeight = "weight"
    /// `[output]`
    case headBias = "bias"

    public var isOfHead: Bool { self == .headWeight || self == .headBias }
  }

  /// The shape PyTorch gives the array; the gates are rows, `[4 · hidden]`.
  public func dimensions(of tensor: Tensor) -> [Int] {
    switch tensor {
    case .inputWeight: [4 * hiddenCount, inputCount]
    case .hiddenWeight: [4 * hiddenCount, hiddenCount]
    case .inputBias, .hiddenBias: [4 * hiddenCount]
    case .headWeight: [outputCount, hiddenCount]
    case .headBias: [outputCount]
    }
  }

  /// Where the array lies among the parameters.
  public func range(of tensor: Tensor) -> Range<Int> {
    let first = Tensor.allCases.prefix { $0 != tensor }.reduce(0) { $0 + count(of: $1) }
    return first..<first + count(of: tensor)
  }

  private func count(of tensor: Tensor) -> Int { dimensions(of: tensor).reduce(1, *) }

  public var parameterCount: Int {
    Tensor.allCases.reduce(0) { $0 + count(of: $1) }
  }
}
