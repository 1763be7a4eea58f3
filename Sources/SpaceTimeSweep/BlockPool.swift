import Synchronization

/// Memory that is used again by ``AlignedBuffer``s which live one after the other: a block that the
/// system hands out anew costs a page fault for every 4 KiB of it.
///
/// Holds no more blocks than were in use at one time. Blocks go to what is at least half as large: a
/// small buffer would keep a large one from who needs it.
public final class BlockPool: Sendable {
  private struct Block: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let bytes: Int
  }

  private let free = Mutex<[Block]>([])
  /// A cache line, and no less than any lane wants.
  private static let alignment = 128

  public init() {}

  /// A block of at least so many bytes, its content undefined, and its size.
  func take(bytes: Int) -> (base: UnsafeMutableRawPointer, bytes: Int) {
    let block = free.withLock { blocks -> Block? in
      let fitting = blocks.indices.filter {
        blocks[$0].bytes >= bytes && blocks[$0].bytes / 2 <= bytes
      }
      if let best = fitting.min(by: { blocks[$0].bytes < blocks[$1].bytes }) {
        return blocks.remove(at: best)
      }
      // One that is too small makes room for the larger one.
      if let small = blocks.firstIndex(where: { $0.bytes < bytes }) {
        blocks.remove(at: small).base.deallocate()
      }
      return nil
    }
    if let block { return (block.base, block.bytes) }
    return (.allocate(byteCount: bytes, alignment: Self.alignment), bytes)
  }

  func giveBack(_ base: UnsafeMutableRawPointer, bytes: Int) {
    free.withLock { $0.append(Block(base: base, bytes: bytes)) }
  }

  deinit { free.withLock { for block in $0 { block.base.deallocate() } } }
}
