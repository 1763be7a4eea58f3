/// Depth-first post-order of a graph from its sinks upwards: upstream before downstream, each
/// tributary's nodes side by side, the larger tributary first.
///
/// The larger tributary first keeps few finished tributaries waiting: the values a reach needs from
/// upstream are as near as they can be (Sethi and Ullman 1970, doi:10.1145/321607.321620).
///
/// - Complexity: O(nodes + links) time and memory, no recursion.
struct TopologicalOrder {
  private let count: Int
  private var upstreamStart: [Int]
  private var upstream: [Int32]
  private var downstreamCount: [Int32]

  init(count: Int, links: [(from: Int, to: Int)]) {
    self.count = count
    upstreamStart = [Int](repeating: 0, count: count + 1)
    downstreamCount = [Int32](repeating: 0, count: count)
    for link in links {
      upstreamStart[link.to + 1] += 1
      downstreamCount[link.from] += 1
    }
    for node in 0..<count { upstreamStart[node + 1] += upstreamStart[node] }
    var next = upstreamStart
    upstream = [Int32](repeating: 0, count: links.count)
    for link in links {
      upstream[next[link.to]] = Int32(link.from)
      next[link.to] += 1
    }
  }

  /// The nodes in order, or the error made from the nodes of a cycle.
  func resolved<Failure: Error>(cycle error: ([Int]) -> Failure) throws(Failure) -> [Int] {
    let sizes = try subtreeSizes(cycle: error)
    var order: [Int] = []
    order.reserveCapacity(count)
    var visited = [Bool](repeating: false, count: count)
    var stack: [(node: Int, next: Int)] = []
    var sorted = upstream
    for node in 0..<count where upstreamStart[node + 1] - upstreamStart[node] > 1 {
      sorted[upstreamStart[node]..<upstreamStart[node + 1]].sort {
        (sizes[Int($0)], $1) > (sizes[Int($1)], $0)
      }
    }
    for outlet in 0..<count where downstreamCount[outlet] == 0 {
      stack.append((outlet, upstreamStart[outlet]))
      visited[outlet] = true
      while let top = stack.last {
        if top.next < upstreamStart[top.node + 1] {
          stack[stack.count - 1].next += 1
          let node = Int(sorted[top.next])
          if !visited[node] {
            visited[node] = true
            stack.append((node, upstreamStart[node]))
          }
        } else {
          order.append(top.node)
          stack.removeLast()
        }
      }
    }
    return order
  }

  /// How many nodes drain through each node (on a graph with divergences, counted once for every
  /// path), by repeatedly taking headwaters away; what is left over is a cycle.
  private func subtreeSizes<Failure: Error>(
    cycle error: ([Int]) -> Failure
  ) throws(Failure) -> [Double] {
    var downstreamStart = [Int](repeating: 0, count: count + 1)
    for node in 0..<count { downstreamStart[node + 1] = downstreamStart[node] + Int(downstreamCount[node]) }
    var downstream = [Int32](repeating: 0, count: upstream.count)
    var next = downstreamStart
    for node in 0..<count {
      for slot in upstreamStart[node]..<upstreamStart[node + 1] {
        let from = Int(upstream[slot])
        downstream[next[from]] = Int32(node)
        next[from] += 1
      }
    }
    var waiting = (0..<count).map { upstreamStart[$0 + 1] - upstreamStart[$0] }
    var ready = (0..<count).filter { waiting[$0] == 0 }
    var sizes = [Double](repeating: 1, count: count)
    var done = 0
    while let node = ready.popLast() {
      done += 1
      for slot in downstreamStart[node]..<downstreamStart[node + 1] {
        let below = Int(downstream[slot])
        sizes[below] += sizes[node]
        waiting[below] -= 1
        if waiting[below] == 0 { ready.append(below) }
      }
    }
    if done < count { throw error(cycle(among: waiting)) }
    return sizes
  }

  /// Walks upstream inside the nodes that never became ready until one repeats; the nodes between
  /// are a cycle, returned in the direction of the flow.
  private func cycle(among waiting: [Int]) -> [Int] {
    var node = waiting.firstIndex { $0 > 0 }!
    var seen = [Int: Int]()
    var path: [Int] = []
    while seen[node] == nil {
      seen[node] = path.count
      path.append(node)
      node = (upstreamStart[node]..<upstreamStart[node + 1])
        .map { Int(upstream[$0]) }.first { waiting[$0] > 0 }!
    }
    return path[seen[node]!...].reversed()
  }
}
