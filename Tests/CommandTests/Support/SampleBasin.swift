import Foundation
import RiverSeries
import Testing

/// A generated basin of 40 reaches and one year, and configurations that begin from its own.
final class SampleBasin {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Program.succeed(
      "generate", "--reaches", "40", "--seed", "5", "--years", "1", "--quiet", "--output",
      folder.file("basin"))
  }

  func file(_ name: String) -> String { folder.file("basin/" + name) }
  func output(_ name: String) -> String { folder.file(name) }

  /// The configuration with a few epochs, each text replaced by another.
  /// - Parameter added: sections at the end
  func configuration(
    _ name: String = "short", epochs: Int = 4, replacing: [(String, String)] = [],
    added: String = ""
  ) throws -> String {
    var text = try folder.text("basin/config.yaml")
    for (old, new) in [("epochs: 60", "epochs: \(epochs)")] + replacing {
      try #require(text.contains(old), "the configuration has no '\(old)'")
      text = text.replacingOccurrences(of: old, with: new)
    }
    return try folder.write("basin/\(name).yaml", text + added)
  }

  /// A copy of the inflow, changed.
  func inflow(
    _ name: String, units: String = "m3 s-1", reaches: (inout [ReachSeries]) -> Void
  ) throws {
    let file = try NetCDFFile(path: file("lateral_inflow.nc"))
    let axis = try TimeAxis(file.requiredVariable("time"), of: file)
    let ids = try file.integers(file.requiredVariable("feature_id"))
    let values = try file.floats(file.requiredVariable("lateral_inflow"))
    var series = ids.indices.map {
      ReachSeries(id: ids[$0], values: Array(values[($0 * axis.count)..<(($0 + 1) * axis.count)]))
    }
    reaches(&series)
    let variable = SeriesVariable("lateral_inflow", units: units, longName: "lateral inflow")
    let writer = try SeriesWriter(
      path: self.file(name), features: SeriesFeatures(ids: series.map { .number($0.id) }),
      axis: axis, variables: [variable],
      provenance: SeriesProvenance(title: "test", source: "test"), stepsPerWrite: axis.count)
    try writer.write(variable, times: 0..<axis.count, values: series.flatMap(\.values))
    try writer.commit()
  }

  struct ReachSeries {
    var id: Int64
    var values: [Float]
  }
}
