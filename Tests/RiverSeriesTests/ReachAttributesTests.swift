import RiverNetworks
import RiverSeries
import Testing

@Suite struct ReachAttributesTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("attributes.nc") }

  init() throws {
    folder = try TemporaryFolder()
    let writer = try NetCDFWriter(path: folder.file("attributes.nc"))
    try writer.defineDimension("comid", length: 3)
    try writer.defineDimension("width", length: 2)
    try writer.defineVariable("comid", .int64, ["comid"])
    try writer.defineVariable(
      "slope", .double, ["comid"], attributes: [.init("units", "degree")])
    try writer.defineVariable(
      "soil", .short, ["comid"],
      attributes: [.init("scale_factor", .numbers([0.1])), .init("_FillValue", .integers([-1]))])
    try writer.defineVariable("name", .string, ["comid"])
    try writer.defineVariable("table", .double, ["comid", "width"])
    try writer.write("comid", integers: [5, 6, 7])
    try writer.write("slope", doubles: [1, .nan, 3])
    try writer.write("soil", integers: [10, -1, -1])
    try writer.commit()
  }

  @Test func numbersJoinAndGapsAreCounted() throws {
    let attributes = try ReachAttributes(path: path, network: chain([7, 6]))
    #expect(attributes.names == ["slope", "soil"])
    #expect(attributes.units == ["degree", nil])
    #expect(attributes.missingCounts == [1, 2])
    #expect(attributes.extraCount == 1)
    let slope = try #require(attributes["slope"])
    #expect(slope.first == 3)
    #expect(slope.last?.isNaN == true)
    #expect(attributes["soil"]?.allSatisfy(\.isNaN) == true)
    #expect(attributes["height"] == nil)
  }

  @Test func namesChooseAndOrder() throws {
    let attributes = try ReachAttributes(path: path, names: ["soil"], network: chain([5]))
    #expect(attributes.names == ["soil"])
    #expect(attributes.values == [10 * 0.1])
  }

  @Test(arguments: ["name", "table", "height"])
  func otherVariablesAreRefused(name: String) throws {
    let error = #expect(throws: InputError.self) {
      try ReachAttributes(path: path, names: ["slope", name], network: chain([5]))
    }
    #expect(error?.column == name)
  }

  @Test func missingReachesAreNamed() throws {
    let error = #expect(throws: InputError.self) {
      try ReachAttributes(path: path, network: chain([5, 8]))
    }
    #expect(error?.ids == ["8"])
  }
}
