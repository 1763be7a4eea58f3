import Foundation
import RiverSeries
import Testing

/// `thalweg runoff` and the runoff that feeds a river, on a generated basin with weather.
@Suite struct RunoffCommandTests {
  /// 12 reaches, three years, three gauges.
  final class Basin {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      try Program.succeed(
        "generate", "--reaches", "12", "--seed", "3", "--years", "3", "--gauges", "3",
        "--weather", "--quiet", "--output", folder.file("basin"))
    }

    /// A runoff model of the three gauges' basins.
    func runoff(_ name: String = "runoff", epochs: Int = 4, added: String = "") throws -> String {
      try folder.write(
        name + ".yaml",
        """
        title: Basins
        forcing:
          files: [basin/basin_weather.nc]
          variables: [prcp, tmean, pet]
        streamflow:
          file: basin/basin_runoff.nc
        periods:
          train: 1990-10-01..1992-09-30
          validation: 1992-05-01..1992-09-30
          test: 1992-10-01..1993-09-30
        model:
          hidden: 6
          sequence_days: 60
          predicted_days: 30
          output: softplus
        training:
          epochs: \(epochs)
          batch: 16
          learning_rates: [0.01, 0.003]
          dropout: 0.2
          seeds: [1, 2]
        \(added)
        """)
    }

    /// A routing run whose inflow comes from a runoff model; the tributaries are held out.
    func river(_ name: String, runoff: String, replacing: (String, String)? = nil) throws -> String
    {
      var text = """
        network:
          file: basin/reaches.gpkg
        gauges:
          file: basin/gauges.csv
          held_out: [\(try stations().dropFirst().map { "\"\($0)\"" }.joined(separator: ", "))]
        observations:
          file: basin/observations.nc
        periods:
          train: 1991-02-01..1992-09-30
          test: 1992-10-01..1993-09-30
          spin_up_days: 30
        time_offset:
          hours: 0
          learn: false
        runoff:
          forcing: [basin/weather.nc]
        \(runoff)
        training:
          epochs: 2
          window_days: 150
          warm_up_days: 20
        """
      if let replacing {
        try #require(text.contains(replacing.0))
        text = text.replacingOccurrences(of: replacing.0, with: replacing.1)
      }
      return try folder.write(name + ".yaml", text)
    }

    func stations() throws -> [String] {
      try folder.text("basin/gauges.csv").split(separator: "\n").dropFirst().map {
        String($0.prefix { $0 != "," })
      }
    }

    func file(_ name: String) -> String { folder.file(name) }
    func metrics(_ run: String) throws -> JSONValue {
      try JSONValue(file: file("\(run)/metrics.json"))
    }
  }

  private static let timing = ["train_seconds"]

  @Test func trainsScoresAndResumes() throws {
    let basin = try Basin()
    let config = try basin.runoff(epochs: 40)
    try Program.succeed("runoff", "train", config, "-o", basin.file("one"), "-q", "-t", "1")
    try Program.succeed("runoff", "train", config, "-o", basin.file("two"), "-q", "-t", "2")
    let one = try basin.metrics("one")
    #expect(try basin.metrics("two").without(Self.timing) == one.without(Self.timing))
    for name in [
      "config.yaml", "manifest.json", "log.txt", "metrics.csv", "runoff.nc", "model.json",
    ] { #expect(basin.folder.has("one/" + name)) }
    #expect(try basin.folder.text("one/report.html").contains("Runoff, mm d⁻¹"))
    let trained = try #require(one["median_of_seeds.test.nse"]?.number)
    let climatology = try #require(one["medians.climatology.test.nse"]?.number)
    #expect(trained > climatology)
    #expect(one["models.seed_2"]?.object?.count == 3)

    // Interrupted and taken up again.
    let running = try Program.Running([
      "runoff", "train", config, "-o", basin.file("broken"), "-t", "1",
    ])
    running.wait(for: "seed 1  epoch 3/")
    running.interrupt()
    #expect(running.outcome().status == 1)
    let refused = try Program.run(["runoff", "train", config, "-o", basin.file("broken")])
    #expect(refused.status == 2)
    try Program.succeed("runoff", "train", config, "-o", basin.file("broken"), "--resume", "-q")
    #expect(try basin.metrics("broken").without(Self.timing) == one.without(Self.timing))
    let weights = "weights/seed-2.safetensors"
    #expect(
      FileManager.default.contents(atPath: basin.file("broken/" + weights))
        == FileManager.default.contents(atPath: basin.file("one/" + weights)))

    try Program.succeed("runoff", "evaluate", basin.file("one"), "-o", basin.file("again"), "-q")
    #expect(try basin.metrics("again") == one)

    try Program.succeed(
      "runoff", "simulate", basin.file("one"), "--forcing", basin.file("basin/weather.nc"), "-o",
      basin.file("reaches.nc"), "-q")
    let simulated = try CatchmentSeries(path: basin.file("reaches.nc"), names: ["runoff"])
    #expect(simulated.ids.count == 12)
    // Thirty days of each reach warm the model up.
    #expect(simulated.missingCount(variable: 0) == 12 * 30)
    #expect(simulated.values[0].allSatisfy { $0.isNaN || $0 >= 0 })
  }

  @Test func feedsARiverFrozenAndLearned() throws {
    let basin = try Basin()
    try Program.succeed(
      "runoff", "train", basin.runoff(), "-o", basin.file("model"), "-q", "-t", "1")
    let frozen = try basin.river("frozen", runoff: "  model: model")
    let tuned = try basin.river("tuned", runoff: "  model: model\n  learn: fine_tune")
    let scratch = try basin.river(
      "scratch",
      runoff: """
          learn: from_scratch
          variables: [prcp, tmean, pet]
          hidden: 4
          sequence_days: 60
          predicted_days: 30
        """)
    for (name, config) in [("f", frozen), ("t", tuned), ("s", scratch)] {
      try Program.succeed("train", config, "-o", basin.file(name), "-q", "-t", "1")
      let metrics = try basin.metrics(name)
      #expect(metrics["gauges"]?.object?.count == 3)
    }
    #expect(!basin.folder.has("f/model.json"))
    let weights = [basin.file("model"), basin.file("t")].map { folder in
      FileManager.default.contents(atPath: folder + "/weights/seed-1.safetensors")
    }
    #expect(weights[0] != nil && weights[1] != nil && weights[0] != weights[1])

    // To the bit on two threads.
    try Program.succeed("train", tuned, "-o", basin.file("t2"), "-q", "-t", "2")
    #expect(
      FileManager.default.contents(atPath: basin.file("t/weights.json"))
        == FileManager.default.contents(atPath: basin.file("t2/weights.json")))

    // Scored again, and routed in stretches of any length.
    try Program.succeed("evaluate", basin.file("t"), "-o", basin.file("e"), "-q")
    #expect(try basin.metrics("e")["gauges"] == basin.metrics("t")["gauges"])
    for (name, stretch) in [("r1", "37"), ("r2", "400")] {
      try Program.succeed(
        "route", tuned, "-o", basin.file(name), "--parameters", basin.file("t"), "--stretch",
        stretch, "-q")
    }
    let flows = try ["r1", "r2"].map { name -> [Float] in
      let file = try NetCDFFile(path: basin.file(name + "/streamflow.nc"))
      return try file.floats(file.requiredVariable("streamflow"))
    }
    #expect(flows[0] == flows[1] && !flows[0].isEmpty)
  }

  @Test func onlyTheGaugesThatTrainTeach() throws {
    let basin = try Basin()
    try Program.succeed(
      "runoff", "train", basin.runoff(), "-o", basin.file("model"), "-q", "-t", "1")
    let held = try basin.river("held", runoff: "  model: model\n  learn: fine_tune")
    let station = try basin.stations()[0]
    let alone = try basin.river(
      "alone", runoff: "  model: model\n  learn: fine_tune",
      replacing: (
        "  held_out: [\(try basin.stations().dropFirst().map { "\"\($0)\"" }.joined(separator: ", "))]",
        "  stations: [\"\(station)\"]"
      ))
    for (name, config) in [("h", held), ("a", alone)] {
      try Program.succeed("train", config, "-o", basin.file(name), "-q", "-t", "1")
    }
    #expect(
      FileManager.default.contents(atPath: basin.file("h/weights/seed-1.safetensors"))
        == FileManager.default.contents(atPath: basin.file("a/weights/seed-1.safetensors")))
  }

  @Test func refusesWithAMessage() throws {
    let basin = try Basin()
    func refused(_ arguments: String..., saying text: String) throws {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 2, "\(arguments)")
      #expect(outcome.message.contains(text), "\(outcome.message)")
    }
    try refused(
      "runoff", "train", basin.runoff("odd", added: "modle: {}"), "-o", basin.file("x"),
      saying: "did you mean `model`?")
    let other = try basin.folder.text("runoff.yaml".replacingOccurrences(of: "runoff", with: "odd"))
      .replacingOccurrences(of: "modle: {}", with: "")
      .replacingOccurrences(of: "[prcp, tmean, pet]", with: "[prcp, srad]")
    try refused(
      "runoff", "train", basin.folder.write("missing.yaml", other), "-o", basin.file("x"),
      saying: "srad")
    try refused(
      "train", basin.river("none", runoff: ""), "-o", basin.file("x"), saying: "runoff.model")
    try refused(
      "train", basin.river("lost", runoff: "  model: nowhere"), "-o", basin.file("x"),
      saying: "there is no runoff model")
    try refused(
      "train", basin.river("area", runoff: "  learn: from_scratch\n  area: land"), "-o",
      basin.file("x"), saying: "unit_area_km2")
    #expect(!basin.folder.has("x/config.yaml"))
  }

  @Test func measuresAnLSTM() throws {
    let outcome = try Program.succeed(
      "benchmark", "--lstm", "4,10,3,8", "--threads", "1", "--repeats", "2", "--json")
    let result = try JSONValue(outcome.output)
    #expect(result["rows"]?.number == 4 && result["hidden"]?.number == 8)
    #expect(try #require(result["forward_seconds"]?.number) > 0)
    #expect(result["training_step_times"]?.list?.count == 2)
    for bad in ["4,10,3", "4,10,3,0", "a,b,c,d"] {
      #expect(try Program.run(["benchmark", "--lstm", bad]).status == 2)
    }
    #expect(try Program.run(["benchmark", "--lstm", "4,10,3,8", "--tree", "10"]).status == 2)
  }
}
