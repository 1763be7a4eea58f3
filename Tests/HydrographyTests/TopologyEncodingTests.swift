import Hydrography
import RiverNetworks
import Testing

/// One small network told in every way: 1 divides into 2 and 3, which join into 4.
@Suite struct TopologyEncodingTests {
  private static func read(
    _ rows: [String], mapping: FieldMapping = FieldMapping(),
    policies: NetworkPolicies = NetworkPolicies()
  ) throws -> RiverDataset {
    let folder = try TemporaryFolder()
    let path = try folder.write("reaches.geojson", GeoJSON.lines(rows))
    return try NetworkFile.read(path: path, mapping: mapping, policies: policies)
  }

  private static func links(_ dataset: RiverDataset) -> [String: Double] {
    let network = dataset.network
    return Dictionary(
      uniqueKeysWithValues: network.indices.flatMap { reach in
        network.links(outOf: reach).map { link in
          ("\(network.ids[link.upstream.position])-\(network.ids[link.downstream.position])",
            link.fraction)
        }
      })
  }

  private static let nodes = [
    #""comid": 1, "fromnode": 10.0, "tonode": 20.0, "lengthkm": 1, "slope": 0.1, "divergence": 0"#,
    #""comid": 2, "fromnode": 20.0, "tonode": 30.0, "lengthkm": 1, "slope": 0.1, "divergence": 1"#,
    #""comid": 3, "fromnode": 20.0, "tonode": 30.0, "lengthkm": 1, "slope": 0.1, "divergence": 2"#,
    #""comid": 4, "fromnode": 30.0, "tonode": 40.0, "lengthkm": 1, "slope": 0.1, "divergence": 0"#,
  ]

  @Test func nodes() throws {
    let dataset = try Self.read(Self.nodes)
    #expect(Self.links(dataset) == ["1-2": 0.5, "1-3": 0.5, "2-4": 1, "3-4": 1])
    #expect(dataset.split == .equal && dataset.counts.divergences == 1)
    #expect(dataset.notes == ["divergences: 1, split equal"])
    let main = try Self.read(Self.nodes, policies: NetworkPolicies(split: .mainPath))
    #expect(Self.links(main) == ["1-2": 1, "2-4": 1, "3-4": 1])
    #expect(main.counts.minorLinksLeftOut == 1)
    let flag = try Self.read(
      Self.nodes, policies: NetworkPolicies(split: .divergenceFlag(minorShare: 0.25)))
    #expect(Self.links(flag) == ["1-2": 0.75, "1-3": 0.25, "2-4": 1, "3-4": 1])
    let error = try #require(throws: InputError.self) {
      _ = try Self.read(
        Self.nodes, policies: NetworkPolicies(split: .divergenceFlag(minorShare: 1.5)))
    }
    expectMessage(error, names: ["not a fraction", "1.5", "reaches"])
  }

  @Test func sequenceNumbers() throws {
    func row(_ id: Int, _ own: Int, _ down: Int, _ minor: Int) -> String {
      #""comid": \#(id), "hydroseq": \#(own), "dnhydroseq": \#(down), "dnminorhyd": \#(minor), "#
        + #""lengthkm": 1, "slope": 0.1"#
    }
    let dataset = try Self.read([
      row(1, 400, 300, 200), row(2, 300, 100, 0), row(3, 200, 100, 0), row(4, 100, 50, 0),
    ])
    #expect(Self.links(dataset) == ["1-2": 0.5, "1-3": 0.5, "2-4": 1, "3-4": 1])
    #expect(dataset.counts.linksLeavingFile == 1 && dataset.counts.outlets == 1)
  }

  @Test func edgesThroughNexusPoints() throws {
    let folder = try TemporaryFolder()
    // A shapefile's folder is a file of several layers.
    func table(_ name: String, _ columns: [VectorColumn]) throws {
      _ = try VectorWriter(path: folder.file(name + ".shp")).write(VectorTable(columns: columns))
    }
    try table("flowpaths", [
      VectorColumn("id", ["wb-1", "wb-2", "wb-4", "wb-9"]),
      VectorColumn("lengthkm", [1.0, 2, 4, 9]),
      VectorColumn("divide_id", ["cat-1", "cat-2", "cat-4", "cat-9"]),
      VectorColumn("toid", ["nex-4", "nex-4", "tnx-7", "nex-99"]),
    ])
    try table("nexus", [
      VectorColumn("id", ["nex-4"]), VectorColumn("toid", ["wb-4"]),
    ])
    try table("flowpath_attributes", [
      VectorColumn("link", ["wb-4", "wb-2", "wb-1", "wb-1"]),
      VectorColumn("So", [0.5, 0.25, 0.125, 7]),
    ])
    let draft = try NetworkFile.draft(path: folder.path)
    #expect(draft.layer == "flowpaths" && draft.fields.schema == "NextGen hydrofabric")
    #expect(draft.warnings.contains { $0.contains("1 rows repeat an id") })
    #expect(draft.warnings.contains { $0.contains("1 of 4 reaches have no row") })
    #expect(draft.rowsLeavingFile.map { draft.ids[$0] } == ["wb-9"])
    let dataset = try draft.dataset(NetworkPolicies(missingSlopes: .floor(0.001)))
    #expect(Self.links(dataset) == ["wb-1-wb-4": 1, "wb-2-wb-4": 1])
    #expect(dataset.filledSlopes == ["wb-9"])
    let network = dataset.network
    #expect(network.slopes[network.index(of: "wb-1")!.position] == 0.125)
  }

  @Test func widthsShareTheWater() throws {
    func row(_ id: Int, _ from: Int, _ to: Int, _ width: String) -> String {
      #""global_id": \#(id), "upstream_node_id": \#(from), "downstream_node_id": \#(to), "#
        + #""width_adjusted": \#(width), "length_m": 5, "slope": 0.1, "is_mainstem": 1"#
    }
    let rows = [row(1, 1, 2, "40"), row(2, 2, 3, "30"), row(3, 2, 3, "10"), row(4, 3, 4, "40")]
    let dataset = try Self.read(rows)
    #expect(dataset.fields.schema == "GRIT")
    #expect(Self.links(dataset) == ["1-2": 0.75, "1-3": 0.25, "2-4": 1, "3-4": 1])
    // A branch without a width: equal shares, and said.
    let gap = try Self.read([rows[0], row(2, 2, 3, "null"), rows[2], rows[3]])
    #expect(Self.links(gap)["1-2"] == 0.5 && gap.counts.splitFallbacks == 1)
    #expect(gap.notes.contains { $0.contains("1 without data") })
  }

  @Test func listedIdentifiersNeedAPolicyOrFractions() throws {
    let rows = [
      #""id": 1, "toid": "2,3", "length_m": 5.5, "slope": 1"#,
      #""id": 2, "toid": "4", "length_m": 5.5, "slope": 1"#,
      #""id": 3, "toid": "4", "length_m": 5.5, "slope": 1"#,
      #""id": 4, "toid": null, "length_m": 5.5, "slope": 1"#,
    ]
    #expect(throws: InputError.self) { _ = try Self.read(rows) }
    let dataset = try Self.read(rows, policies: NetworkPolicies(split: .equal))
    #expect(Self.links(dataset) == ["1-2": 0.5, "1-3": 0.5, "2-4": 1, "3-4": 1])
  }

  @Test func coastlinesAndFeaturesWithoutNodesAreLeftOut() throws {
    let dataset = try Self.read(
      Self.nodes.map { $0 + #", "ftype": "StreamRiver""# } + [
        #""comid": 5, "fromnode": 40, "tonode": 41, "lengthkm": 1, "ftype": "coastline""#,
        #""comid": 6, "fromnode": null, "tonode": null, "lengthkm": 1, "ftype": "X""#,
      ])
    #expect(dataset.network.count == 4 && dataset.counts.leftOutFeatures == 2)
    #expect(dataset.leftOut.map(\.kind) == ["coastline", "no nodes"])
  }

  @Test func aTableWithoutHeaderIsRAPIDs() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("rapid_connect.csv", "10,30,0,0,0\n20,30,0,0,0\n30,0,2,10,20\n")
    let draft = try NetworkFile.draft(path: path)
    #expect(draft.fields.schema == "river connectivity")
    let check = NetworkCheck(draft)
    #expect(check.counts.reaches == 3 && check.counts.links == 2 && check.counts.outlets == 1)
    #expect(check.issues.map(\.kind) == [.missingLength, .missingSlope])
  }

  @Test func plainColumnsMakeANetwork() throws {
    let draft = NetworkDraft(
      source: "RouteLink.nc", schema: "RouteLink", ids: [30, 10, 20], downstreamIDs: [0, 30, 30],
      lengths: [3, 1, 2], slopes: [0.1, .nan, 0.3], gaugeIDs: ["", "  01567000", ""],
      columns: [VectorColumn("n", [0.05, 0.06, 0.06])])
    expectMessage(
      try #require(throws: InputError.self) { _ = try draft.dataset() },
      names: ["RouteLink.nc", "1 of 3 reaches", "id:       10"])
    let dataset = try draft.dataset(NetworkPolicies(missingSlopes: .medianOfNeighbours))
    #expect(dataset.network.linkCount == 2 && dataset.filledSlopes == [10])
    let place = try #require(dataset.network.index(of: 10)).position
    #expect(dataset.network.slopes[place] == 0.1 && dataset.gaugeIDs?[place] == "01567000")
    #expect(dataset.column("n").map(\.count) == 3)
  }
}
