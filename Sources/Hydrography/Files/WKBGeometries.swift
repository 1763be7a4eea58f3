/// Geometries as ISO well-known binary, one a row, each possibly missing.
///
/// All bytes lie in one buffer, as in Arrow: a million reaches are two allocations. Coordinates are
/// in the order of maps (x or longitude first), whatever the order of the reference system's axes.
public struct WKBGeometries: Sendable, Equatable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  public init() {}

  /// Number of rows.
  public var count: Int { ends.count }
  /// How many rows have no geometry.
  public var nullCount: Int { ends.indices.count { range($0).isEmpty } }

  public mutating func reserveCapacity(_ rows: Int) { ends.reserveCapacity(rows) }

  /// Adds a row; nil or no bytes is a row without geometry.
  public mutating func append(_ geometry: (some Sequence<UInt8>)?) {
    if let geometry { bytes.append(contentsOf: geometry) }
    ends.append(bytes.count)
  }

  public mutating func appendNull() { ends.append(bytes.count) }

  /// Adds a row of `size` bytes that `fill` writes.
  mutating func append<Result>(
    size: Int, fill: (UnsafeMutablePointer<UInt8>) -> Result
  ) -> Result {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: size))
    ends.append(bytes.count)
    return bytes.withUnsafeMutableBufferPointer { fill($0.baseAddress! + start) }
  }

  /// The bytes of a row's geometry, or nil.
  public subscript(row: Int) -> ArraySlice<UInt8>? {
    let range = range(row)
    return range.isEmpty ? nil : bytes[range]
  }

  /// The same geometries with the rows in another order.
  public func reordered(by rows: [Int]) -> WKBGeometries {
    var copy = WKBGeometries()
    copy.bytes.reserveCapacity(rows.count == count ? bytes.count : 0)
    copy.reserveCapacity(rows.count)
    for row in rows { copy.append(self[row]) }
    return copy
  }

  private func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }
}
