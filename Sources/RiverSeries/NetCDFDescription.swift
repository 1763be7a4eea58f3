import CNetCDF
import RiverNetworks

/// Reads what an open file says about itself.
struct NetCDFDescription {
  let handle: Int32
  let path: String

  private static let problem = "cannot read the description of the NetCDF file"

  private func run(_ variable: String? = nil, _ call: () -> Int32) throws {
    try NetCDFLibrary.run(Self.problem, file: path, variable: variable, call)
  }

  /// What the library writes into a buffer for a name.
  private func name(
    _ variable: String? = nil, _ call: (UnsafeMutablePointer<CChar>) -> Int32
  ) throws -> String {
    try withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NC_MAX_NAME) + 1) { buffer in
      buffer.initialize(repeating: 0)
      try run(variable) { call(buffer.baseAddress!) }
      return String(cString: buffer.baseAddress!)
    }
  }

  func dimensions() throws -> [NetCDFDimension] {
    var count: Int32 = 0
    try run { nc_inq_ndims(handle, &count) }
    var unlimitedCount: Int32 = 0
    try run { nc_inq_unlimdims(handle, &unlimitedCount, nil) }
    var unlimited = [Int32](repeating: -1, count: Int(unlimitedCount))
    try run { nc_inq_unlimdims(handle, &unlimitedCount, &unlimited) }
    return try (0..<count).map { dimension in
      var length = 0
      let name = try name { nc_inq_dim(handle, dimension, $0, &length) }
      return NetCDFDimension(
        name: name, length: length, isUnlimited: unlimited.contains(dimension))
    }
  }

  func variables(of dimensions: [NetCDFDimension]) throws -> [NetCDFVariable] {
    var count: Int32 = 0
    try run { nc_inq_nvars(handle, &count) }
    return try (0..<count).map { try variable($0, dimensions: dimensions) }
  }

  private func variable(
    _ identifier: Int32, dimensions: [NetCDFDimension]
  ) throws -> NetCDFVariable {
    var type: nc_type = 0
    var rank: Int32 = 0
    let name = try name {
      nc_inq_var(handle, identifier, $0, &type, &rank, nil, nil)
    }
    var identifiers = [Int32](repeating: 0, count: Int(rank))
    try run(name) { nc_inq_vardimid(handle, identifier, &identifiers) }
    let own = identifiers.map { dimensions[Int($0)] }
    return NetCDFVariable(
      name: name, type: NetCDFType(rawValue: type), dimensions: own.map(\.name),
      shape: own.map(\.length), chunks: try chunks(of: identifier, rank: own.count, named: name),
      attributes: try attributes(of: identifier, named: name), identifier: identifier)
  }

  private func chunks(of identifier: Int32, rank: Int, named name: String) throws -> [Int]? {
    guard rank > 0 else { return nil }
    var storage: Int32 = 0
    var lengths = [Int](repeating: 0, count: rank)
    try run(name) { nc_inq_var_chunking(handle, identifier, &storage, &lengths) }
    return storage == NC_CHUNKED ? lengths : nil
  }

  /// - Parameter identifier: the variable's, or the global one.
  func attributes(of identifier: Int32, named variable: String?) throws -> [NetCDFAttribute] {
    var count: Int32 = 0
    if variable == nil {
      try run { nc_inq_natts(handle, &count) }
    } else {
      try run(variable) { nc_inq_varnatts(handle, identifier, &count) }
    }
    return try (0..<count).compactMap { number in
      let name = try name(variable) { nc_inq_attname(handle, identifier, number, $0) }
      return try value(of: name, on: identifier, variable: variable).map {
        NetCDFAttribute(name, $0)
      }
    }
  }

  /// Nil for an attribute of a user's own type.
  private func value(
    of name: String, on identifier: Int32, variable: String?
  ) throws -> NetCDFAttribute.Value? {
    var raw: nc_type = 0
    var count = 0
    try run(variable) { nc_inq_att(handle, identifier, name, &raw, &count) }
    guard let type = NetCDFType(rawValue: raw) else { return nil }
    switch type {
    case .character:
      var bytes = [CChar](repeating: 0, count: count)
      try run(variable) { nc_get_att_text(handle, identifier, name, &bytes) }
      return .text(String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self).trimmingNull)
    case .string:
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      try run(variable) { nc_get_att_string(handle, identifier, name, &pointers) }
      defer { _ = NetCDFLibrary.status { nc_free_string(count, &pointers) } }
      let texts = pointers.map { $0.map { String(cString: $0) } ?? "" }
      return texts.count == 1 ? .text(texts[0]) : .texts(texts)
    case .float, .double, .unsignedInt64:
      var values = [Double](repeating: 0, count: count)
      try run(variable) { nc_get_att_double(handle, identifier, name, &values) }
      return .numbers(values)
    default:
      var values = [Int64](repeating: 0, count: count)
      try run(variable) {
        values.withUnsafeMutableBufferPointer {
          nc_get_att_longlong(
            handle, identifier, name, $0.baseAddress?.asLongLong)
        }
      }
      return .integers(values)
    }
  }
}

extension UnsafeMutablePointer<Int64> {
  /// `long long` of C is 64 bits wide on every platform we build for.
  var asLongLong: UnsafeMutablePointer<CLongLong> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: CLongLong.self)
  }
}

extension String {
  /// The text up to its terminating null characters, if any.
  var trimmingNull: String {
    guard let last = lastIndex(where: { $0 != "\0" }) else { return "" }
    return String(self[...last])
  }
}
