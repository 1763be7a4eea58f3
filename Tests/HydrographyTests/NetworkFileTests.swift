import Hydrography
import RiverNetworks
import Testing

@Suite struct NetworkFileTests {
  @Test func readsAConfluenceInTopologicalOrder() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("r.geojson", GeoJSON.confluence)
    let dataset = try NetworkFile.read(path: path)
    let network = dataset.network
    #expect(network.count == 3 && network.linkCount == 2)
    #expect(network.ids.last == 30)
    #expect(network.lengths.last == 3000.5)
    #expect(dataset.layer == "reaches" && dataset.file == path && dataset.driver == "GeoJSON")
    #expect(dataset.counts.outlets == 1 && dataset.counts.headwaters == 2)
    #expect(dataset.counts.zeroSlopes == 1 && dataset.counts.negativeSlopes == 0)
    #expect(dataset.counts.missingGeometries == 0)
  }

  @Test func columnsAndGeometriesFollowTheNetworksOrder() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("r.geojson", GeoJSON.confluence)
    let dataset = try NetworkFile.read(path: path)
    let asWritten = try VectorFile(path: path).layer().read()
    let names: [ReachID: String?] = [30: "main", 10: nil, 20: "brook"]
    guard case .texts(let texts)? = dataset.column("NAME")?.values else {
      Issue.record("the attribute column is missing")
      return
    }
    for (position, id) in dataset.network.ids.enumerated() {
      #expect(texts[position] == names[id]!)
      #expect(
        dataset.geometries?[position].map(Array.init)
          == asWritten.geometries?[dataset.network.inputRows[position]].map(Array.init))
    }
    #expect(dataset.network.ids[2] == 30 && texts[2] == "main")
  }

  @Test func unitsAreConverted() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "r.geojson",
      GeoJSON.lines([
        #""HYRIV_ID": 1, "NEXT_DOWN": 0, "LENGTH_KM": 2.5, "sgr_dk_rav": 35, "UPLAND_SKM": 12.5"#
      ]))
    let dataset = try NetworkFile.read(path: path)
    #expect(dataset.network.lengths == [2500])
    #expect(dataset.network.slopes == [0.0035])
    #expect(dataset.drainageAreas == NullableArray([12_500_000]))
  }

  @Test func wholeNumbersStoredAsRealsAreExact() throws {
    let folder = try TemporaryFolder()
    // 250016837 printed with %g would be 2.50017e+08.
    let path = try folder.write(
      "r.geojson",
      GeoJSON.lines([
        #""id": 250016837.0, "toid": 250016838.0, "length_m": 10.5, "slope": 0.001"#,
        #""id": 250016838.0, "toid": null, "length_m": 10.5, "slope": 0.001"#,
        #""id": 9007199254740992.0, "toid": -9999.0, "length_m": 10.5, "slope": 0.001"#,
      ]))
    let network = try NetworkFile.read(path: path).network
    #expect(Set(network.ids) == [250_016_837, 250_016_838, 9_007_199_254_740_992])
    #expect(network.linkCount == 1)
  }

  @Test func textIdentifiersAreKept() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "r.geojson",
      GeoJSON.lines([
        #""id": "wb-1", "toid": " wb-2", "length_m": "10.5", "slope": "1e-3""#,
        #""id": "wb-2", "toid": "", "length_m": " 20 ", "slope": "0.002""#,
      ]))
    let network = try NetworkFile.read(path: path).network
    #expect(network.ids == ["wb-1", "wb-2"])
    #expect(network.lengths == [10.5, 20] && network.slopes == [0.001, 0.002])
    #expect(network.linkCount == 1)
  }

  @Test(arguments: ["0", "-1", "-9999", "null"])
  func theUsualCodesMeanNoDownstream(code: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "r.geojson",
      GeoJSON.lines([
        #""id": 1, "toid": 2, "length_m": 1, "slope": 1"#,
        #""id": 2, "toid": \#(code), "length_m": 1, "slope": 1"#,
      ]))
    let dataset = try NetworkFile.read(path: path)
    #expect(dataset.counts.outlets == 1 && dataset.counts.links == 1)
  }

  @Test func anExtractsLeavingLinksAreCountedWhenAllowed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "r.geojson",
      GeoJSON.lines([
        #""id": 1, "toid": 2, "length_m": 1, "slope": 1"#,
        #""id": 2, "toid": 99, "length_m": 1, "slope": 1"#,
      ]))
    var mapping = FieldMapping()
    mapping.unknownDownstream = .outlet
    let dataset = try NetworkFile.read(path: path, mapping: mapping)
    #expect(dataset.counts.linksLeavingFile == 1 && dataset.counts.outlets == 1)
  }

  @Test func aDivergenceIsReadFromLists() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "r.geojson",
      GeoJSON.lines([
        #""id": 1, "toid": "2, 3", "split_fraction": "0.75, 0.25", "length_m": 1, "slope": 1"#,
        #""id": 2, "toid": "4", "split_fraction": null, "length_m": 1, "slope": 1"#,
        #""id": 3, "toid": "4", "split_fraction": null, "length_m": 1, "slope": 1"#,
        #""id": 4, "toid": "0", "split_fraction": null, "length_m": 1, "slope": 1"#,
      ]))
    let dataset = try NetworkFile.read(path: path)
    let network = dataset.network
    let first = try #require(network.index(of: 1))
    #expect(dataset.counts.divergences == 1)
    let shares = Dictionary(
      uniqueKeysWithValues: network.links(outOf: first).map {
        (network.ids[$0.downstream.position], $0.fraction)
      })
    #expect(shares == [2: 0.75, 3: 0.25])
  }

  @Test func gaugesLoseTheirPaddingAndNothingElse() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "r.geojson",
      GeoJSON.lines([
        #""id": 1, "toid": 2, "length_m": 1, "slope": 1, "gages": "       01567000""#,
        #""id": 2, "toid": 0, "length_m": 1, "slope": 1, "gages": "               ""#,
      ]))
    let dataset = try NetworkFile.read(path: path)
    #expect(dataset.gaugeIDs == NullableArray(["01567000", nil], placeholder: ""))
  }

  @Test func theLayerOfReachesIsFoundAmongOthers() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("styled.gpkg")
    let dataset = try NetworkFile.read(path: folder.write("r.geojson", GeoJSON.confluence))
    // A second table, of styles, stands beside the reaches.
    _ = try NetworkWriter(dataset).write(to: path, layer: "reaches", style: "<qgis/>")
    #expect(try VectorFile(path: path).layerNames.count == 2)
    #expect(try NetworkFile.read(path: path).layer == "reaches")
  }
}
