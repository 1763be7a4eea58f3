import Foundation

/// Channel slope from drainage area: S = k (A / A₀)^(-θ), times lognormal scatter.
///
/// Source: Flint (1974), Stream gradient as a function of order, magnitude, and discharge, Water
/// Resour. Res. 10(5), 969–973, doi:10.1029/WR010i005p00969; θ of 0.4 to 0.6 in graded rivers:
/// Tucker and Whipple (2002), J. Geophys. Res. 107(B9), 2179, doi:10.1029/2001JB000162.
public struct SlopeAreaLaw: Sendable, Equatable {
  /// k, the slope where the drainage area is ``referenceSquareKilometres``, m m⁻¹.
  public var coefficient: Double
  /// θ.
  public var concavity: Double
  /// Standard deviation of the slope's natural logarithm around the law.
  public var scatter: Double

  /// A₀, km².
  public static let referenceSquareKilometres = 100.0

  public init(coefficient: Double = 0.005, concavity: Double = 0.45, scatter: Double = 0.35) {
    self.coefficient = coefficient
    self.concavity = concavity
    self.scatter = scatter
  }

  /// - Parameters:
  ///   - drainageSquareKilometres: km², > 0
  ///   - deviate: a standard normal number
  func slope(drainageSquareKilometres area: Double, deviate: Double) -> Double {
    coefficient * pow(area / Self.referenceSquareKilometres, -concavity) * exp(scatter * deviate)
  }
}
