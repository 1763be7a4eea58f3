import Foundation
import Reports
import Testing

/// Writes pages for `Tests/report-browser.sh` to open.
@Suite struct BrowserPagesTests {
  private static let folder = ProcessInfo.processInfo.environment["THALWEG_REPORT_PAGES"]

  @Test(.enabled(if: folder != nil, "needs THALWEG_REPORT_PAGES, a folder to write to"))
  func `pages for a browser`() throws {
    let folder = try #require(Self.folder)
    var bare = try SampleRun.make(name: "bare", reaches: 60, gauges: 2)
    bare.lines = nil
    for index in bare.gauges.indices { bare.gauges[index].series = nil }
    bare.training = nil
    let hostile = "</script><img src=x onerror=alert(1)>&\"'"
    var odd = try SampleRun.make(name: "odd", reaches: 120, gauges: 3)
    for index in odd.gauges.indices { odd.gauges[index].station = "\(hostile)\(index)" }
    odd.reaches!.ids = odd.reaches!.ids.map { hostile + $0 }
    odd.title = hostile
    let pages: [(String, [RunReport])] = [
      ("six-gauges", [try SampleRun.make()]),
      ("two-runs", [
        try SampleRun.make(name: "law", exponent: -0.12),
        try SampleRun.make(name: "steeper", exponent: -0.25),
      ]),
      ("ten-thousand", [try SampleRun.make(reaches: 10_001, gauges: 40, days: 11_000)]),
      ("members", [try SampleRun.withEnsemble()]), ("warm", [SampleRun.temperature(days: 800)]),
      ("warm-network", [try SampleRun.warmNetwork(days: 800)]),
      ("warm-networks", [try SampleRun.warmNetwork(), try SampleRun.warmNetwork(days: 800)]),
      ("bare", [bare]), ("odd-names", [odd]),
      ("empty", [RunReport(name: "empty", title: "A run without results")]),
    ]
    for (name, runs) in pages {
      try ReportPage(runs).html.write(
        toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
    }
    try RoughnessMap(pages[2].1[0]).svg.write(
      toFile: "\(folder)/ten-thousand.svg", atomically: true, encoding: .utf8)
  }
}
