import Hydrography
import RiverNetworks
import SyntheticRivers

/// A network with one fault, as a GeoJSON file without geometry.
struct FaultyNetworkFile {
  let network: BrokenNetwork

  var name: String { "\(network.fault.rawValue).geojson" }

  func write(to folder: String) throws {
    let rows = network.rows
    /// JSON has no infinity: a number that is not one stands as text.
    func numbers(_ name: String, _ values: [Double]) -> VectorColumn {
      values.contains { $0.isInfinite }
        ? VectorColumn(name, values.map { "\($0)" })
        : VectorColumn(name, optional: values.map { $0.isNaN ? nil : $0 })
    }
    let table = VectorTable(columns: [
      VectorColumn("id", rows.map(\.id)),
      VectorColumn("downstream_id", rows.map(\.downstream)),
      numbers("length_m", rows.map(\.length)),
      numbers("slope", rows.map(\.slope)),
    ])
    _ = try VectorWriter(path: folder + "/" + name, layer: "reaches").write(table)
  }
}
