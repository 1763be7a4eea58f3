import CNetCDF
import Foundation
import RiverNetworks
import Synchronization

/// Writes a NetCDF-4 file that appears under its name only when it is complete.
///
///     let writer = try NetCDFWriter(path: "streamflow.nc")
///     try writer.defineDimension("time", length: 3)
///     try writer.defineVariable("flow", .float, ["time"], attributes: [.init("units", "m3 s-1")])
///     try writer.write("flow", floats: [1, 2, 3])
///     try writer.commit()
///
/// The file grows under a temporary name in the same folder; `commit()` closes and renames it. A
/// writer that is let go without `commit()` removes what it wrote, and an older file of that name
/// stays as it was. One thread at a time.
public final class NetCDFWriter {
  public let path: String
  private let temporaryPath: String
  private let handle: Int32
  private var isOpen = true
  private var dimensions: [(name: String, identifier: Int32)] = []
  private var variables: [(name: String, identifier: Int32, type: NetCDFType, shape: [Int])] = []
  private var lengths: [Int] = []

  private static let serial = Atomic<Int>(0)

  /// Level of compression: with shuffle, higher ones cost much time for little space.
  public static let deflateLevel: Int32 = 1

  /// - Throws: `InputError` with the library's text if the folder cannot be written.
  public init(path: String) throws {
    let url = URL(fileURLWithPath: path)
    let number = Self.serial.add(1, ordering: .relaxed).newValue
    let name = ".\(url.lastPathComponent).\(getpid()).\(number).partial"
    let temporaryPath = url.deletingLastPathComponent().appendingPathComponent(name).path
    var handle: Int32 = 0
    try NetCDFLibrary.run(
      "cannot create the NetCDF file", file: path,
      remedy: "check that the folder exists, that it may be written and that the disk has space"
    ) { nc_create(temporaryPath, NC_NETCDF4 | NC_CLOBBER, &handle) }
    self.path = path
    self.temporaryPath = temporaryPath
    self.handle = handle
  }

  deinit { discard() }

  /// Closes the file and gives it its name, replacing an older one.
  /// - Parameter name: another path in the same folder, instead of ``path``
  /// - Throws: `InputError`; nothing is left behind then.
  public func commit(as name: String? = nil) throws {
    precondition(isOpen, "commit() is called once")
    let path = name ?? path
    isOpen = false
    do {
      try run("cannot close the NetCDF file") { nc_close(handle) }
    } catch {
      unlink(temporaryPath)
      throw error
    }
    guard rename(temporaryPath, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporaryPath)
      throw InputError("cannot give the finished file its name", file: path, found: reason)
    }
  }

  /// Drops what was written. Does nothing after `commit()`.
  public func discard() {
    guard isOpen else { return }
    isOpen = false
    _ = NetCDFLibrary.status { nc_close(handle) }
    unlink(temporaryPath)
  }

  /// - Parameters:
  ///   - name: unused so far
  ///   - length: nil for an unlimited dimension, which grows as it is written.
  public func defineDimension(_ name: String, length: Int?) throws {
    var identifier: Int32 = 0
    try run("cannot define a dimension", name) {
      nc_def_dim(handle, name, length ?? thalweg_nc_unlimited(), &identifier)
    }
    dimensions.append((name, identifier))
    lengths.append(length ?? 0)
  }

  /// - Parameters:
  ///   - name: unused so far
  ///   - type: of the stored values
  ///   - dimensions: names, slowest first; defined before.
  ///   - attributes: beside the values
  ///   - chunks: lengths of a stored chunk, slowest first; nil leaves them to the library.
  ///   - isCompressed: whether values are shuffled and deflated (numbers with dimensions only).
  public func defineVariable(
    _ name: String, _ type: NetCDFType, _ dimensions: [String],
    attributes: [NetCDFAttribute] = [], chunks: [Int]? = nil, isCompressed: Bool = true
  ) throws {
    let places = dimensions.map { dimension in
      guard let place = self.dimensions.firstIndex(where: { $0.name == dimension }) else {
        preconditionFailure("dimension \(dimension) is defined before variable \(name)")
      }
      return place
    }
    let identifiers = places.map { self.dimensions[$0].identifier }
    var identifier: Int32 = 0
    try run("cannot define a variable", name) {
      nc_def_var(
        handle, name, type.rawValue, Int32(identifiers.count), identifiers, &identifier)
    }
    if let chunks {
      try run("cannot set the chunks of a variable", name) {
        nc_def_var_chunking(handle, identifier, NC_CHUNKED, chunks)
      }
    }
    if isCompressed, !dimensions.isEmpty, !type.isText {
      try run("cannot set the compression of a variable", name) {
        nc_def_var_deflate(handle, identifier, 1, 1, Self.deflateLevel)
      }
    }
    variables.append((name, identifier, type, places.map { lengths[$0] }))
    for attribute in attributes { try put(attribute, on: identifier, type: type, variable: name) }
  }

  /// Adds a global attribute.
  public func setAttribute(_ attribute: NetCDFAttribute) throws {
    try put(attribute, on: thalweg_nc_global(), type: nil, variable: nil)
  }

  // MARK: Values

  /// Writes a hyperslab; without `start` and `count`, the whole variable (no unlimited dimension).
  public func write(
    _ name: String, floats values: UnsafeBufferPointer<Float>, start: [Int]? = nil,
    count: [Int]? = nil
  ) throws {
    try put(name, start, count, values.count) {
      nc_put_vara_float(handle, $0, $1, $2, values.baseAddress)
    }
  }

  public func write(
    _ name: String, floats values: [Float], start: [Int]? = nil, count: [Int]? = nil
  ) throws {
    try values.withUnsafeBufferPointer {
      try write(name, floats: $0, start: start, count: count)
    }
  }

  public func write(
    _ name: String, doubles values: [Double], start: [Int]? = nil, count: [Int]? = nil
  ) throws {
    try put(name, start, count, values.count) { nc_put_vara_double(handle, $0, $1, $2, values) }
  }

  public func write(
    _ name: String, integers values: [Int64], start: [Int]? = nil, count: [Int]? = nil
  ) throws {
    let values = values.map { CLongLong($0) }
    try put(name, start, count, values.count) { nc_put_vara_longlong(handle, $0, $1, $2, values) }
  }

  /// Writes texts to a whole string variable, or to a character array, padded with nulls there.
  public func write(_ name: String, texts: [String]) throws {
    let variable = described(name)
    if variable.type == .character {
      let width = variable.shape.last ?? 1
      var bytes: [CChar] = []
      for text in texts {
        let utf8 = text.utf8.map(CChar.init(bitPattern:))
        guard utf8.count <= width else {
          throw InputError(
            "a text is longer than the character array", file: path, column: name,
            found: "'\(text)', \(utf8.count) bytes", expected: "at most \(width) bytes")
        }
        bytes += utf8 + [CChar](repeating: 0, count: width - utf8.count)
      }
      try put(name, nil, nil, bytes.count) { nc_put_vara_text(handle, $0, $1, $2, bytes) }
    } else {
      let copies = texts.map { strdup($0) }
      defer { for copy in copies { free(copy) } }
      var pointers = copies.map { $0.map { UnsafePointer<CChar>($0) } }
      try put(name, nil, nil, pointers.count) {
        nc_put_vara_string(handle, $0, $1, $2, &pointers)
      }
    }
  }

  // MARK: Details

  private func run(_ problem: String, _ variable: String? = nil, _ call: () -> Int32) throws {
    do {
      try NetCDFLibrary.run(problem, file: path, variable: variable, call)
    } catch let error as InputError {
      throw WriteObstacle(path: temporaryPath)?.explain(error) ?? error
    }
  }

  private func described(
    _ name: String
  ) -> (name: String, identifier: Int32, type: NetCDFType, shape: [Int]) {
    guard let variable = variables.first(where: { $0.name == name }) else {
      preconditionFailure("variable \(name) is defined before it is written")
    }
    return variable
  }

  private func put(
    _ name: String, _ start: [Int]?, _ count: [Int]?, _ total: Int,
    _ call: (Int32, [Int], [Int]) -> Int32
  ) throws {
    let variable = described(name)
    let start = start ?? Array(repeating: 0, count: variable.shape.count)
    let count = count ?? variable.shape
    precondition(count.reduce(1, *) == total, "\(name): as many values as the part has elements")
    try run("cannot write the variable", name) { call(variable.identifier, start, count) }
  }

  /// Attributes that the conventions want in the variable's own type.
  private static let typedLikeValues = [
    "_FillValue", "missing_value", "valid_min", "valid_max", "valid_range",
  ]

  private func put(
    _ attribute: NetCDFAttribute, on identifier: Int32, type: NetCDFType?, variable: String?
  ) throws {
    let name = attribute.name
    let own = Self.typedLikeValues.contains(name) ? type : nil
    try run("cannot write the attribute \(name)", variable) {
      switch attribute.value {
      case .text(let text):
        return nc_put_att_text(handle, identifier, name, text.utf8.count, text)
      case .texts(let texts):
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var pointers = copies.map { $0.map { UnsafePointer<CChar>($0) } }
        return nc_put_att_string(handle, identifier, name, pointers.count, &pointers)
      case .integers(let values):
        return nc_put_att_longlong(
          handle, identifier, name, (own ?? .int64).rawValue, values.count,
          values.map { CLongLong($0) })
      case .numbers(let values):
        return nc_put_att_double(
          handle, identifier, name, (own ?? .double).rawValue, values.count, values)
      }
    }
  }
}
