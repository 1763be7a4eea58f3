/// The first and the last point of a line, in the coordinates of its file.
struct LineEnds: Equatable {
  struct Point: Equatable {
    var x: Double
    var y: Double

    func meets(_ other: Point, within tolerance: Double) -> Bool {
      abs(x - other.x) <= tolerance && abs(y - other.y) <= tolerance
    }
  }

  var first: Point
  var last: Point

  /// The ends of a line or of a multi-line (the first part's first and the last part's last point),
  /// or nil for other geometries, empty ones, and bytes that are no geometry.
  ///
  /// Reads ISO and extended well-known binary in either byte order; Z and M are passed over.
  ///
  /// Source: OGC 06-103r4, Simple Feature Access, section 8; ISO/IEC 13249-3.
  init?(wellKnownBinary bytes: ArraySlice<UInt8>) {
    let ends = bytes.withUnsafeBytes { buffer -> LineEnds? in
      var reader = Reader(bytes: buffer)
      return reader.ends()
    }
    guard let ends, ends.first.x.isFinite, ends.first.y.isFinite, ends.last.x.isFinite,
      ends.last.y.isFinite
    else { return nil }
    self = ends
  }

  private init(_ first: Point, _ last: Point) {
    self.first = first
    self.last = last
  }

  private struct Reader {
    let bytes: UnsafeRawBufferPointer
    var offset = 0
    var isLittleEndian = true

    private static let line: UInt32 = 2
    private static let multiLine: UInt32 = 5
    /// ISO adds 1000 for Z, 2000 for M, 3000 for both; extended WKB sets these bits.
    private static let isoStep: UInt32 = 1_000
    private static let zBit: UInt32 = 0x8000_0000
    private static let mBit: UInt32 = 0x4000_0000
    private static let referenceBit: UInt32 = 0x2000_0000

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func ends() -> LineEnds? {
      guard let (kind, dimensions) = header() else { return nil }
      if kind == Self.line { return line(dimensions) }
      guard kind == Self.multiLine, let parts = integer(), parts > 0 else { return nil }
      var whole: LineEnds?
      for _ in 0..<parts {
        guard let (kind, dimensions) = header(), kind == Self.line, let part = line(dimensions)
        else { return nil }
        whole = LineEnds(whole?.first ?? part.first, part.last)
      }
      return whole
    }

    private mutating func header() -> (kind: UInt32, dimensions: Int)? {
      guard offset < bytes.count else { return nil }
      isLittleEndian = bytes[offset] == 1
      offset += 1
      guard var code = integer() else { return nil }
      var dimensions = 2
      if code & Self.zBit != 0 { dimensions += 1 }
      if code & Self.mBit != 0 { dimensions += 1 }
      if code & Self.referenceBit != 0, integer() == nil { return nil }
      code &= ~(Self.zBit | Self.mBit | Self.referenceBit)
      switch code / Self.isoStep {
      case 0: break
      case 1, 2: dimensions += 1
      case 3: dimensions += 2
      default: return nil
      }
      return (code % Self.isoStep, dimensions)
    }

    private mutating func line(_ dimensions: Int) -> LineEnds? {
      let size = 8 * dimensions
      guard let points = integer(), points > 0,
        Int(points) <= (bytes.count - offset) / size
      else { return nil }
      let first = point(at: offset)
      let last = point(at: offset + size * (Int(points) - 1))
      offset += size * Int(points)
      return LineEnds(first, last)
    }

    private mutating func integer() -> UInt32? {
      guard offset + 4 <= bytes.count else { return nil }
      let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      offset += 4
      return isLittleEndian ? UInt32(littleEndian: value) : UInt32(bigEndian: value)
    }

    private func point(at offset: Int) -> Point {
      func number(_ offset: Int) -> Double {
        let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return Double(
          bitPattern: isLittleEndian ? UInt64(littleEndian: bits) : UInt64(bigEndian: bits))
      }
      return Point(x: number(offset), y: number(offset + 8))
    }
  }
}
