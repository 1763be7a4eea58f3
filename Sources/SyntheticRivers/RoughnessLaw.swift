import Foundation
import RiverNetworks

/// A known truth for Manning's roughness: n = a (A / A₀)^b, times lognormal scatter, times a step
/// where the river becomes large; kept within bounds, and what is bounded is counted.
///
/// Roughness falls downstream in rivers: depths grow, bed grains get finer. b of about -0.15 is of
/// the size found from hydraulic geometry (Leopold and Maddock 1953, doi:10.3133/pp252).
public struct RoughnessLaw: Sendable, Equatable {
  /// a, the roughness at ``referenceSquareKilometres``, s m^(-1/3).
  public var coefficient: Double
  /// b.
  public var exponent: Double
  /// A₀, km².
  public var referenceSquareKilometres: Double
  /// Standard deviation of the natural logarithm around the law.
  public var scatter: Double
  /// Of the scatter.
  public var seed: UInt64
  public var step: Step?

  /// Roughness is `factor` times the law's where the drainage area is `squareKilometres` or more.
  public struct Step: Sendable, Equatable {
    public var squareKilometres: Double
    public var factor: Double

    public init(fromSquareKilometres squareKilometres: Double, factor: Double) {
      self.squareKilometres = squareKilometres
      self.factor = factor
    }
  }

  /// Roughness of every reach, and how much of it the bounds have made.
  public struct Roughness: Sendable, Equatable {
    /// s m^(-1/3), within ``RoughnessLaw/bounds``.
    public let values: [Double]
    /// Reaches whose law gave less than the lower bound, and were set to it.
    public let raisedCount: Int
    /// Reaches whose law gave more than the upper bound, and were set to it.
    public let loweredCount: Int
  }

  /// From a smooth canal to a flood plain with dense woods, the range learned routing models allow.
  ///
  /// Source: Chow (1959), Open-Channel Hydraulics, table 5-6.
  public static let bounds = 0.015...0.25

  public init(
    coefficient: Double = 0.06, exponent: Double = -0.15, referenceSquareKilometres: Double = 100,
    scatter: Double = 0, seed: UInt64 = 0, step: Step? = nil
  ) {
    self.coefficient = coefficient
    self.exponent = exponent
    self.referenceSquareKilometres = referenceSquareKilometres
    self.scatter = scatter
    self.seed = seed
    self.step = step
  }

  /// - Parameter areas: drainage area of each reach, km², > 0.
  /// - Returns: one roughness for each; the scatter of a reach depends on the seed and on its place
  ///   in the list.
  /// - Throws: `InputError` if an area is not a positive number.
  public func roughness(drainageSquareKilometres areas: [Double]) throws -> Roughness {
    let wrong = areas.indices.filter { !(areas[$0] > 0 && areas[$0].isFinite) }
    guard wrong.isEmpty else {
      throw InputError(
        "a drainage area is not a positive number", column: "drainageSquareKilometres",
        ids: wrong.prefix(12).map(String.init), count: wrong.count,
        found: "\(areas[wrong[0]])", expected: "above 0 km²",
        remedy: "give every reach the area that drains through it; a roughness law needs it")
    }
    var raised = 0
    var lowered = 0
    let values = areas.indices.map { reach in
      let value = unbounded(areas[reach], reach: reach)
      if value < Self.bounds.lowerBound {
        raised += 1
        return Self.bounds.lowerBound
      }
      if value > Self.bounds.upperBound {
        lowered += 1
        return Self.bounds.upperBound
      }
      return value
    }
    return Roughness(values: values, raisedCount: raised, loweredCount: lowered)
  }

  private func unbounded(_ area: Double, reach: Int) -> Double {
    var value = coefficient * pow(area / referenceSquareKilometres, exponent)
    if scatter > 0 {
      let stream = RandomSource.mixed(seed, RandomStream.roughness.rawValue)
      var source = RandomSource(seed: stream, stream: UInt64(reach))
      value *= exp(scatter * source.normal())
    }
    if let step, area >= step.squareKilometres { value *= step.factor }
    return value
  }
}
