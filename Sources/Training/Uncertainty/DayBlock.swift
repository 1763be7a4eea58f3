import RiverNetworks

/// A stretch of fitting days that is looked at by itself, and the days simulated for it.
///
/// Errors of a hydrograph hang together for days and weeks; a block of a month or so is taken as one
/// independent piece of evidence, its days are not.
package struct DayBlock: Sendable, Equatable {
  /// Days simulated: the lead, in which water reaches the gauges, then the scored days.
  package let days: Range<Int>
  package let scored: Range<Int>

  /// Cuts fitting days into blocks of about `length` days.
  ///
  /// - Parameters:
  ///   - first: the first day there is a simulation for
  ///   - warmUp: days after `first` that are not scored
  ///   - lead: days simulated before a block
  static func blocks(
    of fitting: [Range<Int>], length: Int, lead: Int, first: Int, warmUp: Int
  ) -> [DayBlock] {
    fitting.flatMap { range -> [DayBlock] in
      let lower = max(range.lowerBound, first + warmUp)
      guard lower < range.upperBound else { return [] }
      let days = range.upperBound - lower
      let count = max(1, (days + length / 2) / length)
      return (0..<count).map { part in
        let scored = (lower + part * days / count)..<(lower + (part + 1) * days / count)
        return DayBlock(
          days: max(first, scored.lowerBound - lead)..<scored.upperBound, scored: scored)
      }
    }
  }

  /// Days in which the farthest water surely reaches an outlet: twice the longest way at a slow
  /// river's metre a second, and a few days for the rest of the wave.
  static func lead(of network: RiverNetwork) -> Int {
    let farthest = zip(network.distancesToOutlet, network.lengths).map { $0 + $1 }.max() ?? 0
    return 5 + Int((2 * farthest / slowCelerity / 86_400).rounded(.up))
  }

  /// m s⁻¹; flood waves of natural rivers travel at one to a few (Bras 1990, Hydrology, chapter 9).
  private static let slowCelerity = 1.0
}
