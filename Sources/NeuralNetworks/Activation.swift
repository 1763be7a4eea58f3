import Foundation

/// The nonlinearity behind a layer, applied to each value by itself.
public enum Activation: String, Codable, Sendable, CaseIterable {
  case identity
  case tanh
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  /// max(x, 0); its derivative at 0 is taken as 0.
  case relu
  /// x · sigmoid(x). Source: Elfwing et al. (2018), doi:10.1016/j.neunet.2017.12.012.
  case silu
  /// x · Φ(x), Φ the normal distribution function; the exact form, not the tanh approximation.
  /// Source: Hendrycks and Gimpel (2016), arXiv:1606.08415.
  case gelu

  public func value(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .tanh: Foundation.tanh(x)
    case .sigmoid: Self.logistic(x)
    // A NaN fails the comparison and must stay one.
    case .relu: x <= 0 ? 0 : x
    case .silu: x * Self.logistic(x)
    case .gelu: x * Self.normalDistribution(x)
    }
  }

  public func derivative(_ x: Double) -> Double {
    switch self {
    case .identity:
      return 1
    case .tanh:
      let value = Foundation.tanh(x)
      return (1 - value) * (1 + value)
    case .sigmoid:
      return Self.logistic(x) * Self.logistic(-x)
    case .relu:
      return x <= 0 ? 0 : 1
    case .silu:
      return Self.logistic(x) * (1 + x * Self.logistic(-x))
    case .gelu:
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      return Self.normalDistribution(x) + x * density
    }
  }

  /// Without overflow, and accurate in both tails.
  private static func logistic(_ x: Double) -> Double {
    let small = exp(-abs(x))
    return x < 0 ? small / (1 + small) : 1 / (1 + small)
  }

  private static func normalDistribution(_ x: Double) -> Double {
    erfc(-x / 2.0.squareRoot()) / 2
  }
}
