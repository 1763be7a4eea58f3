import Foundation
import RiverSeries
import Testing

/// `processes: [discharge, temperature]` on a generated basin with weather.
@Suite struct NetworkTemperatureCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Program.succeed(
      "generate", "--reaches", "30", "--seed", "4", "--years", "1", "--gauges", "2", "--weather",
      "--quiet", "--output", folder.file("basin"))
  }

  private func inputs(scheme: String = "conservative", meteorology: String = "") -> String {
    """
    network: {file: basin/reaches.gpkg}
    gauges: {file: basin/gauges.csv}
    inflow: {file: basin/lateral_inflow.nc}
    meteorology: {file: basin/meteorology.nc\(meteorology)}
    processes: [discharge, temperature]
    routing: {scheme: \(scheme)}

    """
  }

  private func route(_ name: String, _ added: String, _ arguments: [String] = []) throws {
    let config = try folder.write("\(name).yaml", added)
    let outcome = try Program.run(
      ["route", config, "--output", folder.file(name), "--quiet"] + arguments)
    try #require(outcome.status == 0, "\(outcome.message)")
  }

  private func temperatures(_ name: String) throws -> (bits: [UInt64], days: Int) {
    let file = try NetCDFFile(path: folder.file("\(name)/water_temperature.nc"))
    return (
      try RunResults.bits("water_temperature", file),
      try TimeAxis(file.requiredVariable("time"), of: file).count
    )
  }

  @Test(arguments: ["conservative", "lagged"])
  func aContinuedRunIsTheWholeOne(_ scheme: String) throws {
    func dates(_ dates: String) -> String {
      inputs(scheme: scheme) + "output: {reaches: all, dates: \(dates)}\n"
    }
    try route("whole", dates("1990-12-01..1991-02-28"))
    try route("first", dates("1990-12-01..1991-01-12"))
    try route(
      "second", dates("1991-01-13..1991-02-28"), ["--restart", folder.file("first/restart.nc")])
    let whole = try temperatures("whole")
    let (first, second) = (try temperatures("first"), try temperatures("second"))
    #expect(first.days == 43 && second.days == 47)
    for reach in 0..<30 {
      let row = whole.bits[(reach * 90)..<((reach + 1) * 90)]
      #expect(Array(row.prefix(43)) == Array(first.bits[(reach * 43)..<((reach + 1) * 43)]))
      #expect(Array(row.suffix(47)) == Array(second.bits[(reach * 47)..<((reach + 1) * 47)]))
    }

    // The same, as one run that goes on in its own folder.
    let config = try folder.write("resumed.yaml", dates("1990-12-01..1991-02-28"))
    let resumed = try Program.run([
      "route", config, "--output", folder.file("first"), "--resume", "--quiet",
    ])
    #expect(resumed.status == 0, "\(resumed.message)")
    let piece = try NetCDFFile(path: folder.file("first/water_temperature_1991-01-13.nc"))
    #expect(try RunResults.bits("water_temperature", piece) == second.bits)

    let cold = dates("1990-12-01..1990-12-10")
    try route("cold", cold.replacing("[discharge, temperature]", with: "[discharge]"))
    let warm = try folder.write("warm.yaml", dates("1990-12-11..1990-12-20"))
    let refused = try Program.run([
      "route", warm, "--output", folder.file("warm"), "--restart",
      folder.file("cold/restart.nc"),
    ])
    #expect(refused.status == 2)
    #expect(refused.message.contains("the restart holds no temperature"))
  }

  @Test func theImplicitSchemeIsCloseToTheBoxAndKeepsItsBudget() throws {
    let text = inputs() + "output: {reaches: all, dates: 1990-12-01..1991-05-31}\n"
    try route("box", text)
    try route("implicit", text + "temperature: {scheme: implicit}\n")
    let (box, implicit) = (try temperatures("box"), try temperatures("implicit"))
    let errors = zip(box.bits, implicit.bits).map {
      Double(bitPattern: $0) - Double(bitPattern: $1)
    }
    let rmse = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    #expect(rmse > 0 && rmse < 0.5, "\(rmse) K")
    let summary = try JSONValue(file: folder.file("implicit/simulation.json"))
    #expect(abs(try #require(summary["temperature.relative_residual"]?.number)) < 1e-9)
    #expect(try #require(summary["temperature.lowest_celsius"]?.number) >= 0)

    let config = try folder.write(
      "no.yaml", inputs() + training + "temperature: {scheme: implicit}\n")
    let refused = try Program.run(["train", config, "--output", folder.file("no")])
    #expect(refused.status == 2)
    #expect(refused.message.contains("the implicit scheme does not train"))
  }

  private let training = """
    temperature_observations: {file: truth/water_temperature.nc}
    temperature_gauges: {file: basin/gauges.csv, station_column: reach_id}
    observations: {file: basin/observations.nc}
    time_offset: {hours: 0, learn: false}
    periods: {train: 1990-12-01..1991-06-30, validation: 1991-06-01..1991-06-30, \
    test: 1991-07-01..1991-09-29, spin_up_days: 30}
    parameters:
      roughness: {model: power_law}
      shade: {model: mlp, hidden: [4]}
      exchange_factor: {model: constant}
      groundwater_share: {model: power_law, lower: 0.05}
    training: {epochs: 2, window_days: 90, warm_up_days: 20, discharge_weight: 0.5}

    """

  private func prepareTruth() throws {
    try route("truth", inputs() + "temperature: {shade: 0.5}\n")
  }

  @Test func aJointRunLeavesWhatItLearned() throws {
    try prepareTruth()
    let config = try folder.write("train.yaml", inputs() + training)
    for threads in ["1", "2"] {
      try Program.succeed(
        "train", config, "--output", folder.file("run\(threads)"), "--threads", threads, "--quiet")
    }
    let without = ["train_seconds", "train_reach_steps_per_second"]
    let metrics = try JSONValue(file: folder.file("run1/metrics.json"))
    #expect(
      try JSONValue(file: folder.file("run2/metrics.json")).without(without)
        == metrics.without(without))
    for name in ["config.yaml", "manifest.json", "log.txt", "metrics.csv", "weights.json"] {
      #expect(folder.has("run1/" + name), "\(name)")
    }
    #expect(folder.has("run1/parameters.gpkg"))
    #expect(metrics["parameters.shade.learned"] == .flag(true))
    #expect(metrics["parameters.dispersion_factor.learned"] == .flag(false))
    let baselines = try #require(metrics["temperature_baselines"]?.object)
    #expect(
      Set(baselines.keys) == [
        "season", "same_day_air", "lagged_air", "lagged_air_and_season", "untrained",
      ])
    #expect(metrics["discharge_baselines.uniform_roughness"] != nil)
    let gauges = try NetCDFFile(path: folder.file("run1/gauges.nc"))
    #expect(try gauges.requiredVariable("water_temperature").units == "degree_Celsius")

    // A forward run with what was learned: the same river, but for the moment at which the formula
    // of the dispersion is evaluated.
    try route(
      "again", inputs() + "output: {dates: 1990-11-01..1991-09-29}\n",
      ["--parameters", folder.file("run1")])
    let found = try temperatures("again")
    let values = try gauges.doubles(gauges.requiredVariable("water_temperature"))
    let axis = try TimeAxis(gauges.requiredVariable("time"), of: gauges)
    #expect(axis.count == found.days)
    for (day, value) in values.prefix(axis.count).enumerated() where day > 20 && !value.isNaN {
      #expect(abs(Double(bitPattern: found.bits[day]) - value) < 0.05)
    }
  }

  @Test func aRunIsScoredAgainToTheBit() throws {
    try prepareTruth()
    let config = try folder.write("train.yaml", inputs() + training)
    try Program.succeed("train", config, "--output", folder.file("run"), "--quiet")
    let before = try folder.text("run/metrics.json")
    let variables = ["water_temperature", "observed_water_temperature", "simulated", "observed"]
    func bits(_ run: String) throws -> [[UInt64]] {
      let gauges = try NetCDFFile(path: folder.file("\(run)/gauges.nc"))
      let parameters = try NetCDFFile(path: folder.file("\(run)/parameters.nc"))
      return try variables.map { try RunResults.bits($0, gauges) }
        + ["roughness", "shade", "dispersion"].map { try RunResults.bits($0, parameters) }
    }
    let series = try bits("run")

    try Program.succeed(
      "evaluate", folder.file("run"), "--output", folder.file("again"), "--quiet")
    #expect(try folder.text("again/metrics.json") == before)
    #expect(try folder.text("again/weights.json") == folder.text("run/weights.json"))
    #expect(try bits("again") == series)
    #expect(folder.has("again/report.html") && folder.has("again/parameters.gpkg"))
    // In its own folder too.
    try Program.succeed("evaluate", folder.file("run"), "--quiet")
    #expect(try folder.text("run/metrics.json") == before)

    let weights = try folder.text("run/weights.json")
    func refused(_ message: String) throws {
      let outcome = try Program.run(["evaluate", folder.file("run")])
      #expect(outcome.status == 2 && outcome.message.contains(message), "\(outcome.message)")
      #expect(try folder.text("run/metrics.json") == before)
    }
    try folder.write(
      "run/config.yaml",
      folder.text("run/config.yaml").replacing("model: mlp", with: "model: constant"))
    try refused("the weights are not those of the run's configuration")
    try folder.write("run/weights.json", weights.replacing("counts", with: "amounts"))
    try refused("a file of the run cannot be understood")
    try FileManager.default.removeItem(atPath: folder.file("run/weights.json"))
    try refused("a file of the run is missing")
  }

  @Test func aRunHasAPage() throws {
    try prepareTruth()
    let config = try folder.write("train.yaml", inputs() + training)
    try Program.succeed("train", config, "--output", folder.file("joint"), "--quiet")
    let joint = try folder.text("joint/report.html")
    for words in [
      "temperature learned on a network", "before training", "The parameters it learned",
      "id=\"map-0\"", "id=\"map-0-shade\"", "id=\"law-0-shade\"", "id=\"temperature\"",
      "id=\"seasonal-error\"", "id=\"hydrograph\"", "id=\"training-0\"", "Where the water went",
      "How it was made", "groundwater_share:",
    ] {
      #expect(joint.contains(words), "\(words)")
    }
    #expect(joint.utf8.count < 2_000_000)

    // Temperature alone: nothing of discharge, and nothing of it missing.
    let alone = try folder.write(
      "alone.yaml",
      (inputs() + training).replacing("observations: {file: basin/observations.nc}\n", with: "")
        .replacing("discharge_weight: 0.5", with: "discharge_weight: 0"))
    try Program.succeed("train", alone, "--output", folder.file("alone"), "--quiet")
    try Program.succeed(
      "report", folder.file("alone"), "--output", folder.file("page.html"))
    let page = try folder.text("page.html")
    #expect(try page == folder.text("alone/report.html"))
    #expect(page.contains("id=\"temperature\"") && page.contains("id=\"training-0\""))
    for words in ["id=\"hydrograph-section\"", "Nothing was scored", "No water balance", "All gauges"] {
      #expect(!page.contains(words), "\(words)")
    }
  }

  @Test func whatIsMissingIsSaid() throws {
    try prepareTruth()
    func refused(_ name: String, _ text: String, _ message: String) throws {
      let config = try folder.write("\(name).yaml", text)
      let outcome = try Program.run(["train", config, "--output", folder.file(name)])
      #expect(outcome.status == 2, "\(name): \(outcome.message)")
      #expect(outcome.message.contains(message), "\(name): \(outcome.message)")
      #expect(!folder.has(name + "/config.yaml"))
    }
    let text = inputs() + training
    let weather = "meteorology: {file: basin/meteorology.nc}\n"
    try refused(
      "weather", text.replacing(weather, with: ""), "temperature needs the weather")
    try refused(
      "unit", inputs(meteorology: ", air_temperature: relative_humidity") + training,
      "the unit of air_temperature is not known")
    try refused(
      "observations",
      text.replacing("temperature_observations: {file: truth/water_temperature.nc}\n", with: ""),
      "there are no observations of it")
    try refused(
      "stations", text.replacing("temperature_gauges:", with: "output: {}\n#"),
      "no gauge has an observed temperature in the training period")
    try refused(
      "lag", text.replacing("shade: {model", with: "groundwater_lag: {model"),
      "the days of a trailing mean cannot be learned")
  }
}
