/// A long short-term memory of one layer with a linear head.
///
///     i, f, o = σ(W x + b + U h + b')      g = tanh(W x + b + U h + b')
///     c ← f c + i g       h ← o tanh(c)       y = V h + a
///
/// Not to be confused with variants with peepholes, projections or coupled gates. Weights are laid
/// out, ordered and named as PyTorch does it (``LSTMShape``), and kept as ``Safetensors``.
///
/// Sources: Hochreiter and Schmidhuber (1997), doi:10.1162/neco.1997.9.8.1735; the forget gate:
/// Gers et al. (2000), doi:10.1162/089976600300015015; as a runoff model: Kratzert et al. (2019),
/// doi:10.5194/hess-23-5089-2019.
public struct LSTM<Scalar: LSTMScalar>: Sendable, Equatable {
  public let shape: LSTMShape
  /// All weights and biases, flat, in the order of ``LSTMShape/Tensor``.
  public private(set) var parameters: [Scalar]

  /// The bias that lets a new network remember. Source: Kratzert et al. (2019).
  public static var forgetBias: Double { 3 }

  /// - Throws: ``NeuralNetworkError`` where the number of parameters is not that of the shape, or
  ///   one is not finite
  public init(shape: LSTMShape, parameters: [Scalar]) throws {
    self.shape = shape
    self.parameters = []
    try setParameters(parameters)
  }

  /// Random weights to start from: all uniform in ±1/√hidden, as PyTorch has them, the
  /// forget gates' hidden bias constant.
  public init(
    shape: LSTMShape, forgetBias: Double = LSTM.forgetBias,
    using generator: inout some RandomNumberGenerator
  ) {
    let bound = 1 / Double(shape.hiddenCount).squareRoot()
    var values = (0..<shape.parameterCount).map { _ in
      generator.nextUniform(in: -bound..<bound)
    }
    let hiddenBias = shape.range(of: .hiddenBias).lowerBound
    for unit in shape.hiddenCount..<2 * shape.hiddenCount { values[hiddenBias + unit] = forgetBias }
    self.shape = shape
    parameters = Scalar.rounded(values)
  }

  /// Replaces all parameters; the network is as before where it throws.
  public mutating func setParameters(_ parameters: [Scalar]) throws {
    guard parameters.count == shape.parameterCount else {
      throw NeuralNetworkError(
        "parameters do not fit the LSTM", found: "\(parameters.count) parameters",
        expected: "\(shape.parameterCount), for \(shape.inputCount) inputs, "
          + "\(shape.hiddenCount) hidden units, \(shape.outputCount) outputs")
    }
    let bad = parameters.count { !$0.isFinite }
    guard bad == 0 else {
      throw NeuralNetworkError(
        "a parameter is not finite", count: bad, remedy: "a lower learning rate or clipping")
    }
    self.parameters = parameters
  }

  /// One of the arrays of parameters, in PyTorch's layout.
  public func values(of tensor: LSTMShape.Tensor) -> ArraySlice<Scalar> {
    parameters[shape.range(of: tensor)]
  }
}
