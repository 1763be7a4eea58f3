/// Packs cut into blocks, and which block waits for which.
///
/// A block is a run of consecutive packs, so that a block only ever needs blocks before it (after it,
/// in reverse).
struct SweepSchedule: Sendable {
  let blocks: [Range<Int>]
  /// Blocks from which each block takes series, forward.
  let upstream: [[Int]]
  /// The same links turned round.
  let downstream: [[Int]]

  /// More blocks than this buy no balance and cost scheduling.
  static let mostBlocks = 256

  init(packCount: Int, sources: [[Int32]]) {
    let count = max(1, min(packCount, Self.mostBlocks))
    blocks = (0..<count).map { ($0 * packCount / count)..<(($0 + 1) * packCount / count) }
    var blockOfPack = [Int](repeating: 0, count: packCount)
    for (block, packs) in blocks.enumerated() {
      for pack in packs { blockOfPack[pack] = block }
    }
    var upstream = [Set<Int>](repeating: [], count: count)
    var downstream = [Set<Int>](repeating: [], count: count)
    for pack in 0..<packCount {
      for source in sources[pack] where blockOfPack[Int(source)] != blockOfPack[pack] {
        upstream[blockOfPack[pack]].insert(blockOfPack[Int(source)])
        downstream[blockOfPack[Int(source)]].insert(blockOfPack[pack])
      }
    }
    self.upstream = upstream.map { $0.sorted() }
    self.downstream = downstream.map { $0.sorted() }
  }
}
