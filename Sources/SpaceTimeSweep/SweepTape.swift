import ReachOperators

/// What a forward run keeps for the reverse sweep: every release, and the states at chunk borders.
public final class SweepTape<Operator: ReachOperator>: @unchecked Sendable {
  @usableFromInline let chunks: TimeChunks
  @usableFromInline let states: AlignedBuffer<Operator.State>
  @usableFromInline let releases: AlignedBuffer<Operator.Release>
  /// First row of each pack within a chunk.
  @usableFromInline let rowStart: [Int]
  /// The series that went between packs, all chunks.
  @usableFromInline let series: AlignedBuffer<Operator.Element.Scalar>

  @inlinable
  public init(sweep: SpaceTimeSweep<Operator>, steps: Int) {
    let chunks = sweep.chunks(of: steps)
    self.chunks = chunks
    let packing = sweep.packing
    var rowStart = [0]
    for pack in 0..<packing.packCount {
      rowStart.append(
        rowStart[pack] + min(chunks.length, steps) + Int(packing.greatestDelays[pack]))
    }
    self.rowStart = rowStart
    states = AlignedBuffer(uninitializedCount: chunks.count * packing.packCount)
    releases = AlignedBuffer(uninitializedCount: chunks.count * rowStart[packing.packCount])
    series = AlignedBuffer(
      uninitializedCount: chunks.count
        * sweep.seriesStride(chunkLength: chunks.length))
  }

  /// Bytes a tape of so many steps takes.
  public static func bytes(sweep: SpaceTimeSweep<Operator>, steps: Int) -> Int {
    let chunks = sweep.chunks(of: steps)
    let delays = sweep.packing.greatestDelays.reduce(0) { $0 + Int($1) }
    let rows = sweep.packing.packCount * min(chunks.length, steps) + delays
    return chunks.count
      * (rows * MemoryLayout<Operator.Release>.stride
        + sweep.packing.packCount * MemoryLayout<Operator.State>.stride
        + sweep.seriesStride(chunkLength: chunks.length)
        * MemoryLayout<Operator.Element.Scalar>.stride)
  }

  @inlinable
  func rows(pack: Int, chunk: Int) -> UnsafeMutablePointer<Operator.Release> {
    releases.base + chunk * rowStart[rowStart.count - 1] + rowStart[pack]
  }
}
