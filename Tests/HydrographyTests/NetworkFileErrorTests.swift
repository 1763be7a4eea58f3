import Foundation
import Hydrography
import RiverNetworks
import Testing

/// Every fault of a file ends in a message that names file, layer, column, id and remedy.
@Suite struct NetworkFileErrorTests {
  private static func rows(_ rows: [String]) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    return (folder, try folder.write("broken.geojson", GeoJSON.lines(rows)))
  }

  private static let sound = #""id": 1, "toid": 0, "length_m": 5.5, "slope": 0.001"#

  @Test func missingFile() throws {
    let error = try errorOfReading("/nowhere/reaches.gpkg")
    expectMessage(error, names: ["does not exist", "/nowhere/reaches.gpkg"])
  }

  @Test func notAVectorFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("reaches.gpkg", "this is no database")
    expectMessage(try errorOfReading(path), names: ["vector data", path, "not recognized"])
  }

  @Test func wrongLayerListsThoseThereAre() throws {
    let (folder, path) = try Self.rows([Self.sound])
    defer { withExtendedLifetime(folder) {} }
    let error = try errorOfReading(path, layer: "reachs")
    expectMessage(
      error, names: ["no such layer", path, "layer:    reachs", "did you mean reaches?"])
    #expect(error.found == "reaches")
  }

  @Test func severalLayersMustBeNamed() throws {
    let folder = try TemporaryFolder()
    // A shapefile's folder is a file of several layers.
    for name in ["east", "west"] {
      _ = try VectorWriter(path: folder.file(name + ".shp")).write(
        VectorTable(columns: [VectorColumn("x", [Int64](arrayLiteral: 1))]))
    }
    let error = try errorOfReading(folder.path)
    expectMessage(error, names: ["several layers", folder.path, "east", "west"])
  }

  @Test func missingColumnNamesItsNeighbour() throws {
    let (folder, path) = try Self.rows([Self.sound])
    defer { withExtendedLifetime(folder) {} }
    let error = try errorOfReading(path, mapping: FieldMapping(slope: "slop"))
    expectMessage(
      error,
      names: [
        path, "layer:    reaches", "column:   slop", "columns id, toid, length_m, slope",
        "did you mean slope?",
      ])
  }

  @Test func unrecognisedColumnListsThoseThereAre() throws {
    let (folder, path) = try Self.rows([#""reach": 1, "below": 0, "length_m": 5.5, "slope": 1"#])
    defer { withExtendedLifetime(folder) {} }
    let error = try errorOfReading(path)
    expectMessage(
      error,
      names: [
        "reach id", path, "reaches", "columns reach, below, length_m, slope",
        "comid/downstream_comid",
      ])
  }

  @Test func noSlopeAtAll() throws {
    let (folder, path) = try Self.rows([#""HYRIV_ID": 1, "NEXT_DOWN": 0, "LENGTH_KM": 5.5"#])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path), names: ["no column for the slope", path, "HYRIV_ID"])
  }

  @Test func unknownUnit() throws {
    let (folder, path) = try Self.rows([#""link": 1, "to": 0, "Length": 5.5, "So": 0.001"#])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path), names: ["unit of the length", path, "column:   Length", "m, km"])
    let dataset = try NetworkFile.read(path: path, mapping: FieldMapping(lengthUnit: .metre))
    #expect(dataset.network.lengths == [5.5])
  }

  @Test func duplicateID() throws {
    let (folder, path) = try Self.rows([Self.sound, Self.sound])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: ["more than once", path, "layer:    reaches", "column:   id", "id:       1"])
  }

  @Test func danglingDownstream() throws {
    let (folder, path) = try Self.rows([
      Self.sound, #""id": 7, "toid": 99, "length_m": 5.5, "slope": 0.001"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: ["names no reach", path, "reaches", "column:   toid", "id:       7", "7 -> 99"])
  }

  @Test func selfLink() throws {
    let (folder, path) = try Self.rows([
      Self.sound, #""id": 7, "toid": 7, "length_m": 5.5, "slope": 0.001"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path), names: ["itself", path, "reaches", "column:   toid", "id:       7"])
  }

  @Test func cycle() throws {
    let (folder, path) = try Self.rows([
      Self.sound,
      #""id": 7, "toid": 8, "length_m": 5.5, "slope": 0.001"#,
      #""id": 8, "toid": 9, "length_m": 5.5, "slope": 0.001"#,
      #""id": 9, "toid": 7, "length_m": 5.5, "slope": 0.001"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    let error = try errorOfReading(path)
    expectMessage(error, names: ["circle", path, "reaches", "column:   toid"])
    #expect(["7 -> 8 -> 9", "8 -> 9 -> 7", "9 -> 7 -> 8"].contains(error.ids.joined()))
  }

  @Test(arguments: ["0", "-2.5"])
  func nonPositiveLength(length: String) throws {
    let (folder, path) = try Self.rows([
      Self.sound, #""id": 7, "toid": 1, "length_m": \#(length), "slope": 0.001"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: ["not a positive", path, "reaches", "column:   length_m", "id:       7"])
  }

  @Test(arguments: ["null", "-9999"])
  func missingLength(length: String) throws {
    let (folder, path) = try Self.rows([
      Self.sound, #""id": 7, "toid": 1, "length_m": \#(length), "slope": 0.001"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: [path, "column:   length_m", "id:       7", "no value", "1 of 2 reaches"])
  }

  @Test(arguments: [("null", "NULL"), ("-9998", "-9998"), ("-9999", "-9999"), ("NaN", "nan")])
  func missingSlope(slope: String, shown: String) throws {
    let (folder, path) = try Self.rows([
      Self.sound, #""id": 7, "toid": 1, "length_m": 5.5, "slope": \#(slope)"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: [
        "slope is not a number", path, "reaches", "column:   slope", "id:       7",
        "no value (\(shown)) in 1 of 2 reaches",
      ])
  }

  @Test func textWhereANumberBelongs() throws {
    let (folder, path) = try Self.rows([
      Self.sound, #""id": 7, "toid": 1, "length_m": 5.5, "slope": "steep""#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: ["not a number", path, "reaches", "column:   slope", "id:       7", "'steep'"])
  }

  @Test func missingID() throws {
    let (folder, path) = try Self.rows([
      Self.sound, #""id": null, "toid": 1, "length_m": 5.5, "slope": 0.001"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: ["no id", path, "reaches", "column:   id", "1 of 2 rows", "counted from 1: 2"])
  }

  @Test func fractionalID() throws {
    let (folder, path) = try Self.rows([#""id": 1.5, "toid": 0, "length_m": 5.5, "slope": 1"#])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path), names: ["whole number", path, "reaches", "column:   id", "1.5"])
  }

  @Test func aCodeThatIsAlsoAReach() throws {
    let (folder, path) = try Self.rows([
      #""id": 0, "toid": 0, "length_m": 5.5, "slope": 1"#,
      #""id": 7, "toid": 0, "length_m": 5.5, "slope": 1"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path), names: ["both", path, "reaches", "column:   toid", "outletIDs"])
  }

  @Test func divergenceWithoutFractions() throws {
    let (folder, path) = try Self.rows([
      #""id": 1, "toid": "2,3", "length_m": 5.5, "slope": 1"#,
      #""id": 2, "toid": "0", "length_m": 5.5, "slope": 1"#,
      #""id": 3, "toid": "0", "length_m": 5.5, "slope": 1"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: ["split fractions", path, "reaches", "column:   toid", "id:       1", "'2,3'"])
  }

  @Test func fractionsThatDoNotAddUp() throws {
    let (folder, path) = try Self.rows([
      #""id": 1, "toid": "2,3", "split_fraction": "0.5,0.4", "length_m": 5.5, "slope": 1"#,
      #""id": 2, "toid": "0", "length_m": 5.5, "slope": 1"#,
      #""id": 3, "toid": "0", "length_m": 5.5, "slope": 1"#,
    ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(
      try errorOfReading(path),
      names: ["do not add up", path, "reaches", "column:   split_fraction", "id:       1"])
  }

  @Test func emptyLayer() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("empty.gpkg")
    _ = try VectorWriter(path: path, layer: "reaches").write(
      VectorTable(columns: [
        VectorColumn("id", [Int64]()), VectorColumn("toid", [Int64]()),
        VectorColumn("length_m", [Double]()), VectorColumn("slope", [Double]()),
      ]))
    expectMessage(try errorOfReading(path), names: ["no reaches", path, "layer:    reaches"])
  }

  @Test func manyFaultsAreCounted() throws {
    let (folder, path) = try Self.rows(
      (1...40).map { #""id": \#($0), "toid": 0, "length_m": 5.5, "slope": null"# } + [
        #""id": 41, "toid": 0, "length_m": 5.5, "slope": 0.5"#
      ])
    defer { withExtendedLifetime(folder) {} }
    expectMessage(try errorOfReading(path), names: ["1, 2, 3", "(40 in all)", "40 of 41"])
  }
}
