import Foundation
import RiverSeries
import Testing

/// What a run says of what it does not know, and experiments with a truth that is known.
@Suite struct RecoveryTests {
  private static let law = ("model: power_law", "model: power_law_per_reach")

  private func configuration(_ basin: SampleBasin, recovery: Bool) throws -> String {
    try basin.configuration(
      replacing: [Self.law, ("training:", "training:\n  method: gauss_newton")],
      added: "uncertainty:\n  sensitivity: true\n  ensemble: 20\n  iterations: 6\n"
        + (recovery ? "recovery:\n  seeds: 2\n  truth: {exponent: -0.2}\n" : ""))
  }

  @Test func trainingSaysWhatTheGaugesAllow() throws {
    let basin = try SampleBasin()
    let config = try configuration(basin, recovery: false)
    try Program.succeed("train", config, "--output", basin.output("run"), "--quiet")
    let metrics = try JSONValue(file: basin.output("run/metrics.json"))
    let interval = try #require(metrics["exponent_profile.interval"]?.list).compactMap(\.number)
    #expect(metrics["roughness_area_law.exponent_interval"]?.list?.compactMap(\.number) == interval)
    #expect(metrics["roughness_area_law.regression_interval"]?.list?.count == 2)
    #expect(metrics["ensemble.members"]?.number == 20)
    #expect(metrics["identifiability.constrained_reaches"]?.number != nil)
    let parameters = try NetCDFFile(path: basin.output("run/parameters.nc"))
    func values(_ name: String) throws -> [Double] {
      try parameters.doubles(parameters.requiredVariable(name))
    }
    let (lower, median, upper) = try (
      values("roughness_lower"), values("roughness_median"), values("roughness_upper")
    )
    #expect(lower.indices.allSatisfy { lower[$0] < median[$0] && median[$0] < upper[$0] })
    #expect(try values("sensitivity_share").allSatisfy { $0 >= 0 })
    let gauges = try NetCDFFile(path: basin.output("run/gauges.nc"))
    let below = try gauges.doubles(gauges.requiredVariable("simulated_lower"))
    let above = try gauges.doubles(gauges.requiredVariable("simulated_upper"))
    #expect(zip(below, above).allSatisfy { $0 <= $1 })

    // Scored again, all of it is the same.
    let first = try RunResults(basin.output("run"), without: ["timing"])
    try Program.succeed("evaluate", basin.output("run"), "--quiet")
    #expect(try RunResults(basin.output("run"), without: ["timing"]) == first)
  }

  @Test func trainedMembersAreTakenUpAgain() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(replacing: [("model: power_law", "model: mlp")])
    func run(_ name: String, _ more: String...) throws {
      let outcome = try Program.run(
        ["train", config, "--output", basin.output(name), "--ensemble", "3", "--quiet"] + more)
      try #require(outcome.status == 0, "\(outcome.message)")
    }
    try run("a")
    try run("b", "--threads", "1")
    #expect(try RunResults(basin.output("a")) == RunResults(basin.output("b")))
    let member = try basin.folder.text("a/ensemble/member-1.json")
    try FileManager.default.removeItem(atPath: basin.output("a/ensemble/member-1.json"))
    try run("a", "--resume")
    #expect(try basin.folder.text("a/ensemble/member-1.json") == member)
    #expect(try basin.folder.text("a/ensemble.json") == basin.folder.text("b/ensemble.json"))
  }

  @Test func recoverComparesWithTheTruth() throws {
    let basin = try SampleBasin()
    let config = try configuration(basin, recovery: true)
    try Program.succeed("recover", config, "--output", basin.output("r"), "--quiet")
    let results = try #require(JSONValue(file: basin.output("r/recovery.json")).list)
    #expect(results.count == 2)
    for result in results {
      #expect(result["exponent.truth"]?.number == -0.2)
      let learned = try #require(result["seen.median_relative_error"]?.number)
      let uniform = try #require(result["uniform.median_relative_error"]?.number)
      #expect(learned < uniform)
      #expect(try #require(result["loss"]?.number) < #require(result["uniform_loss"]?.number))
    }
    // A second time, on another number of threads, and taken up after the first seed.
    try Program.succeed(
      "recover", config, "--output", basin.output("s"), "--quiet", "--seeds", "1", "--threads", "1")
    try Program.succeed("recover", config, "--output", basin.output("s"), "--quiet", "--resume")
    let again = try #require(JSONValue(file: basin.output("s/recovery.json")).list)
    #expect(again.map { $0.without(["seconds"]) } == results.map { $0.without(["seconds"]) })
    let nothing = try Program.run(
      ["recover", basin.configuration("plain"), "--output", basin.output("t")])
    #expect(nothing.status == 2)
    #expect(nothing.message.contains("recovery"))
    #expect(!basin.folder.has("t"))
  }

  @Test func ablateWritesATable() throws {
    let basin = try SampleBasin()
    let config = try configuration(basin, recovery: false)
    try Program.succeed("ablate", config, "--output", basin.output("a"), "--quiet")
    let rows = try #require(JSONValue(file: basin.output("a/ablation.json")).list)
    let table = try basin.folder.text("a/ablation.md").split(separator: "\n")
    #expect(table.count == rows.count + 2)
    #expect(rows.allSatisfy { $0["validation_nse"]?.number != nil })
    // More freedom never fits worse, but for the prior's pull.
    func fit(_ name: String) throws -> Double {
      try #require(rows.first { $0["variant"]?.text == name }?["fit_nse"]?.number)
    }
    #expect(try fit("law") >= fit("uniform n") - 1e-4)
  }

  @Test(arguments: [
    ("method: gauss_newton\n  loss: kge", "loss"), ("prior_weight: -1", "prior_weight"),
  ]) func faultySettingsAreRefused(_ setting: String, _ column: String) throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(
      replacing: [("training:", "training:\n  " + setting)])
    let outcome = try Program.run(["train", config, "--output", basin.output("run")])
    #expect(outcome.status == 2)
    #expect(outcome.message.contains(column))
    #expect(!basin.folder.has("run"))
  }
}
