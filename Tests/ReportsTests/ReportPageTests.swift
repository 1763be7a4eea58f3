import Foundation
import Reports
import Testing

@Suite struct ReportPageTests {
  private static let vega = VegaLibrary.remote("about:blank")

  private func html(_ runs: RunReport...) -> String { ReportPage(runs, vega: Self.vega).html }

  /// The page's data, as its script reads them.
  private func data(_ html: String) throws -> [String: Any] {
    let mark = "<script type=\"application/json\" id=\"report-data\">"
    let start = try #require(html.range(of: mark))
    let end = try #require(html[start.upperBound...].range(of: "</script>"))
    let json = Data(html[start.upperBound..<end.lowerBound].utf8)
    return try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  @Test func `the same run gives the same page`() throws {
    let run = try SampleRun.make()
    #expect(html(run) == html(run))
  }

  @Test func `every chart has a place and a specification`() throws {
    let page = ReportPage([try SampleRun.make()], vega: Self.vega)
    let html = page.html
    for chart in page.charts {
      #expect(html.contains("id=\"\(chart.id)\""))
      #expect(html.contains("id=\"spec-\(chart.id)\""))
    }
    let listed = try #require(try data(html)["charts"] as? [[String: Any]])
    #expect(listed.map { $0["id"] as? String } == page.charts.map(\.id))
  }

  @Test func `names with markup stay names`() throws {
    let hostile = "</script><img src=x onerror=alert(1)>&\"'"
    var run = try SampleRun.make(reaches: 40, gauges: 2)
    run.title = hostile
    run.name = hostile
    run.gauges[0].station = hostile
    run.gauges[1].name = hostile
    run.reaches!.ids[0] = hostile
    run.configuration = "title: \(hostile)"
    run.remarks = [hostile]
    run.law!.note = hostile
    run.provenance!.command = [hostile]
    run.provenance!.inputs[0].file = hostile
    let html = html(run, run)
    #expect(!html.contains("<img"))
    // Every script that is opened is closed where we close it.
    let opened = html.components(separatedBy: "<script").count
    #expect(opened == html.components(separatedBy: "</script>").count)
    let first = try #require((try data(html)["runs"] as? [[String: Any]])?.first)
    let gauges = try #require(first["gauges"] as? [[String: Any]])
    #expect(gauges[0]["station"] as? String == hostile)
    #expect(gauges[1]["name"] as? String == hostile)
  }

  @Test func `gaps in the observations stay gaps`() throws {
    var run = try SampleRun.make(reaches: 40, gauges: 1)
    run.gauges[0].series = GaugeSeries(
      firstDay: 10, observed: [1, .nan, 3], simulated: [1.23456, 2, 3])
    let first = try #require((try data(html(run))["runs"] as? [[String: Any]])?.first)
    let series = try #require(
      (first["gauges"] as? [[String: Any]])?.first?["series"] as? [String: Any])
    let observed = try #require(series["observed"] as? [Any])
    #expect(observed[1] is NSNull && observed.count == 3)
    #expect((series["simulated"] as? [Double])?[0] == 1.235)
    #expect(series["first"] as? Double == 864_000_000)
    #expect(series["baseline"] == nil)
  }

  // MARK: Missing pieces

  @Test func `a run without anything says so everywhere`() {
    let page = ReportPage([RunReport(name: "empty", title: "Empty")], vega: Self.vega)
    #expect(page.charts.isEmpty)
    for sentence in [
      "neither scores nor parameters", "Nothing was scored", "No map", "No parameters to show",
      "No hydrograph", "has no gauges", "No losses", "No water balance", "No provenance",
      "No configuration",
    ] {
      #expect(page.html.contains(sentence), "\(sentence)")
    }
  }

  @Test func `without lines there is no map but a law`() throws {
    var run = try SampleRun.make(reaches: 40, gauges: 1)
    run.lines = nil
    let page = ReportPage([run], vega: Self.vega)
    #expect(!page.charts.contains { $0.id == "map-0" } && page.charts.contains { $0.id == "law-0" })
    #expect(page.html.contains("the network has no lines"))
  }

  @Test func `without areas there is a map but no law`() throws {
    var run = try SampleRun.make(reaches: 40, gauges: 1)
    run.reaches!.areas = run.reaches!.areas.map { _ in .nan }
    let page = ReportPage([run], vega: Self.vega)
    #expect(page.charts.contains { $0.id == "map-0" } && !page.charts.contains { $0.id == "law-0" })
    #expect(page.html.contains("No drainage areas") && page.html.contains("Width: Strahler order"))
  }

  @Test func `one gauge has no distribution, and the page says why`() throws {
    let page = ReportPage([try SampleRun.make(gauges: 1)], vega: Self.vega)
    #expect(!page.charts.contains { $0.id.hasPrefix("distribution") })
    #expect(page.html.contains("One gauge: there is no distribution"))
  }

  @Test func `gauges without series or scores leave a sentence`() throws {
    var run = try SampleRun.make(gauges: 2)
    for index in run.gauges.indices {
      run.gauges[index].series = nil
      run.gauges[index].scores = []
    }
    let page = ReportPage([run], vega: Self.vega)
    #expect(!page.charts.contains { $0.id == "hydrograph" })
    #expect(page.html.contains("No hydrograph") && page.html.contains("Nothing was scored"))
    #expect(page.html.contains("no scores to compare"))
  }

  @Test func `one roughness everywhere is said`() throws {
    var run = try SampleRun.make(reaches: 40, gauges: 1)
    run.reaches!.roughness = run.reaches!.roughness.map { _ in 0.05 }
    #expect(html(run).contains("the same at all reaches"))
  }

  // MARK: Several runs, large runs

  @Test func `several runs stand side by side on one scale`() throws {
    let page = ReportPage(
      [try SampleRun.make(name: "one"), try SampleRun.make(name: "two", exponent: -0.3)],
      vega: Self.vega)
    let scales = page.charts.filter { $0.id.hasPrefix("map") }.map { chart in
      chart.specification.scales.first { $0.name == "parameter" }?.domain
    }
    #expect(scales.count == 2 && scales[0] == scales[1])
    #expect(page.html.contains("learned · one") && page.html.contains("learned · two"))
    // A baseline both have stands once.
    #expect(page.html.components(separatedBy: "<th>sum of inflows").count == 2)
  }

  @Test func `ten thousand reaches and a hundred gauges stay below 15 MB, and it says what is left out`() throws {
    let run = try SampleRun.make(reaches: 10_001, gauges: 100, days: 11_000)
    let page = ReportPage([run], vega: .installed())
    #expect(page.html.utf8.count < 15_000_000)
    #expect(page.remarks.contains { $0.contains("of 100 gauges are in this page") })
    #expect(page.remarks.contains { $0.contains("simplified") })
    let first = try #require((try data(page.html)["runs"] as? [[String: Any]])?.first)
    let gauges = try #require(first["gauges"] as? [[String: Any]])
    let kept = gauges.filter { $0["series"] != nil }
    #expect(gauges.count == 100 && kept.count > 20 && kept.count < 100)
    // The worst and the best are among them; scores and curves are there for all.
    #expect(gauges.allSatisfy { $0["scores"] != nil && $0["flows"] != nil })
  }

  // MARK: Vega

  @Test(.enabled(if: VegaLibrary.installed() != .remote(VegaLibrary.publicAddress), "needs libjs-vega"))
  func `the system's Vega is put inside and cannot close its element`() throws {
    guard case .inlined(let script) = VegaLibrary.installed() else { return }
    #expect(!script.lowercased().contains("</script") && !script.contains("<!--"))
    #expect(!html(try SampleRun.make(reaches: 40, gauges: 1)).contains("https://cdn"))
  }

  @Test func `without Vega on the system the page loads it and says so`() throws {
    let library = VegaLibrary.installed(in: "/nowhere")
    #expect(library == .remote(VegaLibrary.publicAddress))
    let page = ReportPage([try SampleRun.make(reaches: 40, gauges: 1)], vega: library).html
    #expect(page.contains("<script src=\"\(VegaLibrary.publicAddress)\">"))
    #expect(page.contains("had no libjs-vega"))
  }
}
