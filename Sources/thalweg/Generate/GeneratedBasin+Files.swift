import Foundation
import Hydrography
import RiverNetworks
import RiverSeries
import SyntheticRivers

extension GeneratedBasin {
  /// The reaches with lines, drainage area, order and true roughness.
  func writeNetwork(to path: String) throws {
    var lines = WKBGeometries()
    for line in self.lines { lines.append(line: line) }
    let writer = NetworkWriter(
      network: network,
      columns: [
        VectorColumn("drainage_area_km2", drainageAreas),
        VectorColumn("unit_area_km2", unitCatchments),
        VectorColumn("strahler_order", network.strahlerOrders.map { Int64($0) }),
        VectorColumn("true_roughness", roughness.values),
      ], geometries: lines, crs: "EPSG:4326")
    let lost = try writer.write(to: path, layer: "reaches")
    guard lost.isEmpty else {
      throw InputError(
        "the format cannot hold the network", file: path,
        found: lost.joined(separator: "; "), remedy: "use --format gpkg")
    }
  }

  /// Catchment attributes as `attributes.nc`, where the basin has them.
  func writeAttributes(to path: String, provenance: SeriesProvenance) throws {
    guard let attributes else { return }
    try ParameterFile(
      features: SeriesFeatures(ids: network.ids),
      fields: CatchmentAttribute.allCases.map { attribute in
        .init(
          SeriesVariable(attribute.rawValue, units: attribute.unit, longName: attribute.summary),
          values: attributes[attribute].map { Double($0) })
      }
    ).write(to: path, provenance: provenance)
  }

  /// The gauges' table: station, reach, drainage area and place.
  func gaugeTable(_ gauges: [ReachIndex]) -> String {
    var lines = ["station,reach_id,name,drainage_area_km2,longitude,latitude"]
    for gauge in gauges {
      let kind = network.links(outOf: gauge).isEmpty ? "outlet" : "tributary"
      let place = self.lines[gauge.position].last!
      lines.append(
        "\(station(of: gauge)),\(network.ids[gauge.position]),\(kind),"
          + "\(drainageAreas[gauge.position].digits(3)),\(place.x.digits(6)),\(place.y.digits(6))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
