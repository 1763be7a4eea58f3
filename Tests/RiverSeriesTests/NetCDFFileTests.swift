import Foundation
import RiverNetworks
import RiverSeries
import Testing

@Suite struct NetCDFFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func describesItself() throws {
    let path = folder.file("a.nc")
    let writer = try NetCDFWriter(path: path)
    try writer.defineDimension("x", length: 3)
    try writer.defineDimension("t", length: nil)
    try writer.defineVariable(
      "v", .double, ["x", "t"],
      attributes: [
        .init("units", " m "), .init("flags", .integers([1, 2])), .init("range", .numbers([0.5])),
        .init("words", .texts(["a", "bc"])),
      ], chunks: [3, 2])
    try writer.setAttribute(.init("title", "ein Fluß"))
    try writer.write("v", doubles: [1, 2, 3, 4, 5, 6], start: [0, 0], count: [3, 2])
    try writer.commit()

    let file = try NetCDFFile(path: path)
    #expect(file.attribute("title") == .text("ein Fluß"))
    #expect(file.dimension("t")?.isUnlimited == true)
    #expect(file.dimension("t")?.length == 2)
    let variable = try file.requiredVariable("v")
    #expect(variable.type == .double)
    #expect(variable.dimensions == ["x", "t"])
    #expect(variable.shape == [3, 2])
    #expect(variable.chunks == [3, 2])
    #expect(variable.units == "m")
    #expect(variable.attribute("flags") == .integers([1, 2]))
    #expect(variable.attribute("range") == .numbers([0.5]))
    #expect(variable.attribute("words") == .texts(["a", "bc"]))
    #expect(try file.doubles(variable, start: [1, 0], count: [2, 1]) == [3, 5])
    #expect(try file.floats(variable) == [1, 2, 3, 4, 5, 6])
  }

  @Test func missingFileAndOtherFormats() throws {
    let missing = #expect(throws: InputError.self) { try NetCDFFile(path: folder.file("no.nc")) }
    #expect(missing?.file == folder.file("no.nc"))
    #expect(missing?.found?.contains("No such file") == true)
    let path = folder.file("text.nc")
    try "not NetCDF".write(toFile: path, atomically: true, encoding: .utf8)
    let other = #expect(throws: InputError.self) { try NetCDFFile(path: path) }
    #expect(other?.found?.hasPrefix("NetCDF: ") == true)
  }

  @Test func missingVariableListsTheOthers() throws {
    let path = folder.file("a.nc")
    try SeriesFixture(identifiers: .integers([1]), times: [0, 1], values: [1, 2]).write(to: path)
    let error = #expect(throws: InputError.self) {
      try NetCDFFile(path: path).requiredVariable("flow")
    }
    #expect(error?.found == "variables time, comid, Qr")
  }

  @Test func readBeyondTheEndCarriesTheLibrarysText() throws {
    let path = folder.file("a.nc")
    try SeriesFixture(identifiers: .integers([1]), times: [0, 1], values: [1, 2]).write(to: path)
    let file = try NetCDFFile(path: path)
    let variable = try file.requiredVariable("Qr")
    let error = #expect(throws: InputError.self) {
      try file.doubles(variable, start: [0, 0], count: [1, 3])
    }
    #expect(error?.column == "Qr")
    #expect(error?.found?.hasPrefix("NetCDF: ") == true)
  }

  @Test func packedAndMissingValues() throws {
    let path = folder.file("a.nc")
    let writer = try NetCDFWriter(path: path)
    try writer.defineDimension("x", length: 4)
    try writer.defineVariable(
      "packed", .short, ["x"],
      attributes: [
        .init("scale_factor", .numbers([0.01])), .init("add_offset", .numbers([5])),
        .init("_FillValue", .integers([-1])), .init("missing_value", .integers([-2])),
      ])
    try writer.defineVariable("plain", .float, ["x"])
    try writer.defineVariable(
      "coded", .float, ["x"], attributes: [.init("missing_value", .numbers([-9_999]))])
    try writer.defineVariable(
      "unsigned", .byte, ["x"], attributes: [.init("_Unsigned", "true")])
    try writer.write("packed", integers: [-1, -2, 0, 250])
    try writer.write("plain", floats: [1, 2], start: [1], count: [2])
    try writer.write("coded", floats: [-9_999, .nan, -9_998, 0])
    try writer.commit()

    let file = try NetCDFFile(path: path)
    let packed = try file.doubles(file.requiredVariable("packed"))
    #expect(packed[0].isNaN && packed[1].isNaN)
    #expect(packed[2] == 5)
    #expect(packed[3] == 250 * 0.01 + 5)
    #expect(try file.floats(file.requiredVariable("packed"))[3] == 7.5)
    #expect(throws: InputError.self) { try file.integers(file.requiredVariable("packed")) }
    let plain = try file.floats(file.requiredVariable("plain"))
    #expect(plain[0].isNaN && plain[3].isNaN, "never written: the library's own fill value")
    #expect(plain[1...2] == [1, 2])
    let coded = try file.floats(file.requiredVariable("coded"))
    #expect(coded[0].isNaN && coded[1].isNaN)
    #expect(coded[2...3] == [-9_998, 0])
    let unsigned = try file.requiredVariable("unsigned")
    #expect(throws: InputError.self) { try file.doubles(unsigned) }
  }

  @Test func textsLoseTheirPadding() throws {
    let path = folder.file("a.nc")
    let writer = try NetCDFWriter(path: path)
    try writer.defineDimension("x", length: 3)
    try writer.defineDimension("width", length: 6)
    try writer.defineVariable("characters", .character, ["x", "width"])
    try writer.defineVariable("strings", .string, ["x"])
    let texts = ["  0156", "wb-2  ", ""]
    try writer.write("characters", texts: texts)
    try writer.write("strings", texts: texts)
    try writer.commit()
    let file = try NetCDFFile(path: path)
    #expect(try file.texts(file.requiredVariable("characters")) == ["0156", "wb-2", ""])
    #expect(try file.texts(file.requiredVariable("strings")) == ["0156", "wb-2", ""])
    #expect(throws: InputError.self) { try file.doubles(file.requiredVariable("strings")) }
  }

  @Test func severalThreadsReadOneFile() async throws {
    let path = folder.file("a.nc")
    let count = 2_000
    try SeriesFixture(
      identifiers: .integers([1, 2]), times: (0..<Int64(count)).map { $0 },
      values: (0..<(2 * count)).map(Double.init)
    ).write(to: path)
    let file = try NetCDFFile(path: path)
    let variable = try file.requiredVariable("Qr")
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<16 {
        group.addTask {
          try (0..<50).allSatisfy { turn in
            let first = (task * 50 + turn) % count
            return try file.doubles(variable, start: [1, first], count: [1, 1])
              == [Double(count + first)]
          }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}
