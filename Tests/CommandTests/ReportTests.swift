import Foundation
import Hydrography
import Testing

/// `thalweg report` on what the program itself left: training, ensemble, simulation.
@Suite struct ReportTests {
  /// The page of some runs.
  private func page(_ basin: SampleBasin, _ runs: String...) throws -> String {
    let file = basin.output("page.html")
    let outcome = try Program.run(["report"] + runs.map(basin.output) + ["--output", file])
    try #require(outcome.status == 0, "\(outcome.message)")
    return try String(contentsOfFile: file, encoding: .utf8)
  }

  @Test func aTrainedRunWithAnEnsembleAndTwoSideBySide() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(epochs: 2)
    let plain = try Program.run(["train", config, "--output", basin.output("plain")])
    #expect(plain.status == 0)
    // Nothing that only a terminal understands: no colours, no overwritten lines, no blocks.
    #expect(!plain.message.contains("\u{1B}") && !plain.message.contains("\r"))
    #expect(!plain.message.contains("▁") && plain.message.contains("scores:"))
    #expect(try basin.folder.text("plain/report.html").contains("no uncertainty bands"))

    try Program.succeed(
      "train", config, "--output", basin.output("members"), "--ensemble", "4", "--quiet")
    let members = try basin.folder.text("members/report.html")
    #expect(members.contains("90 % of 4 members") && members.contains("\"upper\":["))
    #expect(!members.contains("no uncertainty bands"))
    let table = try VectorFile(path: basin.output("members/parameters.gpkg")).layer("layer_styles")
      .read()
    #expect(table.columns.contains { $0.name == "styleQML" })

    let both = try page(basin, "plain", "members")
    #expect(both.contains("2 runs compared"))
    #expect(both.contains("learned · plain") && both.contains("learned · members"))
    for chart in ["map-0", "map-1", "law-0", "law-1", "hydrograph", "flow-duration"] {
      #expect(both.contains("id=\"\(chart)\""), "\(chart)")
    }
  }

  @Test func aSimulationWithGauges() throws {
    let basin = try SampleBasin()
    try Program.succeed(
      "route", basin.configuration(), "--output", basin.output("run"), "--quiet")
    let page = try page(basin, "run")
    for words in [
      "Thalweg · simulation", "The roughness it was given", "with given parameters", "id=\"map-0\"",
      "Observed and simulated", "Median NSE, simulated", "<h2>Water</h2>",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("<h3>Training</h3>"))
  }

  @Test func aSimulationAtEveryStepWithoutGauges() throws {
    let basin = try SampleBasin()
    var text = try String(contentsOfFile: basin.configuration(), encoding: .utf8)
    text.replace("gauges:\n  file: gauges.csv\n", with: "")
    text.replace("observations:\n  file: observations.nc\n", with: "")
    let config = try basin.folder.write(
      "basin/bare.yaml",
      text + "output: {reaches: all, interval: step, dates: 1990-11-01..1990-11-04}\n")
    try Program.succeed("route", config, "--output", basin.output("run"), "--quiet")
    let page = try page(basin, "run")
    for words in [
      "Simulated discharge", "Values every 1 h", "There are no observations", "outlet",
      "mouth of a tributary", "Nothing was scored", "\"step\":3600000",
    ] {
      #expect(page.contains(words), "\(words)")
    }
  }
}
