import Foundation
import ReachOperators
import RiverModels

/// What the gauges say of a learned map of roughness, and what they cannot say.
public struct MapIdentifiability: Sendable {
  /// nil where it was not asked for.
  public let sensitivity: GaugeSensitivity?
  /// nil where areas are not known, or it was not asked for.
  public let profile: ExponentProfile?
  /// κ: variance of the standardized residuals times ``inflation``.
  public let ridge: Double
  /// f ≥ 1, along the level of the map: gauge-days that count as one.
  public let inflation: Double
  public let days: Int

  /// - Parameters:
  ///   - problem: network, inflow and gauges
  ///   - weights: at which the map is judged
  ///   - exponent: of the map's law over the seen reaches; nil leaves the profile out
  ///   - seen: reaches with a gauge below
  ///   - fitting: the days the map was learned on
  ///   - wantsSensitivity: whether every reach's influence on the gauges is asked for
  ///   - options: how errors are counted
  public init(
    _ problem: RoutingProblem, weights: RoutingWeights, exponent: Double?, seen: [Bool],
    fitting: [Range<Int>], wantsSensitivity: Bool = true, options: PosteriorOptions
  ) throws {
    let fit = try TiltFit(
      problem, weights: weights, seen: seen, fitting: fitting, options: options)
    let start = fit.fitted(tilt: 0, level: 0, offsets: weights[.offset])
    let shape = fit.shape(start)
    inflation = max(1, shape.levelInflation)
    days = start.days
    let error = options.observationError
    ridge = max(start.loss, error * error) * max(1, shape.levelInflation)
    sensitivity =
      try wantsSensitivity
      ? GaugeSensitivity(
        problem, weights: weights, fitting: fitting, ridge: ridge, options: options) : nil
    profile = exponent.map {
      ExponentProfile(fit, start: start, shape: shape, exponent: $0, options: options)
    }
  }
}
