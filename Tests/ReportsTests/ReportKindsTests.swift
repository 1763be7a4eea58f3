import Foundation
import Reports
import Testing

/// What a run may have beside roughness and daily discharge, and pages without it.
@Suite struct ReportKindsTests {
  private func page(_ runs: RunReport...) -> ReportPage {
    ReportPage(runs, vega: .remote("about:blank"))
  }

  /// The first gauge of the page's data, as its script reads it.
  private func gauge(_ page: ReportPage) throws -> [String: Any] {
    let html = page.html
    let mark = "<script type=\"application/json\" id=\"report-data\">"
    let start = try #require(html.range(of: mark))
    let end = try #require(html[start.upperBound...].range(of: "</script>"))
    let json = Data(html[start.upperBound..<end.lowerBound].utf8)
    let data = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
    let run = try #require((data["runs"] as? [[String: Any]])?.first)
    return try #require((run["gauges"] as? [[String: Any]])?.first)
  }

  @Test func `an ensemble has bands, intervals of n and a word on how it was made`() throws {
    let run = try SampleRun.withEnsemble()
    let page = page(run)
    let hydrograph = try #require(page.charts.first { $0.id == "hydrograph" })
    let panel = try #require(hydrograph.specification.marks.first { $0.name == "linear" })
    #expect(panel.marks?.contains { $0.name == "band-0" } == true)
    let map = try #require(page.charts.first { $0.id == "map-0" })
    #expect(map.tables["reaches"]?["lower"] != nil && map.tables["reaches"]?["upper"] != nil)
    let series = try #require(try gauge(page)["series"] as? [String: Any])
    #expect((series["lower"] as? [Any])?.count == (series["simulated"] as? [Any])?.count)
    #expect(page.html.contains("90 % of 20 members") && page.html.contains("drawn at random"))
    #expect(!page.html.contains("no uncertainty bands"))
  }

  @Test func `temperature has its curves and its error by month`() throws {
    let page = page(SampleRun.temperature())
    #expect(page.charts.map(\.id) == ["temperature", "seasonal-error"])
    let html = page.html
    for words in ["learned temperature", "Water temperature", "lagged air", "Median temperature"] {
      #expect(html.contains(words), "\(words)")
    }
    // Nothing is said to be missing that such a run does not have.
    for words in [
      "No map", "No hydrograph", "No losses", "No water balance", "Nothing was scored",
    ] {
      #expect(!html.contains(words), "\(words)")
    }
    let seasonal = try #require(try gauge(page)["seasonal"] as? [String: [Any]])
    func value(_ name: String, _ month: Int) -> Double? { seasonal[name]?[month] as? Double }
    // 31 January days 1 K too warm, 28 of February right but for one that is 2 K too cold.
    #expect((0..<3).map { value("days", $0) } == [31, 28, 0])
    #expect(value("mean", 0) == 1 && value("rms", 0) == 1)
    #expect(value("mean", 1) == -0.0714 && value("rms", 1) == 0.378)
    #expect(seasonal["mean"]?[2] is NSNull)
  }

  @Test func `temperature that was never measured is drawn, and its error said to be missing`() {
    var run = SampleRun.temperature()
    for index in run.gauges.indices {
      let series = run.gauges[index].temperature!
      run.gauges[index].temperature!.observed = series.observed.map { _ in .nan }
      run.gauges[index].temperatureErrors = []
    }
    let page = page(run)
    #expect(page.charts.map(\.id) == ["temperature"])
    #expect(page.html.contains("names no observed temperatures"))
  }

  @Test func `temperature on a network has a map of every parameter it learned`() throws {
    let page = page(try SampleRun.warmNetwork())
    let maps = page.charts.filter { $0.id.hasPrefix("map") }
    #expect(maps.map(\.id) == ["map-0", "map-0-exchange_factor"])
    // The second draws the first one's tables: reaches are in the page once.
    #expect(maps[0].tables["reaches"]?["exchange_factor"] != nil)
    #expect(maps[1].tables.isEmpty && maps[1].tablesOf == "map-0")
    let html = page.html
    for words in [
      "Shade, median", "Exchange factor", "per reach", "<td>given</td>", "days compared",
      "error is above that of a baseline at 1 of 2 gauges: 00000002 (0.80 K, lagged air 0.70 K)",
      "class=\"above\"", "Gauges: temperature error, K, test", "no: no gauge below",
    ] {
      #expect(html.contains(words), "\(words)")
    }
    for words in ["No hydrograph", "No water balance", "Nothing was scored", "All gauges"] {
      #expect(!html.contains(words), "\(words)")
    }
  }

  @Test func `temperature on a network beside a run without it`() throws {
    let page = page(try SampleRun.warmNetwork(), try SampleRun.make(reaches: 40, gauges: 2))
    for id in ["map-0", "map-0-exchange_factor", "map-1", "law-1", "hydrograph", "temperature"] {
      #expect(page.charts.contains { $0.id == id } && page.html.contains("id=\"\(id)\""), "\(id)")
    }
  }

  @Test func `two runs of temperature have marks of different names`() throws {
    let page = page(SampleRun.temperature(), SampleRun.temperature())
    for chart in page.charts {
      for panel in chart.specification.marks {
        let names = (panel.marks ?? []).compactMap(\.name)
        #expect(Set(names).count == names.count, "\(chart.id): \(names)")
      }
    }
  }

  @Test func `a network without lines has its parameters against area`() throws {
    var run = try SampleRun.warmNetwork()
    run.lines = nil
    let page = page(run)
    #expect(page.charts.map(\.id).prefix(2) == ["law-0", "law-0-exchange_factor"])
    #expect(page.html.components(separatedBy: "the network has no lines").count == 2)
  }

  @Test func `a run without temperature says so`() throws {
    let html = page(try SampleRun.make(reaches: 40, gauges: 1)).html
    #expect(html.contains("Water temperature was not"))
  }

  @Test func `hours are kept as hours, and without observations there is no score`() throws {
    var run = try SampleRun.make(reaches: 40, gauges: 1)
    run.kind = .simulation
    run.quantity.place = "reach"
    run.training = nil
    run.gauges[0].scores = []
    let hours = [Double](repeating: 2, count: 48)
    run.gauges[0].series = GaugeSeries(
      start: 3_600, step: 3_600, observed: hours.map { _ in .nan }, simulated: hours)
    let page = page(run)
    let series = try #require(try gauge(page)["series"] as? [String: Any])
    #expect(series["first"] as? Double == 3.6e6 && series["step"] as? Double == 3.6e6)
    #expect(series["observed"] == nil)
    #expect(try gauge(page)["flows"] is NSNull)
    for words in ["Values every 1 h", "There are no observations", "less than 30 days"] {
      #expect(page.html.contains(words), "\(words)")
    }
    #expect(!page.html.contains("All gauges") && !page.html.contains("<h3>Training</h3>"))
  }

  @Test func `runoff has its unit and its catchments`() throws {
    var run = try SampleRun.make(reaches: 40, gauges: 3)
    run.kind = .runoff
    run.quantity = .runoff
    run.reaches = nil
    run.lines = nil
    run.law = nil
    run.water = nil
    let html = page(run).html
    for words in ["Runoff, mm d⁻¹", "3 catchments", "All catchments", "learned runoff"] {
      #expect(html.contains(words), "\(words)")
    }
    for words in ["No map", "Discharge, m³ s⁻¹", "No water balance"] {
      #expect(!html.contains(words), "\(words)")
    }
  }

  @Test func `a period's positions in a series of hours`() {
    let series = GaugeSeries(
      start: 3_600, step: 3_600, observed: [], simulated: [])
    #expect(series.positions(of: .init(name: "test", firstDay: 0, lastDay: 1)) == 0..<0)
    let hours = [Double](repeating: 1, count: 72)
    let longer = GaugeSeries(start: 3_600, step: 3_600, observed: hours, simulated: hours)
    #expect(longer.positions(of: .init(name: "test", firstDay: 1, lastDay: 1)) == 23..<47)
  }
}

extension SampleRun {
  /// With bands about discharge and n.
  static func withEnsemble() throws -> RunReport {
    var run = try make(name: "members", gauges: 2)
    for index in run.gauges.indices {
      let simulated = run.gauges[index].series!.simulated
      run.gauges[index].series!.band = .init(
        lower: simulated.map { 0.85 * $0 }, upper: simulated.map { 1.2 * $0 })
    }
    run.reaches!.roughnessBand = .init(
      lower: run.reaches!.roughness.map { 0.8 * $0 },
      upper: run.reaches!.roughness.map { 1.3 * $0 })
    run.ensemble = EnsembleReport(members: 20, confidence: 0.9, method: "drawn at random")
    return run
  }

  /// Two gauges of temperature on a network that learned shade and exchange; the second is above a
  /// baseline.
  static func warmNetwork(days: Int = 59) throws -> RunReport {
    var run = try make(name: "warm-network", reaches: 60, gauges: 2)
    let sites = temperature(days: days).gauges
    run.kind = .networkTemperature
    run.law = nil
    run.water = nil
    run.periods = [.init(name: "test", firstDay: 0, lastDay: days - 1)]
    let count = run.reaches!.count
    run.reaches!.parameters += [
      ReachParameter(
        "shade", name: "Shade", values: (0..<count).map { 0.9 * Double($0) / Double(count) },
        learnedAs: "per reach", isShare: true),
      ReachParameter(
        "exchange_factor", name: "Exchange factor",
        values: (0..<count).map { 0.5 + Double($0 % 7) }, learnedAs: "power law"),
    ]
    for index in run.gauges.indices {
      run.gauges[index].series = nil
      run.gauges[index].scores = []
      run.gauges[index].temperature = sites[index].temperature
      run.gauges[index].temperatureErrors = sites[index].temperatureErrors
    }
    run.gauges[1].temperatureErrors[0].rootMeanSquare = 0.7
    return run
  }

  /// Two gauges of temperature, no network: January 1 K too warm, one day of February 2 K too cold.
  static func temperature(days: Int = 59) -> RunReport {
    var run = RunReport(name: "warm", title: "Two gauges")
    run.kind = .temperature
    run.periods = [.init(name: "test", firstDay: 0, lastDay: days - 1)]
    run.gauges = ["2007", "2012"].map { station in
      var gauge = GaugeReport(station: station, reachID: "")
      let observed = (0..<days).map { 12 - 9 * cos(Double($0) / 58.1) }
      let simulated = observed.enumerated().map { day, value in
        value + (day < 31 ? 1 : day == 40 ? -2 : 0)
      }
      gauge.temperature = TemperatureSeries(firstDay: 0, observed: observed, simulated: simulated)
      gauge.temperatureErrors = [
        TemperatureError(model: "lagged air", period: "test", rootMeanSquare: 0.9, days: days),
        TemperatureError(
          model: ModelScores.learned, period: "test", rootMeanSquare: 0.8, days: days),
      ]
      return gauge
    }
    return run
  }
}
