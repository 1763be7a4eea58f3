import Foundation

/// How the C library hands out large blocks of memory.
enum LargeBlocks {
  /// Blocks from here on come from the system one by one, and go back to it. With 2 MB, above the
  /// chunks of a file, memory crept up by 15 % in ten years; this costs 7 % of the processor time.
  private static let leastBytes: Int32 = 256 << 10
  /// `M_MMAP_THRESHOLD` of glibc's malloc.h.
  private static let mapThreshold: Int32 = -3

  /// Keeps memory level over a run of many stretches: glibc else learns from each large block that is
  /// freed to keep the next ones, for each thread its own, and what a run takes creeps up. What the
  /// set-up has left goes back too. Does nothing with another C library.
  static func goBackAtOnce() {
    guard let option = dlsym(nil, "mallopt"), let trim = dlsym(nil, "malloc_trim") else { return }
    typealias Option = @convention(c) (Int32, Int32) -> Int32
    typealias Trim = @convention(c) (Int) -> Int32
    _ = unsafeBitCast(option, to: Option.self)(mapThreshold, leastBytes)
    _ = unsafeBitCast(trim, to: Trim.self)(0)
  }
}
