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

  @Test(.needs("lower_colorado/lower_colorado.gpkg")) func lowerColorado() throws {
    let path = SharedData.path("lower_colorado/lower_colorado.gpkg")
    let dataset = try NetworkFile.read(path: path)
    #expect(dataset.fields.schema == "RouteLink" && dataset.fields.lengthUnit == .metre)
    #expect(dataset.network.count == 11_248 && dataset.network.isTree)
    #expect(dataset.network.outlets.map { dataset.network.ids[$0.position] } == [3_766_342])
    #expect(abs(dataset.network.lengths.reduce(0, +) - 38_896_371) < 1)
    #expect(dataset.gaugeIDs.map { $0.count - $0.nullCount } == 76)

    let check = NetworkCheck(try NetworkFile.draft(path: path))
    #expect(check.isClean)
    #expect(check.counts.outlets == 1 && check.counts.components == 1)
    #expect(check.counts.longestPath == 649 && check.counts.confluences[3] == 7)
    #expect(check.issue(.slopeAtFloor)?.count == 1_255)
    #expect(check.issue(.shortReach)?.count == 572)
    #expect(check.issue(.geometryGap) == nil && check.issue(.geometryReversed) == nil)
  }

  @Test(.needs("newhope/new_hope.gpkg")) func newHope() throws {
    let path = SharedData.path("newhope/new_hope.gpkg")
    let check = NetworkCheck(try NetworkFile.draft(path: path))
    #expect(check.schema == "NHDPlus V2" && check.layer == "NHDFlowline_Network")
    let counts = check.counts
    #expect(counts.reaches == 746 && counts.links == 831 && counts.outlets == 1)
    #expect(counts.divergences == 83 && counts.dividingReaches == 85)
    #expect(counts.headwaters == 144 && counts.components == 1)
    #expect(counts.confluences == [2: 227, 3: 1])
    #expect(counts.leftOut == ["NHDFlowline_NonNetwork": 10])
    #expect(abs(counts.totalLength - 577_400) < 100)
    #expect(check.issues.filter { $0.severity == .fault }.map(\.kind) == [.missingSlope])
    #expect(check.issue(.missingSlope)?.count == 13)
    #expect(check.issue(.slopeAtFloor)?.count == 190)
    #expect(check.issue(.leavesFile)?.ids == [8_897_784])
    #expect(check.issue(.geometryGap) == nil && check.issue(.geometryReversed) == nil)
    #expect(check.issue(.areaFallsDownstream) == nil && check.issue(.isolatedReach) == nil)

    expectMessage(
      try errorOfReading(path),
      names: [path, "NHDFlowline_Network", "column:   SLOPE", "(-9998) in 13 of 746 reaches"])
    let dataset = try NetworkFile.read(
      path: path, policies: NetworkPolicies(missingSlopes: .medianOfNeighbours))
    #expect(dataset.network.count == 746 && dataset.network.linkCount == 831)
    #expect(dataset.counts.filledSlopes == 13 && dataset.filledSlopes.count == 13)
    #expect(dataset.counts.divergences == 83 && dataset.split == .equal)
    #expect(dataset.counts.splitFallbacks == 0 && dataset.counts.linksLeavingFile == 1)
    #expect(dataset.network.slopes.allSatisfy { $0 > 0 })
    // Equal shares: what enters leaves.
    let outlet = try #require(dataset.network.outlets.first)
    let passed = dataset.network.accumulatedDownstream([Double](repeating: 1, count: 746))
    #expect(abs(passed[outlet.position] - 746) < 1e-9)
  }

  @Test(.needs("newhope/new_hope.gpkg")) func newHopeByItsDivergencePolicies() throws {
    let path = SharedData.path("newhope/new_hope.gpkg")
    func read(_ split: SplitPolicy) throws -> RiverDataset {
      try NetworkFile.read(
        path: path, policies: NetworkPolicies(missingSlopes: .floor(1e-5), split: split))
    }
    let main = try read(.mainPath)
    #expect(main.network.isTree && main.network.linkCount == 745)
    #expect(main.counts.minorLinksLeftOut == 86 && main.counts.splitFallbacks == 0)
    // No water enters a minor path from a divergence.
    let flags = try #require(main.column("Divergence"))
    guard case .integers(let flag) = flags.values else {
      Issue.record("Divergence is not an integer column")
      return
    }
    for reach in main.network.indices where flag[reach.position] == 2 {
      #expect(main.network.links(into: reach).isEmpty)
    }
    let tenth = try read(.divergenceFlag(minorShare: 0.1))
    #expect(tenth.network.linkCount == 831 && tenth.counts.splitFallbacks == 0)
    let fractions = Set(tenth.network.indices.flatMap { reach in
      tenth.network.links(outOf: reach).map(\.fraction)
    })
    #expect(fractions == [1, 0.9, 0.1, 0.05])
    let area = try read(.drainageArea)
    #expect(area.network.linkCount == 831)
    let error = try #require(throws: InputError.self) { _ = try read(.width) }
    expectMessage(error, names: [path, "no width", "COMID"])
  }

  @Test(.needs("newhope/new_hope_albers.gpkg")) func newHopeWithoutAnySlope() throws {
    let path = SharedData.path("newhope/new_hope_albers.gpkg")
    expectMessage(try errorOfReading(path), names: [path, "no column for the slope"])
    let dataset = try NetworkFile.read(
      path: path, policies: NetworkPolicies(missingSlopes: .floor(1e-3)))
    #expect(dataset.network.linkCount == 831 && dataset.counts.filledSlopes == 746)
    #expect(Set(dataset.network.slopes) == [1e-3])
    #expect(throws: InputError.self) {
      _ = try NetworkFile.read(
        path: path, policies: NetworkPolicies(missingSlopes: .medianOfNeighbours))
    }
  }

  @Test(.needs("newhope/new_hope.gpkg")) func newHopeBySequenceNumbers() throws {
    let mapping: FieldMapping = {
      var mapping = FieldMapping()
      mapping.sequence = "Hydroseq"
      mapping.downstreamSequence = "DnHydroseq"
      mapping.minorDownstreamSequence = "DnMinorHyd"
      return mapping
    }()
    let draft = try NetworkFile.draft(
      path: SharedData.path("newhope/new_hope.gpkg"), mapping: mapping)
    // The one division into three has no column for its third branch.
    #expect(NetworkCheck(draft).counts.links == 829)
    #expect(draft.rowsLeavingFile.count == 1)
  }

  @Test(.needs("nhdplus_more/sample_natseamless.gpkg")) func natseamless() throws {
    let path = SharedData.path("nhdplus_more/sample_natseamless.gpkg")
    let check = NetworkCheck(try NetworkFile.draft(path: path))
    #expect(check.counts.reaches == 267 && check.counts.links == 278)
    #expect(check.counts.divergences == 12 && check.counts.headwaters == 79)
    #expect(check.issue(.missingSlope)?.count == 1)
    #expect(check.issue(.slopeAtFloor)?.count == 102)
    #expect(check.counts.leftOut["NHDFlowline_NonNetwork"] == 49)
    // XYZM geometries are understood: all 278 links meet.
    #expect(check.issue(.geometryGap) == nil && check.issue(.geometryReversed) == nil)
    let dataset = try NetworkFile.read(
      path: path, policies: NetworkPolicies(missingSlopes: .medianOfNeighbours))
    #expect(dataset.network.count == 267 && dataset.geometries?.nullCount == 0)
  }

  @Test(.needs("nhdplus_more/coastal_example.gpkg")) func coastal() throws {
    let path = SharedData.path("nhdplus_more/coastal_example.gpkg")
    let check = NetworkCheck(try NetworkFile.draft(path: path))
    #expect(check.schema == "NHDPlus V2")
    #expect(check.counts.leftOut == ["Coastline": 37])
    #expect(check.counts.reaches == 535 && check.counts.links == 513)
    #expect(check.counts.divergences == 6 && check.counts.outlets == 29)
    #expect(check.counts.confluences[3] == 2)
    #expect(check.issue(.missingSlope)?.count == 535)
    let dataset = try NetworkFile.read(
      path: path, policies: NetworkPolicies(missingSlopes: .floor(1e-4)))
    #expect(dataset.counts.leftOutFeatures == 37 && dataset.counts.linksLeavingFile == 29)
    // The file's rows are told although coastlines stand between.
    let layer = try VectorFile(path: path).layer()
    let comids = try #require(try layer.read(columns: ["COMID"], geometry: false).columns.first)
    #expect(
      dataset.column("COMID") == comids.reordered(by: dataset.fileRows))
  }

  @Test(.needs("nhdplus_more/walker.gpkg")) func walker() throws {
    let path = SharedData.path("nhdplus_more/walker.gpkg")
    let dataset = try NetworkFile.read(path: path)
    #expect(dataset.network.count == 62 && dataset.network.isTree && dataset.split == nil)
    #expect(dataset.counts.outlets == 1 && dataset.counts.headwaters == 26)
    let check = NetworkCheck(dataset)
    #expect(check.isClean && check.counts.leftOut == ["NHDFlowline_NonNetwork": 3])
    // The file's own Strahler orders agree with the graph's.
    #expect(dataset.orders == NullableArray(dataset.network.strahlerOrders.map(Double.init)))
  }

  @Test(.needs("hydrofabric/hy_network.gpkg")) func hydrofabric() throws {
    let dataset = try NetworkFile.read(path: SharedData.path("hydrofabric/hy_network.gpkg"))
    #expect(dataset.fields.schema == "NextGen hydrofabric" && dataset.layer == "flowpaths")
    let network = dataset.network
    #expect(network.count == 5 && network.linkCount == 4 && network.isTree)
    #expect(network.outlets.map { network.ids[$0.position] } == ["wb-4"])
    let upstream = network.links(into: network.outlets[0]).map { network.ids[$0.upstream.position] }
    #expect(Set(upstream) == ["wb-3", "wb-5"])
    let first = try #require(network.index(of: "wb-1"))
    #expect(network.slopes[first.position] == 0.0013052)  // So, not slope_percent
    #expect(abs(network.lengths[first.position] - 1_218.26236181127) < 1e-9)
    #expect(dataset.column("TopWdthCC") != nil && dataset.counts.linksLeavingFile == 0)
  }

  @Test(.needs("hydrofabric/gauge_01069700.gpkg")) func hydrofabricWithAGauge() throws {
    let dataset = try NetworkFile.read(path: SharedData.path("hydrofabric/gauge_01069700.gpkg"))
    let network = dataset.network
    #expect(network.ids == ["wb-10245", "wb-10236", "wb-10237"] && network.linkCount == 2)
    #expect(dataset.gaugeIDs == NullableArray([nil, nil, "01069700"], placeholder: ""))
    #expect(dataset.drainageAreas?[2].map { abs($0 - 26.8452026408141e6) < 1 } == true)
    #expect(NetworkCheck(dataset).isClean)
  }

  @Test(.needs("drb_temperature/drb_network.gpkg")) func delawareLacksThreeSlopes() throws {
    let path = SharedData.path("drb_temperature/drb_network.gpkg")
    let error = try errorOfReading(path)
    expectMessage(error, names: [path, "column:   slope", "no value (NULL) in 3 of 459 reaches"])
    let dataset = try NetworkFile.read(
      path: path, policies: NetworkPolicies(missingSlopes: .medianOfNeighbours))
    #expect(dataset.network.count == 459 && dataset.counts.outlets == 7)
    #expect(dataset.counts.filledSlopes == 3)
  }

  @Test(.needs("drb_temperature/drb_reaches.csv")) func delawareAsATable() throws {
    let check = NetworkCheck(
      try NetworkFile.draft(path: SharedData.path("drb_temperature/drb_reaches.csv")))
    #expect(check.counts.reaches == 459 && check.counts.outlets == 7)
    #expect(check.issue(.missingSlope)?.count == 3)
  }

  @Test(
    .needs("newhope/new_hope.gpkg"),
    arguments: [
      ("newhope/new_hope.gpkg", "COMID"), ("hydrofabric/hy_network.gpkg", "id"),
      ("nhdplus_more/sample_natseamless.gpkg", "COMID"),
    ])
  func whatWasReadIsWrittenAndReadBack(name: String, id: String) throws {
    let folder = try TemporaryFolder()
    let dataset = try NetworkFile.read(
      path: SharedData.path(name), policies: NetworkPolicies(missingSlopes: .medianOfNeighbours))
    let path = folder.file("back.gpkg")
    _ = try NetworkWriter(dataset).write(to: path)
    let back = try NetworkFile.read(path: path)
    #expect(back.network.ids == dataset.network.ids)
    #expect(back.network.slopes == dataset.network.slopes)
    for reach in dataset.network.indices {
      #expect(back.network.links(outOf: reach) == dataset.network.links(outOf: reach))
    }
  }
}
