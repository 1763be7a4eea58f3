import Hydrography

extension WKBGeometries {
  /// Adds a line as ISO well-known binary, little-endian.
  /// - Parameter points: longitude and latitude, degrees
  mutating func append(line points: [SIMD2<Double>]) {
    /// OGC 06-103r4, table 7: a LineString.
    let lineString: UInt32 = 2
    var bytes: [UInt8] = [1]
    bytes.reserveCapacity(9 + 16 * points.count)
    func add(_ bits: some FixedWidthInteger) {
      withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
    }
    add(lineString)
    add(UInt32(points.count))
    for point in points {
      add(point.x.bitPattern)
      add(point.y.bitPattern)
    }
    append(bytes)
  }
}
