/// Sets values to 0 at random while training, and scales the others so that the mean is kept.
///
/// Source: Srivastava et al. (2014), J. Mach. Learn. Res. 15, 1929-1958; inverted, as in PyTorch.
public struct Dropout: Codable, Sendable, Equatable {
  /// The probability with which a value is set to 0.
  public let rate: Double

  /// - Throws: ``NeuralNetworkError`` where the rate is not in [0, 1)
  public init(rate: Double) throws {
    guard (0..<1).contains(rate) else {
      throw NeuralNetworkError(
        "a dropout rate is not a probability below 1", subject: "dropout", found: "\(rate)",
        expected: "0 <= rate < 1")
    }
    self.rate = rate
  }

  /// What to multiply values with: 0, or 1 / (1 - rate). One word of the generator for each.
  public func factors<Scalar: LSTMScalar>(
    count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Scalar] {
    let kept = Scalar(1 / (1 - rate))
    return (0..<count).map { _ in generator.nextUniform() < rate ? 0 : kept }
  }
}
