import Foundation
import RiverSeries
import Testing

/// Temperature on the Delaware: the network of 1979 and 1980, and four gauges.
@Suite(
  .enabled(
    if: FileManager.default.fileExists(atPath: delaware),
    "needs ../shared/data/drb_temperature (or THALWEG_SHARED)"))
struct TemperatureTests {
  private func configuration(
    _ folder: TemporaryFolder, air: String = "[air_temperature_max, air_temperature_min]",
    missing: String = "nearest"
  ) throws -> String {
    try folder.write(
      "network.yaml",
      """
      network:
        {file: \(delaware)/prms_segments.csv, id: segment, downstream: tosegment,
         length: length_m, length_unit: m, slope: slope, slope_unit: m/m}
      inflow: {file: \(delaware)/drb_forcing_1979_1980.nc, variable: lateral_inflow, ids: segment}
      processes: [discharge, temperature]
      meteorology:
        file: \(delaware)/drb_forcing_1979_1980.nc
        ids: segment
        air_temperature: \(air)
        missing: \(missing)
      output: {reaches: all, dates: 1979-06-01..1979-08-31}
      """)
  }

  @Test func aSummerOfTheWholeNetwork() throws {
    let folder = try TemporaryFolder()
    let config = try configuration(folder)
    for (name, threads) in [("one", "1"), ("two", "2")] {
      try Program.succeed(
        "route", config, "--output", folder.file(name), "--threads", threads, "--quiet")
    }
    let file = try NetCDFFile(path: folder.file("one/water_temperature.nc"))
    let variable = try file.requiredVariable("water_temperature")
    #expect(variable.units == "degree_Celsius")
    let bits = try RunResults.bits("water_temperature", file)
    let other = try NetCDFFile(path: folder.file("two/water_temperature.nc"))
    #expect(try RunResults.bits("water_temperature", other) == bits)
    let values = bits.map { Double(bitPattern: $0) }
    #expect(values.count == 456 * 92)
    #expect(values.allSatisfy { $0 >= 0 && $0 < 40 })
    let mean = values.reduce(0, +) / Double(values.count)
    #expect(mean > 15 && mean < 25)
    let summary = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: folder.file("one/simulation.json"))))
    let heat = try #require((summary as? [String: Any])?["temperature"] as? [String: Any])
    let residual = try #require(heat["relative_residual"] as? Double)
    // Single precision.
    #expect(abs(residual) < 1e-4)

    try Program.succeed("report", folder.file("one"))
    let page = try folder.text("one/report.html")
    for words in [
      "<h2>Water temperature</h2>", "the network has no lines", "names no observed temperatures",
    ] {
      #expect(page.contains(words), "\(words)")
    }
  }

  @Test func wrongUnitsAndGapsAreRefused() throws {
    let folder = try TemporaryFolder()
    let unit = try Program.run([
      "route", configuration(folder, air: "relative_humidity"), "--output", folder.file("unit"),
    ])
    #expect(unit.status == 2)
    #expect(unit.message.contains("the unit of air_temperature is not known"))
    let gaps = try Program.run([
      "route", configuration(folder, missing: "refuse"), "--output", folder.file("gaps"),
    ])
    #expect(gaps.status == 2)
    #expect(gaps.message.contains("reaches have missing weather"))
  }

  /// The regressions that any model must beat, as published for these data.
  @Test func baselinesOfTheGauges() throws {
    let folder = try TemporaryFolder()
    let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Examples/04-temperature/gauges.yaml")
    let text = try String(contentsOf: example, encoding: .utf8)
      .replacingOccurrences(of: "../../../shared/data/drb_temperature", with: delaware)
      .replacingOccurrences(of: "training:\n", with: "training:\n  iterations: 40\n")
    let config = try folder.write("gauges.yaml", text)
    try Program.succeed("train", config, "--output", folder.file("run"), "--quiet")
    let page = try folder.text("run/report.html")
    for words in ["Error by month", "lagged air and sine of the year", "id=\"seasonal-error\""] {
      #expect(page.contains(words), "\(words)")
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("run/metrics.json")))
    let results = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    let published = [
      "lagged_air": [2.55, 0.74, 0.80, 0.81], "lagged_air_and_season": [2.50, 0.71, 0.74, 0.72],
      "season": [2.68, 1.87, 1.87, 1.94],
    ]
    for (index, result) in results.enumerated() {
      let scores = try #require(result["test"] as? [String: [String: Double]])
      for (name, values) in published {
        let found = try #require(scores[name]?["rmse"])
        #expect(abs(found - values[index]) < 0.006, "\(name), \(result["station"] ?? "")")
      }
      let learned = try #require(scores["learned"]?["rmse"])
      #expect(learned < [2.8, 1.0, 1.0, 1.0][index])
    }
  }
}

private let delaware =
  (ProcessInfo.processInfo.environment["THALWEG_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared").path) + "/data/drb_temperature"
