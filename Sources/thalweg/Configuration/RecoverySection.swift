import RiverNetworks
import SyntheticRivers
import Training

/// A recovery experiment: the truth that makes the observations, and what is wrong with what
/// training sees.
struct RecoverySection {
  var coefficient: Double
  var exponent: Double
  /// km²
  var referenceArea: Double
  /// Standard deviation of ln n between reaches.
  var scatter: Double
  var step: RoughnessLaw.Step?
  /// Hours from the model's day to the gauges', unknown to training.
  var offsetHours: Double
  /// Standard deviation of the logarithm of the observations' noise.
  var observationNoise: Double
  var inflowErrors: InflowErrors
  /// How many truths are drawn.
  var seeds: Int

  init(_ section: ConfigurationSection) throws {
    let truth = try section.section("truth")
    coefficient = try truth.number("coefficient", default: 0.06)
    exponent = try truth.number("exponent", default: -0.15)
    referenceArea = try truth.number("reference_area_km2", default: 100)
    scatter = try truth.number("scatter", default: 0.1)
    let from = try truth.number("step_area_km2")
    let factor = try truth.number("step_factor")
    guard (from == nil) == (factor == nil) else {
      throw truth.error(
        from == nil ? "step_area_km2" : "step_factor", "half a step is given",
        expected: "both step_area_km2 and step_factor, or neither")
    }
    step = from.map { RoughnessLaw.Step(fromSquareKilometres: $0, factor: factor!) }
    offsetHours = try truth.number("time_offset_hours", default: 0)
    guard RoughnessLaw.bounds.contains(coefficient), scatter >= 0, referenceArea > 0 else {
      throw truth.error(
        "coefficient", "the true law is not one",
        found: "coefficient \(coefficient), scatter \(scatter), area \(referenceArea)",
        expected: "a coefficient in \(RoughnessLaw.bounds), scatter >= 0, an area > 0")
    }
    observationNoise = try section.number("observation_noise", default: 0)
    guard observationNoise >= 0 else {
      throw section.error(
        "observation_noise", "noise is not one", found: "\(observationNoise)", expected: "a number >= 0")
    }
    inflowErrors = try InflowErrors(section.section("inflow_errors"))
    seeds = try section.integer("seeds", default: 5, atLeast: 1)
  }

  func law(seed: UInt64) -> RoughnessLaw {
    RoughnessLaw(
      coefficient: coefficient, exponent: exponent, referenceSquareKilometres: referenceArea,
      scatter: scatter, seed: seed, step: step)
  }
}
