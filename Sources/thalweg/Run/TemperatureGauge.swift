import RiverNetworks
import RiverSeries

/// A place where water temperature is observed.
struct TemperatureGauge {
  let gauge: Gauge
  /// °C, `[day of the inflow]`, NaN where missing
  let observed: [Double]
  /// Whether its observations train; else they are only scored.
  let isTrained: Bool

  /// The gauges of a project that have observations, and what was left out.
  /// - Parameter fitting: days on which at least one gauge must have observations
  static func all(
    _ project: Project, fitting: [Range<Int>]
  ) throws -> (gauges: [TemperatureGauge], remarks: [String]) {
    let heat = project.configuration.heat!
    guard let section = heat.observations else {
      throw InputError(
        "temperature is to be learned, but there are no observations of it",
        column: "temperature_observations.file",
        expected: "a NetCDF file of daily water temperature at gauges")
    }
    guard let table = heat.gauges ?? project.configuration.gauges else {
      throw InputError(
        "there is no gauge of temperature", column: "temperature_gauges.file",
        expected: "a table of stations and their reaches, here or in gauges.file")
    }
    let known = Set(
      try WeatherSeries.stations(
        path: section.file, variable: section.variable ?? variable,
        identifiers: section.identifiers))
    let listed = try GaugeTable(
      path: table.file, stationColumn: table.stationColumn, reachColumn: table.reachColumn,
      network: project.network
    ).gauges.filter { table.stations?.contains($0.station) ?? true }
    let used = listed.filter { known.contains($0.station) }
    var remarks: [String] = []
    if used.count < listed.count {
      remarks.append(
        "\(listed.count - used.count) of \(listed.count) gauges have no series of temperature")
    }
    let series = try used.isEmpty
      ? nil
      : WeatherSeries(
        path: section.file, variable: section.variable ?? variable, quantity: .waterTemperature,
        identifiers: section.identifiers, stations: used.map(\.station))
    if let axis = series?.axis, axis.step != TimeAxis.secondsPerDay {
      throw InputError(
        "the observed temperatures are not daily", file: section.file,
        found: "a step of \(axis.step) s", expected: "86400 s",
        remedy: "average them to days")
    }
    var gauges: [TemperatureGauge] = []
    for (place, gauge) in used.enumerated() {
      let observed = days(series!, place, project)
      let count = observed.count { !$0.isNaN }
      guard count > 0 else {
        remarks.append("gauge \(gauge.station): no temperature on the days of the inflow")
        continue
      }
      remarks.append("gauge \(gauge.station): temperature on \(count) of \(observed.count) days")
      gauges.append(
        TemperatureGauge(
          gauge: gauge, observed: observed,
          isTrained: !table.heldOut.contains(gauge.station)
            && fitting.contains { $0.contains { !observed[$0].isNaN } }))
    }
    guard gauges.contains(where: \.isTrained) else {
      throw InputError(
        "no gauge has an observed temperature in the training period", file: section.file,
        found: "\(listed.count) gauges, \(used.count) of them in the file, \(gauges.count) with "
          + "observations on the days of the inflow",
        expected: "at least one with observations in periods.train",
        remedy: "check the stations' identifiers and the dates of the file")
    }
    return (gauges, remarks)
  }

  private static let variable = "water_temperature"

  private static func days(_ series: WeatherSeries, _ place: Int, _ project: Project) -> [Double] {
    let count = Int(Int64(project.inflowAxis.count) * project.inflowAxis.step / 86_400)
    let shift = Int((series.axis.start - project.inflowAxis.start) / TimeAxis.secondsPerDay)
    var result = [Double](repeating: .nan, count: count)
    for (index, value) in series.series(of: place).enumerated()
    where result.indices.contains(index + shift) {
      result[index + shift] = Double(value)
    }
    return result
  }
}
