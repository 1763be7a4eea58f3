import Foundation
import Testing

/// The program as it was built beside the tests, run as a process.
struct NetworkProgram {
  private let path: String

  struct Outcome {
    var status: Int32
    var output: String
    var errors: String

    func json() throws -> [String: Any] {
      let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
      return try #require(object as? [String: Any])
    }
  }

  private struct NotBuilt: Error, CustomStringConvertible {
    let description = "the program is not beside the tests: build it with `swift build`"
  }

  init() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let folders = [beside, package.appendingPathComponent(".build/debug")]
    let programs = folders.map { $0.appendingPathComponent("thalweg").path }
    guard let found = programs.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      throw NotBuilt()
    }
    path = found
  }

  func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  func run(_ arguments: [String]) throws -> Outcome {
    let folder = try ScratchFolder()
    for name in ["output", "errors"] { _ = try folder.write(name, "") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle(forWritingAtPath: folder.file("output"))
    process.standardError = FileHandle(forWritingAtPath: folder.file("errors"))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try folder.text("output"),
      errors: try folder.text("errors"))
  }
}

/// A folder for one test, removed when the test lets go of it.
final class ScratchFolder {
  private let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/network-commands-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: file(name))), as: UTF8.self)
  }
}

/// A small NetCDF file in the classic format, without compression or unlimited dimensions.
///
/// Source: NetCDF Classic Format Specification, OGC 10-092r3.
struct ClassicNetCDF {
  enum Values {
    case integers([Int32])
    case floats([Float])
  }

  struct Variable {
    var name: String
    var dimensions: [String]
    var values: Values
    var units: String?

    init(_ name: String, _ dimensions: [String], _ values: Values, units: String? = nil) {
      self.name = name
      self.dimensions = dimensions
      self.values = values
      self.units = units
    }

    var bytes: [UInt8] {
      switch values {
      case .integers(let values): values.flatMap { ClassicNetCDF.bytes(UInt32(bitPattern: $0)) }
      case .floats(let values): values.flatMap { ClassicNetCDF.bytes($0.bitPattern) }
      }
    }
    /// NC_INT or NC_FLOAT.
    var type: UInt32 { if case .integers = values { 4 } else { 5 } }
  }

  var dimensions: [(name: String, length: Int)]
  var variables: [Variable]

  // Tags of the lists, and the type of text.
  private static let dimensionTag: UInt32 = 0x0A
  private static let variableTag: UInt32 = 0x0B
  private static let attributeTag: UInt32 = 0x0C
  private static let text: UInt32 = 2

  fileprivate static func bytes(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  private static func name(_ text: String) -> [UInt8] {
    let characters = Array(text.utf8)
    return bytes(UInt32(characters.count)) + characters
      + [UInt8](repeating: 0, count: (4 - characters.count % 4) % 4)
  }

  private func header(offsets: [Int]) -> [UInt8] {
    var bytes = Array("CDF".utf8) + [1] + Self.bytes(0)
    bytes += Self.bytes(Self.dimensionTag) + Self.bytes(UInt32(dimensions.count))
    for dimension in dimensions {
      bytes += Self.name(dimension.name) + Self.bytes(UInt32(dimension.length))
    }
    bytes += Self.bytes(0) + Self.bytes(0)
    bytes += Self.bytes(Self.variableTag) + Self.bytes(UInt32(variables.count))
    for (place, variable) in variables.enumerated() {
      bytes += Self.name(variable.name) + Self.bytes(UInt32(variable.dimensions.count))
      for name in variable.dimensions {
        bytes += Self.bytes(UInt32(dimensions.firstIndex { $0.name == name }!))
      }
      if let units = variable.units {
        bytes += Self.bytes(Self.attributeTag) + Self.bytes(1) + Self.name("units")
        bytes += Self.bytes(Self.text) + Self.name(units)
      } else {
        bytes += Self.bytes(0) + Self.bytes(0)
      }
      bytes += Self.bytes(variable.type) + Self.bytes(UInt32(variable.bytes.count))
      bytes += Self.bytes(UInt32(offsets[place]))
    }
    return bytes
  }

  func write(to path: String) throws {
    let contents = variables.map(\.bytes)
    var next = header(offsets: variables.map { _ in 0 }).count
    var offsets: [Int] = []
    for content in contents {
      offsets.append(next)
      next += content.count
    }
    try Data(header(offsets: offsets) + contents.flatMap { $0 }).write(
      to: URL(fileURLWithPath: path))
  }
}

/// Networks to run the program on.
enum TestRivers {
  private static let folder: String =
    ProcessInfo.processInfo.environment["THALWEG_SHARED"]
    ?? URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared").path

  static func shared(_ name: String) -> String { folder + "/data/" + name }

  /// - Parameter rows: the inside of each feature's `properties`, and its coordinates.
  private static func lines(_ rows: [(String, String)]) -> String {
    let features = rows.map { properties, coordinates in
      "{\"type\": \"Feature\", \"properties\": {\(properties)}, \"geometry\": "
        + "{\"type\": \"LineString\", \"coordinates\": [\(coordinates)]}}"
    }
    return "{\"type\": \"FeatureCollection\", \"name\": \"reaches\", \"features\": [\n"
      + features.joined(separator: ",\n") + "\n]}\n"
  }

  /// 10 and 20 join into 30.
  static let confluence = lines([
    (
      #""id": 30, "downstream_id": 0, "length_m": 6000.0, "slope": 0.001, "name": "main""#,
      "[0, 0], [1, 0]"
    ),
    (
      #""id": 10, "downstream_id": 30, "length_m": 1000.0, "slope": 0.003, "name": "a""#,
      "[0, 1], [0, 0]"
    ),
    (
      #""id": 20, "downstream_id": 30, "length_m": 2000.0, "slope": 0.002, "name": "b""#,
      "[-1, 0], [0, 0]"
    ),
  ])

  /// A reach twice, one that drains into itself, one whose reach below is missing, one without
  /// slope.
  static let broken = lines([
    (#""id": 1, "downstream_id": 2, "length_m": 3000.0, "slope": null"#, "[0, 0], [1, 0]"),
    (#""id": 2, "downstream_id": 3, "length_m": 3000.0, "slope": 0.01"#, "[1, 0], [2, 0]"),
    (#""id": 2, "downstream_id": 3, "length_m": 3000.0, "slope": 0.01"#, "[1, 0], [2, 0]"),
    (#""id": 3, "downstream_id": 3, "length_m": 3000.0, "slope": 0.01"#, "[2, 0], [3, 0]"),
    (#""id": 4, "downstream_id": 9, "length_m": 3000.0, "slope": 0.01"#, "[5, 0], [6, 0]"),
  ])

  /// A brook (10) comes from the north into a river that flows east along 40° N (20, 30).
  static let drawnConfluence = lines([
    (
      #""id": 10, "downstream_id": 30, "length_m": 5000.0, "slope": 0.01, "uparea_km2": 4"#,
      "[-77.0, 40.05], [-77.0, 40.0]"
    ),
    (
      #""id": 20, "downstream_id": 30, "length_m": 8000.0, "slope": 0.001, "uparea_km2": 90"#,
      "[-77.1, 40.0], [-77.0, 40.0]"
    ),
    (
      #""id": 30, "downstream_id": 0, "length_m": 8000.0, "slope": 0.001, "uparea_km2": 100"#,
      "[-77.0, 40.0], [-76.9, 40.0]"
    ),
  ])

  /// The properties of a GeoJSON file's features, in order.
  static func properties(of path: String) throws -> [[String: Any]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let features = try #require(root["features"] as? [[String: Any]])
    return features.map { $0["properties"] as? [String: Any] ?? [:] }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test whose real file is not there.
  static func needsSharedData(_ name: String) -> Self {
    .enabled(
      if: FileManager.default.fileExists(atPath: TestRivers.shared(name)),
      "needs ../shared/data/\(name) (or THALWEG_SHARED)")
  }
}
