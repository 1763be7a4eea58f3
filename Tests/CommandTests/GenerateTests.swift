import Foundation
import Hydrography
import RiverNetworks
import RiverSeries
import Testing

@Suite struct GenerateTests {
  @Test func aSeedGivesTheSameBasinAndAnotherSeedAnother() throws {
    let folder = try TemporaryFolder()
    for (name, seed) in [("a", "4"), ("b", "4"), ("c", "5")] {
      try Program.succeed(
        "generate", "--reaches", "30", "--years", "1", "--seed", seed, "--observation-noise", "0.1",
        "--roughness-scatter", "0.2", "--output", folder.file(name), "--quiet")
    }
    let names = [
      "attributes.nc", "lateral_inflow.nc", "observations.nc", "gauges.csv", "config.yaml",
    ]
    func data(_ run: String, _ name: String) -> Data? {
      FileManager.default.contents(atPath: folder.file("\(run)/\(name)"))
    }
    for name in names { #expect(data("a", name) == data("b", name), "\(name) differs") }
    #expect(data("a", "lateral_inflow.nc") != data("c", "lateral_inflow.nc"))
    let first = try NetworkFile.read(path: folder.file("a/reaches.gpkg"))
    let second = try NetworkFile.read(path: folder.file("b/reaches.gpkg"))
    let third = try NetworkFile.read(path: folder.file("c/reaches.gpkg"))
    #expect(first.columns == second.columns)
    #expect(first.columns != third.columns)
    #expect(first.network.count == 30)
  }

  @Test func theLawIsThatOfTheOptions() throws {
    let folder = try TemporaryFolder()
    try Program.succeed(
      "generate", "--reaches", "50", "--no-inflow", "--roughness-coefficient", "0.04",
      "--roughness-exponent", "-0.1", "--divergence-share", "0.1", "--output", folder.file("basin"),
      "--quiet")
    let data = try NetworkFile.read(path: folder.file("basin/reaches.gpkg"))
    #expect(data.counts.divergences > 0)
    #expect(data.fields.drainageArea == "drainage_area_km2")
    guard case .reals(let roughness)? = data.column("true_roughness")?.values else {
      Issue.record("no column true_roughness")
      return
    }
    let areas = try #require(data.drainageAreas)
    for reach in 0..<50 {
      let area = try #require(areas[reach]) / 1e6
      let expected = 0.04 * pow(area / 100, -0.1)
      #expect(abs(try #require(roughness[reach]) - expected) < 1e-12)
    }
    #expect(!folder.has("basin/lateral_inflow.nc"))
    #expect(!folder.has("basin/config.yaml"))
  }

  @Test func noiseHasTheSpreadAskedFor() throws {
    let folder = try TemporaryFolder()
    for (name, noise) in [("exact", "0"), ("noisy", "0.2")] {
      try Program.succeed(
        "generate", "--reaches", "20", "--years", "2", "--observation-noise", noise, "--output",
        folder.file(name), "--quiet")
    }
    let exact = try Observations(path: folder.file("exact/observations.nc"))
    let noisy = try Observations(path: folder.file("noisy/observations.nc"))
    let logarithms = zip(noisy.values, exact.values).map { log(Double($0) / Double($1)) }
    let mean = logarithms.reduce(0, +) / Double(logarithms.count)
    let variance =
      logarithms.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(logarithms.count)
    // About 2,900 values: five standard errors of the mean and of the deviation.
    #expect(abs(mean + 0.02) < 0.02)
    #expect(abs(variance.squareRoot() - 0.2) < 0.015)
  }

  @Test func aFolderWithFilesIsNotOverwrittenUnasked() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("precious.txt", "mine")
    let outcome = try Program.run(["generate", "--shape", "y", "--output", folder.path])
    #expect(outcome.status == 2)
    #expect(outcome.message.contains("--overwrite"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["precious.txt"])
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
  }

  @Test func aDateThatIsNoneIsRefused() throws {
    let folder = try TemporaryFolder()
    for date in ["1990-13-01", "1992-02-29"] {
      let outcome = try Program.run(
        ["generate", "--shape", "y", "--years", "1", "--start", date, "--output", folder.file("y")])
      #expect(outcome.status == 2)
      #expect(outcome.message.contains(date))
      #expect(!folder.has("y"))
    }
  }
}
