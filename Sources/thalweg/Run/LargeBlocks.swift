import Foundation

/// How the C library hands out large blocks of memory.
enum LargeBlocks {
  /// Blocks from here on come from the system one by one, and go back to it. Above the chunks of a
  /// file (1 MB), of which there are too many.
  private static let leastBytes: Int32 = 2 << 20
  /// `M_MMAP_THRESHOLD` of glibc's malloc.h.
  private static let mapThreshold: Int32 = -3

  /// Keeps memory level over a run of many stretches: glibc else learns from each large block that is
  /// freed to keep the next ones, for each thread its own, and what a run takes creeps up. Does
  /// nothing with another C library.
  static func goBackAtOnce() {
    guard let symbol = dlsym(nil, "mallopt") else { return }
    typealias Option = @convention(c) (Int32, Int32) -> Int32
    _ = unsafeBitCast(symbol, to: Option.self)(mapThreshold, leastBytes)
  }
}
