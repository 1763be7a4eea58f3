import Foundation

extension Safetensors {
  /// Reads a file.
  ///
  /// - Throws: ``SafetensorsError`` naming the file, and the tensor where it is one
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw SafetensorsError(
        "the file cannot be read", file: url.path, found: error.localizedDescription,
        remedy: "check the path and its permissions")
    }
    do {
      try self.init(decoding: data)
    } catch let error as SafetensorsError {
      throw error.located(file: url.path)
    }
  }

  /// Reads a file's bytes. Nothing in the header is believed: every tensor's length must be that of
  /// its shape, and all of them together must cover the data once.
  ///
  /// - Throws: ``SafetensorsError``
  public init(decoding data: Data) throws {
    let bytes = [UInt8](data)
    let (entries, metadata, dataStart) = try Self.header(of: bytes)
    var end = 0
    var tensors: [Tensor] = []
    for (name, entry) in entries {
      let values = try Self.emptyValues(of: entry, name: name)
      let range = try Self.checkedRange(of: entry, name: name, stride: values.stride)
      guard range.lowerBound == end else {
        throw SafetensorsError(
          range.lowerBound < end ? "two tensors overlap" : "there is a gap before a tensor",
          tensor: name, found: "begins at byte \(range.lowerBound) of the data",
          expected: "\(end), where the one before ends")
      }
      end = range.upperBound
      guard end <= bytes.count - dataStart else {
        throw SafetensorsError(
          "the file ends too early", tensor: name,
          found: "\(bytes.count - dataStart) bytes of data", expected: "at least \(end)",
          remedy: "the file was cut off while it was copied or written: get it again")
      }
      let slice = bytes[dataStart + range.lowerBound..<dataStart + range.upperBound]
      tensors.append(Tensor(name: name, shape: entry.shape, values: values.decoded(from: slice)))
    }
    guard end == bytes.count - dataStart else {
      throw SafetensorsError(
        "there are data that belong to no tensor",
        found: "\(bytes.count - dataStart) bytes of data", expected: "\(end)")
    }
    try self.init(tensors: tensors, metadata: metadata)
  }

  /// The entries in the order of their data, and where the data begin.
  private static func header(
    of bytes: [UInt8]
  ) throws -> (entries: [(String, SafetensorsEntry)], metadata: [String: String], dataStart: Int) {
    guard bytes.count >= lengthBytes else {
      throw SafetensorsError(
        "the file is no safetensors file", found: "\(bytes.count) bytes",
        expected: "at least \(lengthBytes)")
    }
    let length = bytes[..<lengthBytes].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(largestHeader) else {
      throw SafetensorsError(
        "the header is too long, or the file is no safetensors file", found: "\(length) bytes",
        expected: "at most \(largestHeader)")
    }
    let dataStart = lengthBytes + Int(length)
    guard dataStart <= bytes.count else {
      throw SafetensorsError(
        "the file ends within its header", found: "\(bytes.count) bytes",
        expected: "a header of \(length) after the first \(lengthBytes)",
        remedy: "the file was cut off while it was copied or written: get it again")
    }
    let json = Data(bytes[lengthBytes..<dataStart])
    let items: [String: HeaderItem]
    do {
      items = try JSONDecoder().decode([String: HeaderItem].self, from: json)
    } catch let error as SafetensorsError {
      throw error
    } catch {
      throw SafetensorsError(
        "the header is no table of tensors", found: explanation(of: error),
        expected: "JSON with dtype, shape and data_offsets of every tensor")
    }
    var entries: [(String, SafetensorsEntry)] = []
    var metadata: [String: String] = [:]
    for (name, item) in items {
      switch item {
      case .tensor(let entry): entries.append((name, entry))
      case .metadata(let texts): metadata = texts
      }
    }
    entries.sort { first, second in
      let (a, b) = (first.1.data_offsets, second.1.data_offsets)
      return a == b ? first.0 < second.0 : a.lexicographicallyPrecedes(b)
    }
    return (entries, metadata, dataStart)
  }

  private enum HeaderItem: Decodable {
    case tensor(SafetensorsEntry)
    case metadata([String: String])

    init(from decoder: any Decoder) throws {
      if decoder.codingPath.last?.stringValue == Safetensors.metadataKey {
        self = .metadata(try [String: String](from: decoder))
      } else {
        self = .tensor(try SafetensorsEntry(from: decoder))
      }
    }
  }

  private static func explanation(of error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map(\.stringValue).joined(separator: ", ")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): return "\(place(context)) (\(key.stringValue))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      return place(context)
    default: return "\(error)"
    }
  }

  private static func emptyValues(of entry: SafetensorsEntry, name: String) throws -> Values {
    switch entry.dtype {
    case "F32": return .float([])
    case "F64": return .double([])
    default:
      throw SafetensorsError(
        "a tensor's type is not supported", tensor: name, found: entry.dtype,
        expected: "F32 or F64", remedy: "convert it before saving, in PyTorch: tensor.float()")
    }
  }

  /// The bytes of a tensor, checked against its shape.
  private static func checkedRange(
    of entry: SafetensorsEntry, name: String, stride: Int
  ) throws -> Range<Int> {
    let offsets = entry.data_offsets
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
      throw SafetensorsError(
        "a tensor's offsets are no range", tensor: name, found: "\(offsets)",
        expected: "begin and end, 0 <= begin <= end")
    }
    var byteCount = stride
    for size in entry.shape {
      let (product, isTooLarge) = byteCount.multipliedReportingOverflow(by: size)
      guard size >= 0, !isTooLarge else {
        throw SafetensorsError(
          "a tensor's shape is no shape", tensor: name, found: "\(entry.shape)",
          expected: "sizes >= 0 whose product is a number of values")
      }
      byteCount = product
    }
    guard offsets[1] - offsets[0] == byteCount else {
      throw SafetensorsError(
        "a tensor's length is not that of its shape", tensor: name,
        found: "\(offsets[1] - offsets[0]) bytes",
        expected: "\(byteCount) for \(entry.dtype) \(entry.shape)")
    }
    return offsets[0]..<offsets[1]
  }
}

extension Safetensors.Values {
  /// The numbers of this type that little-endian bytes hold.
  fileprivate func decoded(from bytes: ArraySlice<UInt8>) -> Self {
    let count = bytes.count / stride
    return bytes.withUnsafeBytes { bytes in
      switch self {
      case .float:
        .float(
          (0..<count).map {
            let bits = bytes.loadUnaligned(fromByteOffset: $0 * stride, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
          })
      case .double:
        .double(
          (0..<count).map {
            let bits = bytes.loadUnaligned(fromByteOffset: $0 * stride, as: UInt64.self)
            return Double(bitPattern: UInt64(littleEndian: bits))
          })
      }
    }
  }
}
