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

  init(
    _ section: ConfigurationSection, ensemble given: Int?, spinUpDays: Int, threads: Int,
    seed: UInt64, sensitivity isUsual: Bool = false, profile isProfileUsual: Bool = true
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
    options.errorModel = try section.choice("error_model", default: options.errorModel)
    options.blockDays = try section.integer(
      "block_days", default: options.blockDays, atLeast: 1)
    options.observationError = try section.number(
      "observation_error", default: options.observationError)
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
