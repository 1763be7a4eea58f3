/// A network cut into parts for several machines: runs of its depth-first order, of equal numbers of
/// reaches.
///
/// In that order (``RiverNetwork``: upstream first, tributaries side by side, the larger first) every
/// run is a handful of connected sub-basins, and all water goes from earlier runs to later ones: the
/// parts depend on one another without a cycle, and each can pass its outflow on chunk by chunk. How
/// many rivers cross a cut is at most one more than the base-2 logarithm of the number of reaches of
/// a tree, because a tributary that waits at the cut is no larger than what was finished before it
/// (the argument of Sethi and Ullman 1970, doi:10.1145/321607.321620, for registers).
///
/// Each cut may be moved by a share of a part, `slack`, to where the fewest rivers cross: there a
/// part is one sub-basin more often than not.
///
/// Not to be confused with graph partitioners, which balance as well but make cycles between parts.
public struct Partition: Sendable {
  /// Positions of each part's reaches in the network.
  public let parts: [Range<Int>]

  /// How far a cut may be from equal parts, in parts.
  static let slack = 0.01

  /// - Complexity: O(reaches + links).
  /// - Throws: `InputError` if there are more parts than reaches.
  public init(network: RiverNetwork, parts count: Int) throws {
    precondition(count > 0, "at least one part")
    guard count <= network.count else {
      throw InputError(
        "the network has fewer reaches than there are ranks", found: "\(count) ranks",
        expected: "at most \(network.count)", remedy: "start fewer ranks")
    }
    let crossing = Self.crossings(network)
    let reach = Int(Self.slack * Double(network.count) / Double(count))
    var cuts = [0]
    for part in 1..<max(count, 1) {
      let equal = part * network.count / count
      let candidates =
        max(
          cuts[part - 1] + 1, equal - reach)...max(
          cuts[part - 1] + 1, min(equal + reach, network.count - (count - part)))
      cuts.append(
        candidates.min {
          (crossing[$0], abs($0 - equal), $0) < (crossing[$1], abs($1 - equal), $1)
        }!)
    }
    cuts.append(network.count)
    parts = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
  }

  /// How many reaches before each position drain into one at or after it.
  static func crossings(_ network: RiverNetwork) -> [Int] {
    var change = [Int](repeating: 0, count: network.count + 1)
    for reach in network.indices {
      guard let last = network.links(outOf: reach).map(\.downstream.position).max() else {
        continue
      }
      change[reach.position + 1] += 1
      change[last + 1 <= network.count ? last + 1 : network.count] -= 1
    }
    var open = 0
    return change.map { step in
      open += step
      return open
    }
  }

  /// The part a reach belongs to.
  public func part(of position: Int) -> Int {
    var low = 0
    var high = parts.count - 1
    while low < high {
      let middle = (low + high) / 2
      if position < parts[middle].upperBound { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
