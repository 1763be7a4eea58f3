import Foundation
import RiverNetworks

/// The range of a parameter, and the smooth way from any real number ("raw") into it:
///
///     linear:        v = l + (u − l) σ(raw)
///     logarithmic:   v = l (u / l)^σ(raw)
///
/// with σ(x) = 1 / (1 + e⁻ˣ). Raw 0 is the middle: the arithmetic or the geometric mean of the two.
/// Far out (|raw| beyond about 37) the value equals a bound to the last digit, and the derivative
/// is next to nothing: a parameter that has gone there comes back slowly.
public struct Bounds: Sendable, Equatable, Codable {
  public enum Scale: String, Sendable, Codable, CaseIterable {
    case linear
    case logarithmic
  }

  /// l, physical unit
  public let lower: Double
  /// u, physical unit
  public let upper: Double
  public let scale: Scale

  /// - Throws: `InputError` where the bounds are not finite and in order, or the lower one of a
  ///   logarithmic scale is not positive
  public init(lower: Double, upper: Double, scale: Scale = .linear) throws {
    guard lower.isFinite, upper.isFinite, lower < upper else {
      throw InputError(
        "the bounds are not a range", found: "[\(lower), \(upper)]",
        expected: "two finite numbers, the lower first")
    }
    guard scale == .linear || lower > 0 else {
      throw InputError(
        "a logarithmic range needs positive bounds", found: "[\(lower), \(upper)]",
        expected: "a lower bound > 0", remedy: "raise the lower bound or use the linear scale")
    }
    self.init(unchecked: lower, upper, scale)
  }

  private init(unchecked lower: Double, _ upper: Double, _ scale: Scale) {
    self.lower = lower
    self.upper = upper
    self.scale = scale
  }

  /// Decodes and checks.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      lower: fields.decode(Double.self, forKey: .lower),
      upper: fields.decode(Double.self, forKey: .upper),
      scale: fields.decode(Scale.self, forKey: .scale))
  }

  /// The value that belongs to a raw number, in [lower, upper].
  public func value(of raw: Double) -> Double {
    // From the nearer bound, so that a value close to the upper one keeps its digits too.
    let share = Self.logistic(-abs(raw))
    switch scale {
    case .linear:
      return rounded(raw < 0 ? lower + (upper - lower) * share : upper - (upper - lower) * share)
    case .logarithmic:
      let span = log(upper) - log(lower)
      return rounded(raw < 0 ? lower * exp(span * share) : upper * exp(-span * share))
    }
  }

  /// dv / d raw, physical unit.
  public func derivative(at raw: Double) -> Double {
    let slope = Self.logistic(raw) * Self.logistic(-raw)
    switch scale {
    case .linear: return (upper - lower) * slope
    case .logarithmic: return value(of: raw) * (log(upper) - log(lower)) * slope
    }
  }

  /// The raw number of a value: the inverse of ``value(of:)``.
  ///
  /// - Throws: `InputError` where the value does not lie strictly between the bounds
  public func raw(of value: Double) throws -> Double {
    guard value > lower, value < upper else {
      throw InputError(
        "a value is not inside its bounds", found: "\(value)",
        expected: "a number strictly between \(lower) and \(upper)",
        remedy: "change the value or widen the bounds")
    }
    switch scale {
    case .linear: return log(value - lower) - log(upper - value)
    case .logarithmic:
      // Close to a bound the quotient is close to 1 and has lost the digits of the distance.
      let above = value < 2 * lower ? log1p((value - lower) / lower) : log(value / lower)
      let below = 2 * value > upper ? -log1p((value - upper) / upper) : log(upper / value)
      return log(above) - log(below)
    }
  }

  /// Takes away what the last rounding may have added beyond a bound; a NaN stays one.
  func rounded(_ value: Double) -> Double {
    value < lower ? lower : value > upper ? upper : value
  }

  private static func logistic(_ x: Double) -> Double {
    let small = exp(-abs(x))
    return x < 0 ? small / (1 + small) : 1 / (1 + small)
  }
}

extension Bounds {
  /// Manning's roughness n, s m^(−1/3). Source: the learning range of DDR
  /// (github.com/DeepGroundwater/ddr), [0.015, 0.25]; Chow (1959) tabulates 0.012 to 0.2.
  public static let manningRoughness = Bounds(unchecked: 0.015, 0.25, .linear)

  /// q_spatial: exponent of depth in the power-law channel, width = p depth^q; 0 is a rectangle,
  /// 1 a triangle. Source: DDR.
  public static let channelShapeExponent = Bounds(unchecked: 0, 1, .linear)

  /// p_spatial: width of the power-law channel at a depth of 1 m, m. Source: DDR.
  public static let channelWidthCoefficient = Bounds(unchecked: 1, 200, .logarithmic)

  /// What p_spatial is where it is not learned, m. Source: DDR.
  public static let defaultChannelWidthCoefficient = 21.0
}
