import RiverNetworks

/// Edges from reach to nexus and from nexus to reach, followed from one reach to the next.
struct EdgeList {
  private var targets: [ReachID: [ReachID]] = [:]

  /// Edges without a beginning or an end are left out; a repeated edge counts once.
  init(from: [ReachID?], to: [ReachID?]) {
    for (from, to) in zip(from, to) {
      guard let from, let to, targets[from]?.contains(to) != true else { continue }
      targets[from, default: []].append(to)
    }
  }

  /// The nodes at which the water from `start` arrives: reaches, or the last node before nothing is
  /// known, each once, in the order of the edges.
  ///
  /// - Parameters:
  ///   - next: the first node below, where the reach itself names it; nil follows the edges.
  func ends(
    from start: ReachID, next: ReachID?, isReach: (ReachID) -> Bool
  ) -> [ReachID] {
    var found: [ReachID] = []
    var visited: Set<ReachID> = [start]
    var waiting = next.map { [$0] } ?? targets[start] ?? []
    waiting.reverse()
    while let node = waiting.popLast() {
      if isReach(node) {
        if !found.contains(node) { found.append(node) }
        continue
      }
      guard visited.insert(node).inserted else { continue }
      if let below = targets[node] {
        waiting += below.reversed()
      } else if !found.contains(node) {
        found.append(node)
      }
    }
    return found
  }
}
