import Foundation
import RiverNetworks

/// Bounds that leave a logarithm alone inside them and bend it smoothly near them.
///
///     ln v = f(x) = ln l + s ln(1 + e^((x − ln l) / s)) − s ln(1 + e^((x − ln u) / s))
///
/// Inside, f(x) = x but for about s e^(−d / s) at a distance d (of logarithms) from a bound; f
/// rises everywhere and stays in [ln l, ln u]. So a power law stays a power law inside the bounds,
/// which the sigmoid of ``Bounds`` would bend everywhere. Beyond a bound the derivative falls off
/// as e^(−d / s): a reach out there teaches next to nothing.
public struct SoftBounds: Sendable, Equatable {
  /// l and u; the scale does not matter, for the logarithm is bounded here.
  public let bounds: Bounds

  /// s, of logarithms: the law is bent within about ±15 % of a bound (three times s) and off by
  /// 3.5 % at the bound itself (s ln 2). A choice of this package.
  public static let softness = 0.05

  /// - Throws: `InputError` where the lower bound is not positive
  public init(_ bounds: Bounds) throws {
    guard bounds.lower > 0 else {
      throw InputError(
        "a power law needs positive bounds", found: "[\(bounds.lower), \(bounds.upper)]",
        expected: "a lower bound > 0", remedy: "raise the lower bound")
    }
    self.bounds = bounds
  }

  /// v, physical unit, in [lower, upper].
  ///
  /// - Parameter logarithm: x, the natural logarithm of the unbounded value
  public func value(ofLogarithm logarithm: Double) -> Double {
    let (low, high) = (log(bounds.lower), log(bounds.upper))
    let above = (logarithm - low) / Self.softness
    let below = (high - logarithm) / Self.softness
    // The same function twice, from the nearer bound: far out the other form would lose all digits.
    let bounded =
      above < below
      ? low + Self.softness * (softplus(above) - softplus(-below))
      : high - Self.softness * (softplus(below) - softplus(-above))
    return bounds.rounded(exp(bounded))
  }

  /// dv / dx, physical unit.
  public func derivative(atLogarithm logarithm: Double) -> Double {
    // The difference of the two sigmoids, written without cancellation.
    let above = (logarithm - log(bounds.lower)) / Self.softness
    let below = (log(bounds.upper) - logarithm) / Self.softness
    let width = (log(bounds.upper) - log(bounds.lower)) / Self.softness
    let slope = -expm1(-width) * logistic(above) * logistic(below)
    return value(ofLogarithm: logarithm) * slope
  }

  private func softplus(_ x: Double) -> Double { (x > 0 ? x : 0) + log1p(exp(-abs(x))) }

  private func logistic(_ x: Double) -> Double {
    let small = exp(-abs(x))
    return x < 0 ? small / (1 + small) : 1 / (1 + small)
  }
}
