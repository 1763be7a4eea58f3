import Foundation
import RiverNetworks
import RiverSeries
import Testing

@Suite struct NetCDFWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ value: Double, to path: String, committing: Bool) throws {
    let writer = try NetCDFWriter(path: path)
    try writer.defineVariable("v", .double, [])
    try writer.write("v", doubles: [value])
    #expect(try folder.contents.contains { $0.hasSuffix(".partial") })
    if committing { try writer.commit() }
  }

  private func value(at path: String) throws -> [Double] {
    let file = try NetCDFFile(path: path)
    return try file.doubles(file.requiredVariable("v"))
  }

  @Test func appearsOnlyWhenComplete() throws {
    let path = folder.file("a.nc")
    try write(1, to: path, committing: false)
    #expect(try folder.contents == [])
    try write(2, to: path, committing: true)
    #expect(try folder.contents == ["a.nc"])
    #expect(try value(at: path) == [2])
  }

  @Test func failureLeavesTheOlderFile() throws {
    let path = folder.file("a.nc")
    try write(1, to: path, committing: true)
    try write(2, to: path, committing: false)
    #expect(try folder.contents == ["a.nc"])
    #expect(try value(at: path) == [1])
    try write(3, to: path, committing: true)
    #expect(try value(at: path) == [3])
  }

  @Test func aFolderInTheWayIsAnErrorAndNothingStays() throws {
    let path = folder.file("a.nc")
    try FileManager.default.createDirectory(
      atPath: path + "/inside", withIntermediateDirectories: true)
    #expect(throws: InputError.self) { try write(1, to: path, committing: true) }
    #expect(try folder.contents == ["a.nc"])
  }

  @Test func missingFolder() throws {
    let path = folder.file("no/a.nc")
    let error = #expect(throws: InputError.self) { try NetCDFWriter(path: path) }
    #expect(error?.file == path)
  }

  @Test func twoWritersOfOneNameDoNotMeet() throws {
    let path = folder.file("a.nc")
    let first = try NetCDFWriter(path: path)
    let second = try NetCDFWriter(path: path)
    for (writer, value) in [(first, 1.0), (second, 2.0)] {
      try writer.defineVariable("v", .double, [])
      try writer.write("v", doubles: [value])
    }
    try second.commit()
    #expect(try value(at: path) == [2])
    try first.commit()
    #expect(try value(at: path) == [1])
    #expect(try folder.contents == ["a.nc"])
  }

  @Test func tooLongATextIsRefused() throws {
    let writer = try NetCDFWriter(path: folder.file("a.nc"))
    try writer.defineDimension("x", length: 1)
    try writer.defineDimension("width", length: 3)
    try writer.defineVariable("v", .character, ["x", "width"])
    let error = #expect(throws: InputError.self) { try writer.write("v", texts: ["four"]) }
    #expect(error?.column == "v")
  }

  @Test func compressionIsSmaller() throws {
    var sizes: [Int] = []
    for isCompressed in [true, false] {
      let path = folder.file("\(isCompressed).nc")
      let writer = try NetCDFWriter(path: path)
      try writer.defineDimension("x", length: 100_000)
      try writer.defineVariable("v", .float, ["x"], chunks: [10_000], isCompressed: isCompressed)
      try writer.write("v", floats: (0..<100_000).map { Float($0 % 365) })
      try writer.commit()
      sizes.append(
        try #require(
          FileManager.default.attributesOfItem(atPath: path)[.size] as? Int))
    }
    #expect(sizes[0] * 4 < sizes[1])
  }
}
