/// Chains of short reaches put together, from upstream to downstream, until each group is as long
/// as a window asks; every other reach is a group by itself.
struct ReachGroups {
  /// The reaches of each group by position, upstream first.
  private(set) var members: [[Int]] = []

  init(network: RiverNetwork, window: CourantWindow, kept: [ReachIndex]) {
    var isKept = [Bool](repeating: false, count: network.count)
    for reach in kept { isKept[reach.position] = true }
    // The next reach of the chain; nil at its end.
    var next = [Int?](repeating: nil, count: network.count)
    var isHead = [Bool](repeating: true, count: network.count)
    for reach in network.indices where !isKept[reach.position] {
      let links = network.links(outOf: reach)
      guard links.count == 1, let below = links.first?.downstream,
        network.links(into: below).count == 1
      else { continue }
      next[reach.position] = below.position
      isHead[below.position] = false
    }
    for head in 0..<network.count where isHead[head] {
      var chain: [Int] = []
      var reach: Int? = head
      while let here = reach {
        chain.append(here)
        reach = next[here]
      }
      members += Self.groups(of: chain, lengths: network.lengths, window: window)
    }
  }

  private static func groups(
    of chain: [Int], lengths: [Double], window: CourantWindow
  ) -> [[Int]] {
    var groups: [(members: [Int], length: Double)] = []
    func joinsLast(_ length: Double) -> Bool {
      groups.last.map { $0.length + length <= window.longest } ?? false
    }
    func close(_ group: (members: [Int], length: Double)) {
      // A group that stayed short goes with the one above it, if the two are not too long.
      if group.length < window.shortest, joinsLast(group.length) {
        groups[groups.count - 1].members += group.members
        groups[groups.count - 1].length += group.length
      } else {
        groups.append(group)
      }
    }
    var open = (members: [chain[0]], length: lengths[chain[0]])
    for reach in chain.dropFirst() {
      let length = open.length + lengths[reach]
      if open.length < window.shortest, length <= window.longest {
        open.members.append(reach)
        open.length = length
      } else {
        close(open)
        open = ([reach], lengths[reach])
      }
    }
    close(open)
    return groups.map(\.members)
  }
}
