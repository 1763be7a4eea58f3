import Foundation
import RiverNetworks
import RiverSeries

/// `runoff.nc`: simulated (and observed) runoff of catchments, mm per day.
struct RunoffFile {
  let axis: TimeAxis
  let ids: [ReachID]
  /// `[catchment][day]`, NaN where there is none.
  let simulated: [[Double]]
  var observed: [[Double]]?

  func write(to path: String, title: String) throws {
    let simulated = SeriesVariable(
      "runoff", units: "mm day-1", longName: "simulated runoff", cellMethods: "time: mean")
    let known = SeriesVariable(
      "observed", units: "mm day-1", longName: "observed runoff", cellMethods: "time: mean")
    let writer = try SeriesWriter(
      path: path, features: SeriesFeatures(ids: ids, longName: "catchment"), axis: axis,
      variables: [simulated] + (observed == nil ? [] : [known]),
      provenance: SeriesProvenance(
        title: title, source: "Thalweg \(Version.current)",
        history: CommandLine.arguments.joined(separator: " ")), stepsPerWrite: axis.count)
    try writer.write(
      simulated, times: 0..<axis.count, values: self.simulated.flatMap { $0.map { Float($0) } })
    if let observed {
      try writer.write(
        known, times: 0..<axis.count, values: observed.flatMap { $0.map { Float($0) } })
    }
    try writer.commit()
  }
}
