import Foundation
import Hydrography
import RiverNetworks
import Testing

@Suite struct NetworkWriterTests {
  /// 55000100012345 and 20 join into 30; a gauge, a gap and every type of column.
  private static func writer() throws -> NetworkWriter {
    var builder = NetworkBuilder()
    builder.addReach(55_000_100_012_345, length: 1234.5, slope: 0.00260662403889)
    builder.addReach(20, length: 2000, slope: 0)
    builder.addReach(30, length: 93.125, slope: 0.001)
    builder.addLink(from: 55_000_100_012_345, to: 30)
    builder.addLink(from: 20, to: 30)
    let network = try builder.build()
    var geometries = WKBGeometries()
    for row in 0..<3 { geometries.append(line(from: Double(row))) }
    return NetworkWriter(
      network: network,
      columns: [
        VectorColumn("manning_n", optional: [0.03125, nil, 0.0625]),
        VectorColumn("level", [Int64](arrayLiteral: -1, 0, 9_007_199_254_740_993)),
        VectorColumn("gage_id", optional: [nil, "01567000", "Straße"]),
        VectorColumn("trained", optional: [true, false, nil]),
      ],
      geometries: geometries, crs: "EPSG:4326")
  }

  /// Little-endian WKB of a line of two points.
  private static func line(from x: Double) -> [UInt8] {
    var bytes: [UInt8] = [1, 2, 0, 0, 0, 2, 0, 0, 0]
    for coordinate in [x, 40.5, x + 1, 40.25] {
      withUnsafeBytes(of: coordinate.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  @Test(arguments: ["reaches.gpkg", "reaches.geojson", "reaches.fgb"])
  func roundTrip(name: String) throws {
    let folder = try TemporaryFolder()
    let writer = try Self.writer()
    #expect(try writer.write(to: folder.file(name)) == [])
    let back = try NetworkFile.read(path: folder.file(name))
    #expect(back.layer == "reaches")
    #expect(back.network.ids == writer.network.ids)
    #expect(back.network.lengths == writer.network.lengths)
    #expect(back.network.slopes == writer.network.slopes)
    #expect(back.network.links(into: ReachIndex(2)) == writer.network.links(into: ReachIndex(2)))
    for column in writer.columns { #expect(back.column(column.name) == column) }
    #expect(back.geometries == writer.geometries)
    #expect(back.crs?.contains("WGS 84") == true)
    #expect(try folder.contents == [name])
  }

  @Test func shapefileRoundTripSaysWhatItLoses() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("reaches.shp")
    let writer = try Self.writer()
    let warnings = try writer.write(to: path)
    #expect(warnings.contains { $0.contains("downstream_id") && $0.contains("10 characters") })
    #expect(warnings.contains { $0.contains("15 decimals") })
    let back = try NetworkFile.read(path: path)
    #expect(back.fields.downstreamID == "downstream")
    #expect(back.network.ids == writer.network.ids)
    #expect(back.network.lengths == writer.network.lengths)
    #expect(back.network.slopes == writer.network.slopes)
    #expect(back.column("gage_id") == writer.columns[2])
    #expect(back.column("level") == writer.columns[1])
    #expect(back.geometries == writer.geometries)
    #expect(
      try folder.contents
        == ["reaches.cpg", "reaches.dbf", "reaches.prj", "reaches.shp", "reaches.shx"])
  }

  @Test func withoutGeometryATableIsWritten() throws {
    let folder = try TemporaryFolder()
    var writer = try Self.writer()
    writer.geometries = nil
    writer.crs = nil
    #expect(try writer.write(to: folder.file("table.gpkg")) == [])
    let layer = try VectorFile(path: folder.file("table.gpkg")).layer()
    #expect(!layer.hasGeometry)
    let back = try NetworkFile.read(path: folder.file("table.gpkg"))
    #expect(back.geometries == nil && back.network.ids == writer.network.ids)
  }

  @Test func identifiersKeepTheirType() throws {
    let folder = try TemporaryFolder()
    _ = try Self.writer().write(to: folder.file("numbers.gpkg"))
    let numbers = try VectorFile(path: folder.file("numbers.gpkg")).layer()
    #expect(numbers.fields.prefix(2).map(\.kind) == [.integer, .integer])

    var builder = NetworkBuilder()
    builder.addReach("wb-1", length: 1, slope: 1)
    builder.addReach("00123", length: 1, slope: 1)
    builder.addReach(7, length: 1, slope: 1)
    builder.addLink(from: "wb-1", to: "00123")
    let network = try builder.build()
    _ = try NetworkWriter(network: network).write(to: folder.file("texts.gpkg"))
    let texts = try VectorFile(path: folder.file("texts.gpkg")).layer()
    #expect(texts.fields.prefix(2).map(\.kind) == [.text, .text])
    #expect(
      Set(try NetworkFile.read(path: folder.file("texts.gpkg")).network.ids)
        == ["wb-1", "00123", 7])
  }

  @Test func aDivergenceComesBack() throws {
    let folder = try TemporaryFolder()
    var builder = NetworkBuilder()
    for id in 1...4 { builder.addReach(.number(Int64(id)), length: 10, slope: 0.5) }
    builder.addLink(from: 1, to: 2, fraction: 0.7)
    builder.addLink(from: 1, to: 3, fraction: 0.3)
    builder.addLink(from: 2, to: 4)
    builder.addLink(from: 3, to: 4)
    let network = try builder.build()
    _ = try NetworkWriter(network: network).write(to: folder.file("d.gpkg"))
    let back = try NetworkFile.read(path: folder.file("d.gpkg")).network
    #expect(back.ids == network.ids)
    for reach in network.indices {
      #expect(back.links(outOf: reach) == network.links(outOf: reach))
    }
  }

  @Test func aReadDatasetKeepsItsNamesAndAttributes() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write(
      "merit.geojson",
      GeoJSON.lines([
        #""COMID": 5, "NextDownID": 6, "lengthkm": 2.5, "slope": 0.5, "up1": 0"#,
        #""COMID": 6, "NextDownID": 0, "lengthkm": 1.5, "slope": 0.25, "up1": 5"#,
      ]))
    var writer = NetworkWriter(try NetworkFile.read(path: source))
    writer.columns.append(VectorColumn("manning_n", [0.03, 0.04]))
    _ = try writer.write(to: folder.file("out.gpkg"))
    let back = try NetworkFile.read(path: folder.file("out.gpkg"))
    #expect(
      back.columns.map(\.name)
        == ["COMID", "NextDownID", "length_m", "slope", "lengthkm", "up1", "manning_n"])
    #expect(back.network.lengths == [2500, 1500])
    #expect(back.fields.schema == "MERIT-Basins")
  }

  @Test func aStyleIsStoredAsQGISStoresIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("styled.gpkg")
    let style = #"<!DOCTYPE qgis><qgis version="3.34"><renderer-v2 type="singleSymbol"/></qgis>"#
    _ = try Self.writer().write(to: path, layer: "parameters", style: style)
    let table = try VectorFile(path: path).layer("layer_styles").read()
    #expect(table.column("f_table_name") == VectorColumn("f_table_name", ["parameters"]))
    #expect(table.column("f_geometry_column") == VectorColumn("f_geometry_column", ["geom"]))
    #expect(table.column("styleQML") == VectorColumn("styleQML", [style]))
    #expect(table.column("useAsDefault") == VectorColumn("useAsDefault", [true]))
  }

  @Test func anOlderFileIsReplacedWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("r.gpkg")
    _ = try Self.writer().write(to: path)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    var broken = try Self.writer()
    broken.columns.append(VectorColumn("bad", [1, .infinity, 3]))
    #expect(throws: InputError.self) { _ = try broken.write(to: path) }
    var misplaced = try Self.writer()
    misplaced.crs = "no such system"
    #expect(throws: InputError.self) { _ = try misplaced.write(to: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(try folder.contents == ["r.gpkg"])

    var renewed = try Self.writer()
    renewed.columns = []
    _ = try renewed.write(to: path)
    #expect(try NetworkFile.read(path: path).columns.count == 4)
    #expect(try folder.contents == ["r.gpkg"])
  }

  @Test func linesAndMultiLinesAreWrittenTogether() throws {
    let folder = try TemporaryFolder()
    var writer = try Self.writer()
    var geometries = WKBGeometries()
    geometries.append(Self.line(from: 0))
    let multiLineOfOne: [UInt8] = [1, 5, 0, 0, 0, 1, 0, 0, 0]
    geometries.append(multiLineOfOne + Self.line(from: 1))
    geometries.appendNull()
    writer.geometries = geometries
    #expect(try writer.write(to: folder.file("mixed.gpkg")) == [])
    let back = try NetworkFile.read(path: folder.file("mixed.gpkg"))
    #expect(back.counts.missingGeometries == 1)
    #expect(back.geometries?[0].map(Array.init) == multiLineOfOne + Self.line(from: 0))
    #expect(back.geometries?[1].map(Array.init) == multiLineOfOne + Self.line(from: 1))
  }
}

@Suite struct NetworkWriterErrorTests {
  private static func network() throws -> RiverNetwork {
    var builder = NetworkBuilder()
    builder.addReach(1, length: 1, slope: 1)
    builder.addReach(2, length: 1, slope: 1)
    builder.addLink(from: 1, to: 2)
    return try builder.build()
  }

  private static func error(
    _ name: String, style: String? = nil, change: (inout NetworkWriter) -> Void = { _ in }
  ) throws -> InputError {
    let folder = try TemporaryFolder()
    var writer = NetworkWriter(network: try network())
    change(&writer)
    return try #require(throws: InputError.self) {
      _ = try writer.write(to: folder.file(name), style: style)
    }
  }

  @Test func unknownExtension() throws {
    expectMessage(try Self.error("r.xyz"), names: ["r.xyz", ".xyz", ".gpkg"])
  }

  @Test func notFinite() throws {
    let error = try Self.error("r.gpkg") {
      $0.columns = [VectorColumn("manning_n", [0.03, .nan])]
    }
    expectMessage(
      error, names: ["not finite", "r.gpkg", "layer:    r", "column:   manning_n", "row 2"])
  }

  @Test func columnOfAnotherLength() throws {
    let error = try Self.error("r.gpkg") { $0.columns = [VectorColumn("n", [0.03])] }
    expectMessage(error, names: ["r.gpkg", "column:   n", "1 rows", "2 rows"])
  }

  @Test func repeatedName() throws {
    let error = try Self.error("r.gpkg") { $0.columns = [VectorColumn("SLOPE", [1.0, 2.0])] }
    expectMessage(error, names: ["same name", "r.gpkg", "column:   SLOPE"])
  }

  @Test func theOutletsCodeIsAReach() throws {
    let error = try Self.error("r.gpkg") { $0.outletID = 2 }
    expectMessage(error, names: ["r.gpkg", "column:   downstream_id", "id:       2", "outletID"])
  }

  @Test func aStyleNeedsAGeoPackage() throws {
    let error = try Self.error("r.geojson", style: "<qgis/>")
    expectMessage(error, names: ["style", "r.geojson", ".gpkg"])
  }

  @Test func aTextTooLongForAShapefile() throws {
    let error = try Self.error("r.shp") {
      $0.columns = [VectorColumn("note", ["short", String(repeating: "x", count: 255)])]
    }
    expectMessage(error, names: ["too long", "r.shp", "column:   note", "row 2", "254"])
  }

  @Test func aFolderThatIsNotThere() throws {
    let writer = NetworkWriter(network: try Self.network())
    let error = try #require(throws: InputError.self) {
      _ = try writer.write(to: "/nowhere/at/all/r.gpkg")
    }
    expectMessage(error, names: ["/nowhere/at/all/r.gpkg", "existing folder"])
  }
}
