import Reports
import RiverNetworks
import RiverSeries

extension RunFolder {
  /// Reads a run that learned temperature at gauges, without a network.
  func readSiteTemperature(into report: inout RunReport) throws {
    report.kind = .temperature
    let configuration = try SiteTemperatureConfiguration(path: file("config.yaml"))
    report.add(
      configuration, periods: [("train", configuration.train), ("test", configuration.test)])
    let results =
      try exists("metrics.json")
      ? readJSON("metrics.json", as: [SiteTemperatureRun.Result].self) : []
    let comparison = configuration.comparison?.variable
    var series: SimulatedSeries?
    var observed: SimulatedSeries?
    if exists("gauges.nc") {
      series = try SimulatedSeries(
        files: [file("gauges.nc")], variable: SeriesVariable.waterTemperature.name)
      observed = try SimulatedSeries(
        files: [file("gauges.nc")], variable: SiteTemperatureRun.observedName)
    }
    for station in configuration.stations {
      var gauge = GaugeReport(station: station, reachID: "")
      if let series, let observed, series.rows[station] != nil {
        gauge.temperature = TemperatureSeries(
          firstDay: Int(series.axis.start / TimeAxis.secondsPerDay),
          observed: try observed.values(of: station), simulated: try series.values(of: station))
      }
      if let result = results.first(where: { $0.station == station }) {
        gauge.temperatureErrors = result.test.keys.sorted().map { model in
          TemperatureError(
            model: Self.temperatureModel(model, comparison: comparison), period: "test",
            rootMeanSquare: result.test[model]!.rmse, days: result.test[model]!.days)
        }
      }
      report.gauges.append(gauge)
    }
  }

  /// A model as a page names it.
  static func temperatureModel(_ key: String, comparison: String? = nil) -> String {
    switch key {
    case "learned": ModelScores.learned
    case "comparison": comparison ?? "comparison"
    case "same_day_air": "air of the same day"
    case "season": "sine of the year"
    case "lagged_air": "lagged air"
    case "untrained": "before training"
    case "lagged_air_and_season": "lagged air and sine of the year"
    default: key
    }
  }
}
