import CNetCDF
import RiverNetworks

// Typed reads of a hyperslab: `start` and `count` per dimension, slowest first. Without them, the
// whole variable.

extension NetCDFFile {
  /// Values as numbers: unpacked (`scale_factor`, `add_offset`), missing ones NaN.
  ///
  /// Missing is what equals `_FillValue`, one of `missing_value`, or, without a `_FillValue`, the
  /// library's own fill value of the type. `valid_range` is not applied.
  public func doubles(
    _ variable: NetCDFVariable, start: [Int]? = nil, count: [Int]? = nil
  ) throws -> [Double] {
    var values = try storedDoubles(variable, start: start, count: count)
    let decoding = try decoding(of: variable)
    for place in values.indices { values[place] = decoding.value(of: values[place]) }
    return values
  }

  /// As ``doubles(_:start:count:)``, rounded to `Float`, into memory of exactly that many elements.
  public func readFloats(
    _ variable: NetCDFVariable, start: [Int], count: [Int],
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws {
    let decoding = try decoding(of: variable)
    guard variable.type == .float, !variable.isPacked else {
      let values = try storedDoubles(variable, start: start, count: count)
      precondition(values.count == destination.count, "one element for every value")
      for place in values.indices { destination[place] = Float(decoding.value(of: values[place])) }
      return
    }
    precondition(destination.count == count.reduce(1, *), "one element for every value")
    try get(variable) { nc_get_vara_float(handle, $0, start, count, destination.baseAddress) }
    let missing = decoding.missing.map { Float($0) }.filter { !$0.isNaN }
    for place in destination.indices where missing.contains(destination[place]) {
      destination[place] = .nan
    }
  }

  public func floats(
    _ variable: NetCDFVariable, start: [Int]? = nil, count: [Int]? = nil
  ) throws -> [Float] {
    let (start, count) = hyperslab(variable, start, count)
    let total = count.reduce(1, *)
    return try [Float](unsafeUninitializedCapacity: total) { buffer, initialized in
      try readFloats(variable, start: start, count: count, into: .init(rebasing: buffer[..<total]))
      initialized = total
    }
  }

  /// Stored integers, exactly; no unpacking, no missing values.
  /// - Throws: `InputError` if the variable does not hold integers.
  public func integers(
    _ variable: NetCDFVariable, start: [Int]? = nil, count: [Int]? = nil
  ) throws -> [Int64] {
    guard let type = variable.type, type.isInteger, !variable.isPacked else {
      throw InputError(
        "the variable does not hold whole numbers", file: path, column: variable.name,
        expected: "an integer type without scale_factor")
    }
    let (start, count) = hyperslab(variable, start, count)
    var values = [Int64](repeating: 0, count: count.reduce(1, *))
    try values.withUnsafeMutableBufferPointer { buffer in
      try get(variable) {
        nc_get_vara_longlong(handle, $0, start, count, buffer.baseAddress?.asLongLong)
      }
    }
    return values
  }

  /// Texts of a string variable or of a character array (whose last dimension is the text's
  /// length), without the blanks and nulls that pad them on either side.
  /// - Throws: `InputError` if the variable does not hold text.
  public func texts(_ variable: NetCDFVariable) throws -> [String] {
    switch variable.type {
    case .string:
      let (start, count) = hyperslab(variable, nil, nil)
      let total = count.reduce(1, *)
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: total)
      try get(variable) { nc_get_vara_string(handle, $0, start, count, &pointers) }
      defer { _ = NetCDFLibrary.status { nc_free_string(total, &pointers) } }
      return pointers.map { $0.map { String(cString: $0).trimmingBlanks } ?? "" }
    case .character:
      let width = variable.shape.last ?? 1
      guard width > 0 else {
        return Array(repeating: "", count: variable.shape.dropLast().reduce(1, *))
      }
      let (start, count) = hyperslab(variable, nil, nil)
      var bytes = [CChar](repeating: 0, count: count.reduce(1, *))
      try get(variable) { nc_get_vara_text(handle, $0, start, count, &bytes) }
      return stride(from: 0, to: bytes.count, by: width).map { first in
        let text = bytes[first..<(first + width)].map(UInt8.init(bitPattern:))
        return String(decoding: text, as: UTF8.self).trimmingBlanks
      }
    default:
      throw InputError(
        "the variable does not hold text", file: path, column: variable.name,
        expected: "a string or a character array")
    }
  }

  /// Values as they are stored, nothing unpacked or replaced; a double comes back bit for bit.
  public func storedDoubles(
    _ variable: NetCDFVariable, start: [Int]? = nil, count: [Int]? = nil
  ) throws -> [Double] {
    try requireNumbers(variable)
    let (start, count) = hyperslab(variable, start, count)
    let total = count.reduce(1, *)
    return try [Double](unsafeUninitializedCapacity: total) { buffer, initialized in
      try get(variable) { nc_get_vara_double(handle, $0, start, count, buffer.baseAddress) }
      initialized = total
    }
  }

  /// As ``storedDoubles(_:start:count:)`` for a float variable, bit for bit.
  public func storedFloats(
    _ variable: NetCDFVariable, start: [Int]? = nil, count: [Int]? = nil
  ) throws -> [Float] {
    guard variable.type == .float else {
      throw InputError(
        "the variable does not hold single precision numbers", file: path, column: variable.name,
        expected: "float")
    }
    let (start, count) = hyperslab(variable, start, count)
    let total = count.reduce(1, *)
    return try [Float](unsafeUninitializedCapacity: total) { buffer, initialized in
      try get(variable) { nc_get_vara_float(handle, $0, start, count, buffer.baseAddress) }
      initialized = total
    }
  }

  private func get(_ variable: NetCDFVariable, _ call: (Int32) -> Int32) throws {
    try NetCDFLibrary.run("cannot read the variable", file: path, variable: variable.name) {
      call(variable.identifier)
    }
  }

  func requireNumbers(_ variable: NetCDFVariable) throws {
    if let type = variable.type, !type.isText { return }
    throw InputError(
      "the variable does not hold numbers", file: path, column: variable.name,
      expected: "an integer, float or double type")
  }

  private func hyperslab(
    _ variable: NetCDFVariable, _ start: [Int]?, _ count: [Int]?
  ) -> (start: [Int], count: [Int]) {
    let start = start ?? Array(repeating: 0, count: variable.shape.count)
    let count = count ?? zip(variable.shape, start).map { $0 - $1 }
    precondition(
      start.count == variable.shape.count && count.count == variable.shape.count,
      "a start and a count for every dimension")
    return (start, count)
  }
}
