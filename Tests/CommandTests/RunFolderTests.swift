import Foundation
import Testing

/// What a trained run's folder holds.
@Suite struct RunFolderTests {
  /// Scores that every gauge has in every period.
  static let scores = [
    "nse", "kge", "rmse", "bias", "log_nse", "fhv", "flv", "peak_timing_error", "days",
  ]

  private func trained() throws -> (SampleBasin, JSONValue) {
    let basin = try SampleBasin()
    let outcome = try Program.succeed(
      "train", basin.configuration(), "--output", basin.output("run"), "--quiet", "--json")
    let written = try JSONValue(file: basin.output("run/metrics.json"))
    #expect(try JSONValue(outcome.output) == written)
    #expect(outcome.message.isEmpty)
    return (basin, written)
  }

  @Test func theFilesAreThereAndNoOthersAreLeft() throws {
    let (basin, _) = try trained()
    let names = [
      "config.yaml", "manifest.json", "log.txt", "metrics.json", "metrics.csv", "gauges.nc",
      "parameters.gpkg", "parameters.nc", "checkpoints/latest.json", "weights.json",
    ]
    for name in names { #expect(basin.folder.has("run/" + name), "\(name) is missing") }
    let all = try FileManager.default.subpathsOfDirectory(atPath: basin.output("run"))
    #expect(all.filter { $0.contains("partial") || $0.hasSuffix("-journal") } == [])
  }

  @Test func metricsHaveTheKeysThatArePromised() throws {
    let (basin, metrics) = try trained()
    let stations = try basin.folder.text("basin/gauges.csv").split(separator: "\n").dropFirst()
      .map { String($0.prefix { $0 != "," }) }
    #expect(stations.count == 4)
    let groups = ["gauges", "baselines.sum_of_inflows", "baselines.best_constant_delay",
      "baselines.uniform_roughness"]
    for group in groups {
      for station in stations {
        for period in ["train", "validation", "test"] {
          for score in Self.scores {
            let path = "\(group).\(station).\(period).\(score)"
            #expect(metrics[path]?.number != nil, "\(path) is missing")
          }
        }
      }
    }
    let numbers = [
      "timing.train_seconds", "timing.evaluate_seconds", "water_balance.inflow_m3",
      "water_balance.outflow_m3", "water_balance.storage_change_m3",
      "water_balance.made_by_limiters_m3", "water_balance.relative_residual",
      "roughness_area_law.coefficient", "roughness_area_law.exponent",
    ]
    for path in numbers {
      #expect(metrics[path]?.number != nil, "\(path) is missing")
    }
    let interval = try #require(metrics["roughness_area_law.exponent_interval"]?.list)
      .compactMap(\.number)
    #expect(interval.count == 2 && interval[0] <= interval[1])
    let hours = try #require(metrics["baselines.best_constant_delay.hours"]?.object)
    #expect(Set(hours.keys) == Set(stations))
    #expect(hours.values.allSatisfy { $0.number != nil })
  }

  @Test func theTableHoldsTheSameScores() throws {
    let (basin, metrics) = try trained()
    let rows = try basin.folder.text("run/metrics.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let column = try #require(rows[0].firstIndex(of: "nse"))
    // Four models, four gauges, train, fit, validation and test.
    #expect(rows.count == 1 + 4 * 4 * 4)
    for row in rows where row[0] == "thalweg" {
      let value = try #require(metrics["gauges.\(row[1]).\(row[2]).nse"]?.number)
      #expect(value == Double(row[column]))
    }
  }

  @Test func theManifestFingerprintsTheInputs() throws {
    let (basin, _) = try trained()
    let manifest = try JSONValue(file: basin.output("run/manifest.json"))
    let files = try #require(manifest["inputs"]?.list).compactMap { $0["file"]?.text }
    #expect(
      Set(files.map { ($0 as NSString).lastPathComponent })
        == ["reaches.gpkg", "gauges.csv", "attributes.nc", "lateral_inflow.nc", "observations.nc"])
    let prints = try #require(manifest["inputs"]?.list).compactMap { $0["xxh64"]?.text }
    #expect(prints.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{16}/) != nil })
    #expect(Set(prints).count == 5)
    #expect(manifest["seed"] == .number(1))
    #expect(manifest["command"]?.list?.contains(.text("train")) == true)
  }
}
