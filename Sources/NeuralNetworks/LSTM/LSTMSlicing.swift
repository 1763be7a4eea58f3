import Dispatch

/// How the rows of a batch are shared out: slices of about equal size, and groups of slices whose
/// gradients are summed one slice after the other.
///
/// It depends on the sizes of batch and network only, never on the number of threads, and so do the
/// results.
struct LSTMSlicing {
  /// Rows of a slice, at most: one step's gates of 256 hidden units (512 kB in Float) then stay in
  /// the second-level cache, and the products run at full speed (measured).
  static let largestSlice = 128
  /// Multiplications of a step up to which OpenBLAS (SkylakeX) multiplies without copying first.
  static let smallProduct = 1_000_000
  /// Fewer rows than these are not worth a slice, however small the product (measured).
  static let smallestSlice = 16
  /// Groups, at most: as many gradients are kept before they are summed.
  static let largestGroupCount = 16

  let slices: [Range<Int>]
  let groups: [Range<Int>]

  init(rowCount: Int, shape: LSTMShape) {
    let smallRows =
      Self.smallProduct / (4 * shape.hiddenCount * (shape.inputCount + shape.hiddenCount))
    let most =
      smallRows < Self.smallestSlice ? Self.largestSlice : min(smallRows, Self.largestSlice)
    slices = Self.parts(of: rowCount, count: (rowCount - 1) / most + 1)
    groups = Self.parts(of: slices.count, count: min(slices.count, Self.largestGroupCount))
  }

  /// Rows of the largest slice.
  var sliceRows: Int { slices.map(\.count).max() ?? 0 }

  private static func parts(of count: Int, count parts: Int) -> [Range<Int>] {
    (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }

  /// Calls `body` once for every group, on as many threads as asked for.
  func forEachGroup(threads: Int, _ body: @Sendable (_ group: Int) -> Void) {
    precondition(threads > 0, "work needs a thread")
    let workers = min(threads, groups.count)
    if workers == 1 {
      for group in groups.indices { body(group) }
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for group in stride(from: worker, to: groups.count, by: workers) { body(group) }
      }
    }
  }
}
