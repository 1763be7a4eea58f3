import Foundation
import Hydrography
import RiverNetworks
import Testing

@Suite struct VectorFileTests {
  @Test func listsLayersAndFields() throws {
    let folder = try TemporaryFolder()
    let file = try VectorFile(path: folder.write("r.geojson", GeoJSON.confluence))
    #expect(file.driver == "GeoJSON")
    #expect(file.layerNames == ["reaches"])
    let layer = try file.layer()
    #expect(try layer.rowCount() == 3)
    #expect(layer.hasGeometry)
    #expect(layer.crs?.contains("WGS 84") == true)
    #expect(
      layer.fields.map(\.name) == ["id", "downstream_id", "length_m", "slope", "name"])
    #expect(layer.fields.map(\.kind) == [.integer, .integer, .real, .real, .text])
  }

  @Test func readsTypedColumnsWithNulls() throws {
    let folder = try TemporaryFolder()
    let table = try VectorFile(path: folder.write("r.geojson", GeoJSON.confluence))
      .layer().read()
    #expect(table.column("id") == VectorColumn("id", [Int64](arrayLiteral: 30, 10, 20)))
    #expect(table.column("length_m") == VectorColumn("length_m", [3000.5, 1000, 2000]))
    #expect(
      table.column("name") == VectorColumn("name", optional: ["main", nil, "brook"]))
    #expect(table.geometries?.count == 3)
    // ISO WKB of a line: byte order 1 (little endian), type 2, two points.
    #expect(table.geometries?[1]?.prefix(9) == [1, 2, 0, 0, 0, 2, 0, 0, 0])
  }

  @Test func readsOnlyWhatIsAskedFor() throws {
    let folder = try TemporaryFolder()
    let layer = try VectorFile(path: folder.write("r.geojson", GeoJSON.confluence)).layer()
    let table = try layer.read(columns: ["slope", "id"], geometry: false)
    #expect(table.columns.map(\.name) == ["slope", "id"])
    #expect(table.columns[0] == VectorColumn("slope", [0.001, 0.003, 0]))
    #expect(table.columns[1] == VectorColumn("id", [Int64](arrayLiteral: 30, 10, 20)))
    #expect(table.geometries == nil)
    // A second reading of the same layer starts anew and sees everything again.
    #expect(try layer.read().columns.count == 5)
    #expect(try layer.read().column("name")?.nullCount == 1)
  }

  @Test func identifiersBeyondInt32AndBooleansKeepTheirType() throws {
    let folder = try TemporaryFolder()
    let table = try VectorFile(
      path: folder.write(
        "r.geojson",
        GeoJSON.lines([
          #""id": 55000100012345, "dam": true"#, #""id": 9007199254740993, "dam": false"#,
        ]))
    ).layer().read()
    #expect(
      table.column("id")
        == VectorColumn("id", [Int64](arrayLiteral: 55_000_100_012_345, 9_007_199_254_740_993)))
    #expect(table.column("dam") == VectorColumn("dam", [true, false]))
  }

  @Test func anUnknownColumnIsNamedWithItsNeighbour() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("r.geojson", GeoJSON.confluence)
    let layer = try VectorFile(path: path).layer()
    let error = try #require(throws: InputError.self) {
      _ = try layer.read(columns: ["slop"])
    }
    expectMessage(error, names: [path, "reaches", "slop", "did you mean slope?"])
  }

  @Test func aColumnMayBeCalledLikeTheFormatsOwn() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("key.gpkg")
    let columns = [
      VectorColumn("fid", [Int64](arrayLiteral: 700, 800)), VectorColumn("geom", ["a", "b"]),
    ]
    _ = try VectorWriter(path: path).write(VectorTable(columns: columns))
    #expect(try VectorFile(path: path).layer().read().columns == columns)
  }

  private static let ogr2ogr = "/usr/bin/ogr2ogr"

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: ogr2ogr), "needs ogr2ogr (gdal-bin)"))
  func aNamedPrimaryKeyIsAColumn() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write(
      "r.geojson",
      GeoJSON.lines([
        #""comid": 71000005, "nextdownid": 71000009, "lengthkm": 1.5, "slope": 0.5"#,
        #""comid": 71000009, "nextdownid": 0, "lengthkm": 2.5, "slope": 0.25"#,
      ]))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.ogr2ogr)
    process.arguments = ["-lco", "FID=comid", folder.file("key.gpkg"), source]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let dataset = try NetworkFile.read(path: folder.file("key.gpkg"))
    #expect(dataset.network.ids == [71_000_005, 71_000_009])
    #expect(dataset.columns.map(\.name) == ["comid", "nextdownid", "lengthkm", "slope"])
    let layer = try VectorFile(path: folder.file("key.gpkg")).layer()
    let keys = try layer.read(columns: ["comid"], geometry: false).columns
    #expect(keys == [VectorColumn("comid", [Int64](arrayLiteral: 71_000_005, 71_000_009))])
  }

  @Test func layersAreFoundDespiteCaseAndDashes() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("h.gpkg")
    _ = try VectorWriter(path: path, layer: "flowpath_attributes").write(
      VectorTable(columns: [VectorColumn("id", ["wb-1"])]))
    let file = try VectorFile(path: path)
    #expect(try file.layer("Flowpath-Attributes").name == "flowpath_attributes")
  }

  @Test func gdalTextEndsUpInTheError() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("notes.txt", "the river is high today")
    let error = try #require(throws: InputError.self) { _ = try VectorFile(path: path) }
    #expect(error.found?.contains("not recognized") == true)
  }

  @Test func filesCanBeReadInParallel() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("r.geojson", GeoJSON.confluence)
    let missing = folder.file("missing.gpkg")
    let counts = await withTaskGroup(of: Int.self) { group in
      for task in 0..<16 {
        group.addTask {
          // Failures in other threads must not leak into this one's messages.
          if task % 2 == 0 { return (try? VectorFile(path: missing)) == nil ? 0 : -1 }
          return (try? VectorFile(path: path).layer().read().rowCount) ?? -1
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted()
    }
    #expect(counts == [Int](repeating: 0, count: 8) + [Int](repeating: 3, count: 8))
  }
}
