import RiverNetworks

// Vertices of lines, for drawing.

extension WKBGeometries {
  /// The vertices of a row's line, x and y; the parts of a multi-line one after the other. Empty
  /// where the row has no geometry or its geometry is no line; heights and measures are passed over.
  ///
  /// - Throws: `InputError` where the bytes end before the geometry does.
  public func vertices(_ row: Int) throws -> [(x: Double, y: Double)] {
    guard let bytes = self[row] else { return [] }
    var reader = WellKnownBinaryReader(bytes: bytes)
    guard let vertices = reader.lines() else {
      throw InputError(
        "a geometry is not complete", ids: ["row \(row + 1)"],
        remedy: "check that the file is complete; copy or convert it again")
    }
    return vertices
  }
}

/// Reads lines from ISO well-known binary, one number after the other.
private struct WellKnownBinaryReader {
  let bytes: ArraySlice<UInt8>
  var place: Int
  var isLittleEndian = true

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  private static let lineString: UInt32 = 2
  private static let multiLineString: UInt32 = 5
  /// ISO adds a thousand for heights, two thousand for measures, three thousand for both.
  private static let dimensionStep: UInt32 = 1_000

  /// nil where the bytes end too soon.
  mutating func lines() -> [(x: Double, y: Double)]? {
    guard let order: UInt8 = integer() else { return nil }
    isLittleEndian = order == 1
    guard let type: UInt32 = integer() else { return nil }
    let extra = Int(type / Self.dimensionStep)
    let stride = 2 + (extra == 3 ? 2 : extra > 0 ? 1 : 0)
    switch type % Self.dimensionStep {
    case Self.lineString:
      guard let count: UInt32 = integer() else { return nil }
      var vertices: [(x: Double, y: Double)] = []
      for _ in 0..<count {
        guard let x = double(), let y = double() else { return nil }
        for _ in 2..<stride where double() == nil { return nil }
        vertices.append((x, y))
      }
      return vertices
    case Self.multiLineString:
      guard let count: UInt32 = integer() else { return nil }
      var vertices: [(x: Double, y: Double)] = []
      for _ in 0..<count {
        guard let part = lines() else { return nil }
        vertices += part
      }
      return vertices
    default: return []
    }
  }

  private mutating func double() -> Double? {
    guard let bits: UInt64 = integer() else { return nil }
    return Double(bitPattern: bits)
  }

  private mutating func integer<Number: FixedWidthInteger & UnsignedInteger>() -> Number? {
    let size = Number.bitWidth / 8
    guard place + size <= bytes.endIndex else { return nil }
    var value: Number = 0
    for index in 0..<size {
      let byte = Number(bytes[isLittleEndian ? place + size - 1 - index : place + index])
      value = size == 1 ? byte : value << 8 | byte
    }
    place += size
    return value
  }
}
