/// The steps of a run cut into chunks of equal length, the last one shorter.
public struct TimeChunks: Sendable {
  public let steps: Int
  public let length: Int

  @inlinable init(steps: Int, length: Int) {
    self.steps = steps
    self.length = length
  }

  @inlinable public var count: Int { (steps + length - 1) / length }

  @inlinable subscript(_ index: Int) -> (first: Int, count: Int) {
    let first = index * length
    return (first, min(length, steps - first))
  }

  /// Steps that make a cell long enough to hide its overhead, and short enough to stay in cache.
  public static let mostSteps = 480
  /// The same for several threads, which wait for one another chunk by chunk.
  static let mostSharedSteps = 320
  /// Fewer would cost more in partial turns than the threads bring.
  public static let fewestSteps = 96
  /// Most networks are one path of blocks, depth first, so that threads work one behind the other in
  /// time: with this many chunks for each thread, filling and draining that pipeline costs little.
  static let chunksPerThread = 8

  /// Turns in which a pack is not full, a chunk: mean of the packs' greatest delays on networks like
  /// NHDPlus.
  private static let typicalDelay = 8.0

  /// A good length for a run of `steps` steps; results do not depend on it.
  /// - Parameters:
  ///   - steps: of the whole run, where ranks or threads go on from stretch to stretch
  ///   - threads: of one rank
  ///   - ranks: several work one behind the other, as threads do. Of K, the last waits for up to
  ///     K - 1 chunks, once; each chunk costs its delay: together they are least at the square root
  public static func length(steps: Int, threads: Int, ranks: Int) -> Int {
    if ranks > 1 {
      let best = (typicalDelay * Double(steps) / Double(ranks - 1)).squareRoot()
      return min(max(Int(best), fewestSteps), mostSharedSteps)
    }
    guard threads > 1 else { return mostSteps }
    let share = (steps + chunksPerThread * threads - 1) / (chunksPerThread * threads)
    return min(max(share, fewestSteps), mostSharedSteps)
  }
}
