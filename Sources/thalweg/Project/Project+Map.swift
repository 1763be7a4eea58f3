import Hydrography
import RiverNetworks

extension Project {
  /// Columns that every run's map has: drainage area, mean flow, order, and whether a gauge lies
  /// below.
  func mapColumns(meanFlows: [Double], seen: [Bool]) -> [VectorColumn] {
    var columns: [VectorColumn] = []
    if areas.contains(where: { $0 > 0 }) {
      columns.append(
        VectorColumn("drainage_area_km2", optional: areas.map { $0.isNaN ? nil : $0 }))
    }
    columns.append(VectorColumn("mean_flow_m3s", meanFlows))
    columns.append(VectorColumn("strahler_order", network.strahlerOrders.map { Int64($0) }))
    columns.append(VectorColumn("gauge_below", seen))
    return columns
  }

  /// Writes the network with a run's columns as a GeoPackage; the file's own columns of the same
  /// names give way.
  /// - Returns: what the format could not hold
  func writeMap(_ added: [VectorColumn], style: String?, to path: String) throws -> [String] {
    let always = [
      "drainage_area_km2", "mean_flow_m3s", "gauge_below", "constrained", "at_bound",
      "strahler_order",
    ]
    let taken = Set(added.map(\.name) + always)
    var writer = NetworkWriter(dataset)
    let kept = writer.columns
      .filter { !taken.contains($0.name.lowercased()) }
      .map { $0.reordered(by: datasetRows) }
    writer.network = network
    writer.columns = kept + added
    writer.geometries = dataset.geometries?.reordered(by: datasetRows)
    return try writer.write(to: path, layer: "reaches", style: style)
  }

  /// Mean lateral inflow of some days, gathered downstream, m³ s⁻¹.
  func meanFlows(days: Range<Int>) -> [Double] {
    let perDay = max(1, Int(86_400 / inflowAxis.step))
    let values = days.lowerBound * perDay..<days.upperBound * perDay
    // Of several ranks each knows the inflow of its own share.
    let means = (ranks?.share.own ?? 0..<network.count).map { reach in
      values.reduce(0.0) { $0 + Double(inflow.value(reach: reach, $1)) } / Double(values.count)
    }
    return network.accumulatedDownstream(ranks?.communicator.gathered(means) ?? means)
  }
}
