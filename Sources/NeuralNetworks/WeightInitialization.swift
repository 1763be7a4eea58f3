/// How a layer's random weights are spread, so that signals keep their size through the layers.
public enum WeightInitialization: String, Codable, Sendable, CaseIterable {
  /// Uniform in ±√(6 / (inputs + outputs)); for tanh and sigmoid.
  /// Source: Glorot and Bengio (2010), PMLR 9, 249–256, equation 16.
  case glorotUniform
  /// Normal of standard deviation √(2 / inputs); for ReLU and its smooth relatives.
  /// Source: He et al. (2015), arXiv:1502.01852, equation 10.
  case heNormal

  /// The one made for an activation.
  public init(for activation: Activation) {
    switch activation {
    case .identity, .tanh, .sigmoid: self = .glorotUniform
    case .relu, .silu, .gelu: self = .heNormal
    }
  }

  func weights(
    count: Int, inputCount: Int, outputCount: Int,
    using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    switch self {
    case .glorotUniform:
      let limit = (6 / Double(inputCount + outputCount)).squareRoot()
      return (0..<count).map { _ in limit * (2 * generator.nextUniform() - 1) }
    case .heNormal:
      let deviation = (2 / Double(inputCount)).squareRoot()
      return (0..<count).map { _ in deviation * generator.nextNormal() }
    }
  }
}
