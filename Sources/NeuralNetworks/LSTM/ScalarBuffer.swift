/// Memory of numbers, at first undefined, at the border of a cache line.
final class ScalarBuffer<Scalar: BLASScalar> {
  /// Bytes of a cache line.
  private static var alignment: Int { 64 }

  let start: UnsafeMutablePointer<Scalar>
  let count: Int

  init(count: Int) {
    self.count = count
    start = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Scalar>.stride, alignment: Self.alignment
    ).bindMemory(to: Scalar.self, capacity: count)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}

/// Copies `rows` times `columns` numbers from rows that are `sourceStride` apart to rows that are
/// `targetStride` apart.
func copyRows<Scalar: BLASScalar>(
  _ source: UnsafePointer<Scalar>, sourceStride: Int, to target: UnsafeMutablePointer<Scalar>,
  targetStride: Int, rows: Int, columns: Int
) {
  let size = MemoryLayout<Scalar>.stride
  var from = UnsafeRawPointer(source)
  var to = UnsafeMutableRawPointer(target)
  for _ in 0..<rows {
    to.copyMemory(from: from, byteCount: columns * size)
    from += sourceStride * size
    to += targetStride * size
  }
}
