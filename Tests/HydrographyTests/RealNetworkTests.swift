import Hydrography
import RiverNetworks
import Testing

/// Networks as the field ships them.
@Suite struct RealNetworkTests {
  @Test(.needs("juniata/reaches.gpkg")) func juniata() throws {
    let dataset = try NetworkFile.read(path: SharedData.path("juniata/reaches.gpkg"))
    let network = dataset.network
    #expect(network.count == 213 && network.linkCount == 212 && network.isTree)
    #expect(network.outlets.map { network.ids[$0.position] } == [73_005_278])
    #expect(dataset.counts.headwaters == 107)
    #expect(dataset.counts.zeroSlopes == 3 && dataset.counts.negativeSlopes == 0)
    #expect(abs(network.lengths.reduce(0, +) - 1_683_832.0669) < 1e-3)
    #expect(dataset.fields.schema == "Thalweg")
    #expect(dataset.geometries?.count == 213 && dataset.counts.missingGeometries == 0)

    // The outlet's attributes stand in the outlet's row.
    let outlet = network.outlets[0].position
    #expect(dataset.gaugeIDs?[outlet] == "01567000" && dataset.gaugeIDs?.nullCount == 212)
    #expect(dataset.column("comid") == VectorColumn("comid", network.ids.map(Self.number)))
    #expect(dataset.column("slope") == VectorColumn("slope", network.slopes))
    let area = try #require(dataset.drainageAreas?[outlet])
    #expect(area == dataset.drainageAreas?.compactMap(\.self).max())
    #expect(area > 8_000e6 && area < 9_000e6)
    // The outlet's line ends at the gauge, longitude before latitude (WKB: the last 16 bytes).
    let line = try #require(dataset.geometries?[outlet])
    let end = Array(line.suffix(16)).withUnsafeBytes { bytes in
      (0..<2).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
    #expect(abs(end[0] + 77.129148) < 1e-6 && abs(end[1] - 40.478417) < 1e-6)
    // The file's own orders and distances, computed elsewhere, agree with the graph's.
    #expect(dataset.orders == NullableArray(network.strahlerOrders.map(Double.init)))
    guard case .reals(let distances)? = dataset.column("dist_to_outlet_m")?.values else {
      Issue.record("dist_to_outlet_m is missing")
      return
    }
    let differences = zip(network.distancesToOutlet, distances).map { abs($0 - $1!) }
    #expect(differences.max()! < 0.02)  // the file is rounded to a centimetre
  }

  private static func number(_ id: ReachID) -> Int64 {
    guard case .number(let number) = id else { return -1 }
    return number
  }

  @Test(.needs("juniata/reaches.gpkg"), arguments: ["gpkg", "geojson", "fgb", "shp"])
  func juniataRoundTrip(suffix: String) throws {
    let folder = try TemporaryFolder()
    let dataset = try NetworkFile.read(path: SharedData.path("juniata/reaches.gpkg"))
    let path = folder.file("reaches." + suffix)
    _ = try NetworkWriter(dataset).write(to: path)
    let back = try NetworkFile.read(path: path)
    #expect(back.network.ids == dataset.network.ids)
    #expect(back.network.lengths == dataset.network.lengths)
    #expect(back.geometries == dataset.geometries)
    #expect(back.gaugeIDs == dataset.gaugeIDs)
    if suffix != "shp" {
      #expect(back.network.slopes == dataset.network.slopes)
      #expect(
        back.columns.sorted { $0.name < $1.name }
          == dataset.columns.sorted { $0.name < $1.name })
    }
  }

  @Test(.needs("lower_colorado/lower_colorado.gpkg")) func lowerColoradoNeedsItsUnit() throws {
    let path = SharedData.path("lower_colorado/lower_colorado.gpkg")
    let error = try errorOfReading(path)
    expectMessage(error, names: ["unit of the length", path, "flowlines", "column:   Length"])
    let dataset = try NetworkFile.read(path: path, mapping: FieldMapping(lengthUnit: .metre))
    #expect(dataset.network.count == 11_248)
    #expect(dataset.network.outlets.map { dataset.network.ids[$0.position] } == [3_766_342])
    #expect(abs(dataset.network.lengths.reduce(0, +) - 38_896_371) < 1)
    #expect(dataset.gaugeIDs.map { $0.count - $0.nullCount } == 76)
  }

  @Test(.needs("drb_temperature/drb_network.gpkg")) func delawareLacksThreeSlopes() throws {
    let path = SharedData.path("drb_temperature/drb_network.gpkg")
    let error = try errorOfReading(path)
    expectMessage(error, names: [path, "column:   slope", "no value (NULL) in 3 of 459 reaches"])
  }
}
