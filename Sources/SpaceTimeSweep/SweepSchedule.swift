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

  /// - Parameter computed: packs that are not of reaches across a border; each other pack is a block
  ///   of its own, so that only what needs it waits for it
  init(packCount: Int, computed: Range<Int>, sources: [[Int32]]) {
    let cells = max(1, min(computed.count, Self.mostBlocks))
    var blocks: [Range<Int>] = (0..<computed.lowerBound).map { $0..<($0 + 1) }
    for cell in 0..<cells {
      let first = computed.lowerBound + cell * computed.count / cells
      let last = computed.lowerBound + (cell + 1) * computed.count / cells
      blocks.append(first..<last)
    }
    for pack in computed.upperBound..<packCount { blocks.append(pack..<(pack + 1)) }
    self.blocks = blocks
    let count = blocks.count
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
