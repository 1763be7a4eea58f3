import Foundation
import Hydrography
import RiverNetworks
import Testing

@Suite struct GaugeMatchingTests {
  /// A brook (10, 4 km²) comes from the north into a river (20 above, 30 below, 90 and 100 km²)
  /// that flows east along 40° N; the confluence is at 77° W.
  private static let confluence = """
    {"type": "FeatureCollection", "name": "reaches", "features": [
    {"type": "Feature", "properties": {"id": 10, "downstream_id": 30, "length_m": 5000, \
    "slope": 0.01, "uparea_km2": 4}, "geometry": {"type": "LineString", "coordinates": \
    [[-77.0, 40.05], [-77.0, 40.0]]}},
    {"type": "Feature", "properties": {"id": 20, "downstream_id": 30, "length_m": 8000, \
    "slope": 0.001, "uparea_km2": 90}, "geometry": {"type": "LineString", "coordinates": \
    [[-77.1, 40.0], [-77.0, 40.0]]}},
    {"type": "Feature", "properties": {"id": 30, "downstream_id": 0, "length_m": 8000, \
    "slope": 0.001, "uparea_km2": 100}, "geometry": {"type": "LineString", "coordinates": \
    [[-77.0, 40.0], [-76.9, 40.0]]}}
    ]}
    """

  private func dataset() throws -> RiverDataset {
    let folder = try TemporaryFolder()
    return try NetworkFile.read(path: folder.write("reaches.geojson", Self.confluence))
  }

  private func match(
    _ longitude: Double?, _ latitude: Double?, area: Double? = nil, radius: Double = 2_000
  ) throws -> (match: GaugeMatch, id: ReachID?, candidate: ReachID?) {
    let dataset = try dataset()
    let gauge = GaugePoint(
      station: "01", longitude: longitude, latitude: latitude,
      drainageArea: area.map { $0 * 1e6 })
    let match = try GaugeMatching(radius: radius).matches(of: [gauge], in: dataset)[0]
    let ids = dataset.network.ids
    return (
      match, match.reach.map { ids[$0.position] },
      (match.candidate?.reach).map { ids[$0.position] }
    )
  }

  @Test func theAreaDecidesWhereReachesMeet() throws {
    // 50 m north of the confluence: the brook is nearest.
    let (x, y) = (-77.0, 40.00045)
    #expect(try match(x, y, area: 4).id == 10)
    #expect(try match(x, y, area: 91).id == 20)
    let main = try match(x, y, area: 99)
    #expect(main.id == 30 && main.match.status == .matched && main.match.candidateCount == 3)
    let ratio = try #require(main.match.candidate?.areaRatio)
    #expect(abs(ratio - 100.0 / 99) < 1e-12)
  }

  @Test func anotherAreaIsNotAccepted() throws {
    let found = try match(-77.0, 40.0, area: 5_000)
    #expect(found.match.status == .areaDiffers && found.id == nil && found.candidate == 30)
    // Reach 10 gathers all its 4 km² itself: a gauge that stands along it may have less, or little
    // more, than the ratios allow.
    let near = try match(-77.0, 40.01, area: 1, radius: 500)
    #expect(near.match.status == .matched && near.id == 10)
    #expect(try match(-77.0, 40.01, area: 9, radius: 500).match.status == .areaDiffers)
  }

  @Test func withoutAnAreaTheNearestIsTakenAndSaid() throws {
    let found = try match(-76.99, 40.001)
    #expect(found.match.status == .areaUnknown && found.id == 30)
    #expect(found.match.candidate?.areaRatio == nil)
  }

  @Test func distancesAreOnTheGlobe() throws {
    // WGS 84: 0.01 degree of the meridian at 40.055° N is 1110.36 m, of the parallel at 40.02° N
    // 853.69 m. The brook runs along a meridian, the shortest way between its ends.
    let north = try match(-77, 40.06, area: 4)
    let distance = try #require(north.match.candidate?.distance)
    #expect(abs(distance - 1110.36) < 0.05 && north.match.candidate?.measure == 0)
    let east = try match(-76.99, 40.02, area: 4)
    let beside = try #require(east.match.candidate?.distance)
    #expect(abs(beside - 853.69) < 0.05)
    let measure = try #require(east.match.candidate?.measure)
    #expect(abs(measure - 0.6) < 1e-4)
    // Out of reach of one radius, within another.
    #expect(try match(-77, 40.06, area: 4, radius: 1_110).match.status == .noReachNear)
    #expect(try match(-77, 40.06, area: 4, radius: 1_111).match.status == .matched)
  }

  @Test func whatHasNoPlaceIsTold() throws {
    #expect(try match(nil, 40).match.status == .noCoordinates)
    #expect(try match(-77, 140).match.status == .noCoordinates)
    #expect(try match(.nan, 40).match.status == .noCoordinates)
    let far = try match(100, -40, area: 100)
    #expect(far.match.status == .noReachNear && far.match.candidate == nil)
    #expect(throws: InputError.self) { _ = try GaugeMatching(radius: 0) }
  }

  @Test func aNetworkWithoutLinesOrReferenceIsRefused() throws {
    let gauge = GaugePoint(station: "01", longitude: -77, latitude: 40)
    var builder = [VectorColumn]()
    builder.append(VectorColumn("n", [0.05]))
    let bare = try NetworkDraft(
      source: "table", schema: "test", ids: [1], downstreamIDs: [nil], lengths: [100],
      slopes: [0.01], columns: builder
    ).dataset()
    let error = #expect(throws: InputError.self) {
      _ = try GaugeMatching().matches(of: [gauge], in: bare)
    }
    #expect(error?.problem == "the network has no geometry")
  }

  /// The network in degrees, and in metres of an Albers projection.
  @Test(
    .needs("newhope/new_hope.gpkg"), .needs("newhope/new_hope_albers.gpkg"),
    arguments: ["newhope/new_hope.gpkg", "newhope/new_hope_albers.gpkg"])
  func gaugesOfNewHopeStandOnTheirReaches(name: String) throws {
    let dataset = try NetworkFile.read(
      path: SharedData.path(name), policies: NetworkPolicies(missingSlopes: .floor(1e-3)))
    let table = try VectorFile(path: SharedData.path("newhope/new_hope.gpkg")).layer("Gage")
      .read(columns: ["SOURCE_FEA", "FLComID"])
    guard case .integers(let reaches)? = table.column("FLComID")?.values,
      case .texts(let stations)? = table.column("SOURCE_FEA")?.values,
      let geometries = table.geometries
    else {
      Issue.record("the layer Gage has other columns")
      return
    }
    // Its points lie on the lines: their coordinates are the last 16 bytes of a WKB point.
    let gauges = stations.indices.map { row in
      let xy = Array(geometries[row]!.suffix(16)).withUnsafeBytes { bytes in
        (0..<2).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
      }
      return GaugePoint(station: stations[row]!, longitude: xy[0], latitude: xy[1])
    }
    let matches = try GaugeMatching(radius: 20).matches(of: gauges, in: dataset)
    var known = 0
    for (row, match) in matches.enumerated() {
      guard dataset.network.index(of: .number(reaches[row]!)) != nil else {
        #expect(match.status == .noReachNear)
        continue
      }
      known += 1
      #expect(match.reach.map { dataset.network.ids[$0.position] } == .number(reaches[row]!))
      #expect(match.candidate.map { $0.distance < 1 } == true)
    }
    #expect(known == 13)
  }
}
