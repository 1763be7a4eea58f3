import RiverSeries

/// A configuration that trains on generated files, ready to run and to be changed.
struct GeneratedConfiguration {
  let title: String
  let network: String
  let hasAttributes: Bool
  let days: ClosedRange<CivilDate>

  /// Days before the first scored one; the true run begins in equilibrium, so few are enough.
  private static let spinUp = 60
  /// The last quarter is for testing, the last quarter of the rest for validation.
  private static let heldOut = 4
  private static let windowDays = 180

  var text: String {
    let first = days.lowerBound
    let count = days.upperBound.daysSinceEpoch - first.daysSinceEpoch + 1
    let test = count - count / Self.heldOut
    let validation = test - (test - Self.spinUp) / Self.heldOut
    let window = min(Self.windowDays, validation - Self.spinUp)
    func period(_ from: Int, _ to: Int) -> String {
      "\(first.adding(days: from))..\(first.adding(days: to - 1))"
    }
    return """
      title: \(title)
      network:
        file: \(network)
      gauges:
        file: gauges.csv
      \(hasAttributes ? "attributes:\n  file: attributes.nc\n" : "")inflow:
        file: lateral_inflow.nc
      observations:
        file: observations.nc
      periods:
        train: \(period(Self.spinUp, test))
        validation: \(period(validation, test))
        test: \(period(test, count))
        spin_up_days: \(Self.spinUp)
      routing:
        scheme: conservative   # that of the truth
      parameters:
        roughness:
          model: power_law
      # The gauges' clock is known: they were made in UTC.
      time_offset:
        hours: 0
        learn: false
      training:
        epochs: 60
        window_days: \(window)
        warm_up_days: \(Self.spinUp)
        learning_rate: 0.15

      """
  }
}
