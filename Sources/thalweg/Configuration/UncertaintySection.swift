import RiverNetworks
import Training

/// What a run is to say about what the data cannot.
struct UncertaintySection {
  /// Whether the loss is profiled along the exponent of the law.
  var profile: Bool
  /// Whether each reach's influence on the gauges is worked out.
  var sensitivity: Bool
  /// Members of the ensemble; 0 for none.
  var ensemble: Int
  /// Share of the members inside an interval.
  var confidence: Double
  var options: PosteriorOptions

  /// - Parameter errorModel: what the section does not state: that of the loss that trains
  init(
    _ section: ConfigurationSection, ensemble given: Int?, spinUpDays: Int, threads: Int,
    seed: UInt64, sensitivity isUsual: Bool = false, profile isProfileUsual: Bool = true,
    errorModel: PosteriorOptions.ErrorModel = .growing
  ) throws {
    profile = try section.flag("profile", default: isProfileUsual)
    sensitivity = try section.flag("sensitivity", default: isUsual)
    let members = try section.integer("ensemble", default: 0, atLeast: 0)
    ensemble = given ?? members
    section.replace("ensemble", with: String(ensemble))
    confidence = try section.number("confidence", default: 0.9)
    guard confidence > 0, confidence < 1 else {
      throw section.error(
        "confidence", "a confidence is not one", found: "\(confidence)",
        expected: "between 0 and 1")
    }
    options = PosteriorOptions()
    options.errorModel = try section.choice("error_model", default: errorModel)
    options.blockDays = try section.integer(
      "block_days", default: options.blockDays, atLeast: 1)
    options.observationError = try section.number(
      "observation_error", default: options.observationError)
    let inflow = try section.section("inflow_errors")
    let errors = try InflowErrors(inflow)
    options.inflowErrors = errors.deviation > 0 ? errors : nil
    options.inflowDraws = try inflow.integer(
      "draws", default: options.inflowDraws, atLeast: 2)
    guard options.inflowDraws.isMultiple(of: 2) else {
      throw inflow.error(
        "draws", "errors are drawn in pairs", found: "\(options.inflowDraws)",
        expected: "an even number")
    }
    options.offsetDeviation = try section.number(
      "offset_deviation_hours", default: options.offsetDeviation)
    options.probePasses = try section.integer(
      "probe_passes", default: options.probePasses, atLeast: 1)
    options.iterations = try section.integer(
      "iterations", default: options.iterations, atLeast: 1)
    guard options.observationError >= 0, options.offsetDeviation > 0 else {
      throw section.error(
        "observation_error", "an error of observations or offsets is not one",
        found: "\(options.observationError), \(options.offsetDeviation)",
        expected: "observation_error >= 0, offset_deviation_hours > 0")
    }
    options.spinUpDays = spinUpDays
    options.threads = threads
    options.seed = seed
  }
}
