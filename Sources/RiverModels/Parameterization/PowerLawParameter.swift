import Foundation
import RiverNetworks

/// A power law of drainage area, within bounds:
///
///     v = B( a (A / A₀)^b ),   B the smooth bounds of `SoftBounds`
///
/// B leaves the law alone except close to the bounds, so that a and b mean what they say: a is the
/// value of a reach that drains A₀.
///
/// Weights: ln a (a in the parameter's unit), b.
public struct PowerLawParameter: Parameterization {
  public let bounds: Bounds
  /// A₀, km²
  public let referenceArea: Double
  /// a to start from, physical unit
  public let startCoefficient: Double
  /// b to start from
  public let startExponent: Double
  /// Prior standard deviation of ln a, ≥ 0.
  public let coefficientDeviation: Double
  /// Prior standard deviation of b, ≥ 0; zero keeps b at its start.
  public let exponentDeviation: Double
  /// ln(A / A₀), `[reach]`
  private let logarithmicAreas: [Double]
  private let softBounds: SoftBounds

  /// ln a within a factor of about 2.7 either way at 95 %: Chow's (1959) table 5-6 for natural
  /// streams, 0.025 to 0.15, about 0.05.
  public static let defaultCoefficientDeviation = 0.5
  /// b within -0.6 to 0.6 at 95 %: wide beside what hydraulic geometry knows (Leopold and Maddock
  /// 1953, doi:10.3133/pp252).
  public static let defaultExponentDeviation = 0.3

  /// - Parameters:
  ///   - areas: drainage area of each reach, km², `[reach]`
  ///   - referenceArea: A₀, km²; the geometric mean of the areas makes a and b nearly independent
  ///   - bounds: between which the values stay
  ///   - startCoefficient: value at the reference area to start from
  ///   - startExponent: exponent to start from
  ///   - coefficientDeviation: of the prior of ln coefficient
  ///   - exponentDeviation: of the prior of the exponent
  /// - Throws: `InputError` where an area is not positive, the lower bound is not, or the start
  ///   is not strictly inside the bounds
  public init(
    areas: [Double], referenceArea: Double, bounds: Bounds, startCoefficient: Double,
    startExponent: Double = 0, coefficientDeviation: Double = defaultCoefficientDeviation,
    exponentDeviation: Double = defaultExponentDeviation
  ) throws {
    guard coefficientDeviation >= 0, exponentDeviation >= 0, coefficientDeviation.isFinite,
      exponentDeviation.isFinite
    else {
      throw InputError(
        "a prior deviation of a power law is not one",
        found: "\(coefficientDeviation), \(exponentDeviation)", expected: ">= 0")
    }
    softBounds = try SoftBounds(bounds)
    logarithmicAreas = try LogarithmicAreas(areas, reference: referenceArea).values
    _ = try bounds.raw(of: startCoefficient)
    guard startExponent.isFinite else {
      throw InputError("the exponent to start from is not a number", found: "\(startExponent)")
    }
    self.bounds = bounds
    self.referenceArea = referenceArea
    self.startCoefficient = startCoefficient
    self.startExponent = startExponent
    self.coefficientDeviation = coefficientDeviation
    self.exponentDeviation = exponentDeviation
  }

  public var reachCount: Int { logarithmicAreas.count }
  public var weightCount: Int { 2 }

  public var prior: GaussianPrior? {
    GaussianPrior(
      means: initialWeights(seed: 0), deviations: [coefficientDeviation, exponentDeviation])
  }

  public func initialWeights(seed: UInt64) -> [Double] { [log(startCoefficient), startExponent] }

  /// a, physical unit.
  public func coefficient(weights: [Double]) -> Double {
    requireWeights(weights)
    return exp(weights[0])
  }

  /// b
  public func exponent(weights: [Double]) -> Double {
    requireWeights(weights)
    return weights[1]
  }

  public func values(weights: [Double]) -> [Double] {
    logarithms(weights: weights).map(softBounds.value(ofLogarithm:))
  }

  public func pullback(weights: [Double], valueGradient: [Double]) -> [Double] {
    requireGradient(valueGradient, reachCount: reachCount)
    return pullback(
      logarithmGradient: zip(logarithms(weights: weights), valueGradient).map {
        softBounds.derivative(atLogarithm: $0) * $1
      })
  }

  /// ln of the law before its bounds, `[reach]`.
  func logarithms(weights: [Double]) -> [Double] {
    requireWeights(weights)
    return logarithmicAreas.map { weights[0] + weights[1] * $0 }
  }

  func pullback(logarithmGradient: [Double]) -> [Double] {
    var gradient = [0.0, 0.0]
    for (slope, area) in zip(logarithmGradient, logarithmicAreas) {
      gradient[0] += slope
      gradient[1] += slope * area
    }
    return gradient
  }
}
