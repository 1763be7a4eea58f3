import Foundation

extension Safetensors {
  /// The bytes of a file, the same for the same tensors.
  ///
  /// Doubles come before floats, so that all numbers are aligned; the header is filled with spaces
  /// to a multiple of 8 bytes, as the reference implementation does it.
  public func encoded() -> Data {
    var items: [String: HeaderItem] = [:]
    if !metadata.isEmpty { items[Self.metadataKey] = .metadata(metadata) }
    var numbers = Data()
    let largeFirst = [8, 4].flatMap { stride in tensors.filter { $0.values.stride == stride } }
    for tensor in largeFirst {
      let begin = numbers.count
      tensor.values.append(to: &numbers)
      items[tensor.name] = .tensor(
        SafetensorsEntry(
          dtype: tensor.values.typeName, shape: tensor.shape, data_offsets: [begin, numbers.count]))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and whole numbers only: nothing that could not be encoded.
    var header = try! encoder.encode(items)
    while !header.count.isMultiple(of: Self.lengthBytes) { header.append(UInt8(ascii: " ")) }
    var data = Data()
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { data.append(contentsOf: $0) }
    return data + header + numbers
  }

  /// Writes a file: under a temporary name first, then renamed.
  ///
  /// - Throws: ``SafetensorsError`` where it cannot be written
  public func write(to url: URL) throws {
    do {
      try encoded().write(to: url, options: .atomic)
    } catch {
      throw SafetensorsError(
        "the file cannot be written", file: url.path, found: error.localizedDescription,
        remedy: "check that the folder exists, its permissions and the space left")
    }
  }

  private enum HeaderItem: Encodable {
    case tensor(SafetensorsEntry)
    case metadata([String: String])

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .tensor(let entry): try entry.encode(to: encoder)
      case .metadata(let texts): try texts.encode(to: encoder)
      }
    }
  }
}

extension Safetensors.Values {
  fileprivate func append(to data: inout Data) {
    switch self {
    case .float(let values):
      let bits = values.map(\.bitPattern.littleEndian)
      bits.withUnsafeBytes { data.append(contentsOf: $0) }
    case .double(let values):
      let bits = values.map(\.bitPattern.littleEndian)
      bits.withUnsafeBytes { data.append(contentsOf: $0) }
    }
  }
}
