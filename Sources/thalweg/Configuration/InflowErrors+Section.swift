import RiverNetworks
import Training

extension InflowErrors {
  /// From `inflow_errors` of a section; none where nothing is said.
  init(_ section: ConfigurationSection) throws {
    let deviation = try section.number("deviation", default: 0)
    let correlation = try section.number("correlation_days", default: 0)
    let shared = try section.number("shared", default: 0)
    let persistent = try section.number("persistent", default: 0)
    guard deviation >= 0, correlation >= 0, shared >= 0, persistent >= 0, shared + persistent <= 1
    else {
      throw section.error(
        "deviation", "errors are not ones",
        found: "deviation \(deviation), shared \(shared), persistent \(persistent)",
        expected: "numbers >= 0, shared and persistent together at most 1")
    }
    self.init(
      deviation: deviation, correlationDays: correlation, shared: shared, persistent: persistent)
  }
}
