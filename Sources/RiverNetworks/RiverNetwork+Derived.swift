// Quantities that follow from the graph alone.

extension RiverNetwork {
  /// Number of reaches on the longest upstream path of each reach: 0 at a headwater.
  public var levels: [Int] {
    var levels = [Int](repeating: 0, count: count)
    for reach in indices {
      for link in links(into: reach) {
        levels[reach.position] = max(levels[reach.position], levels[link.upstream.position] + 1)
      }
    }
    return levels
  }

  /// Sums a quantity of every reach over everything upstream of it, itself included.
  ///
  /// On a divergence each branch receives its fraction, so that the sum over outlets equals the sum
  /// over reaches.
  /// - Complexity: O(reaches + links).
  public func accumulatedDownstream(_ values: [Double]) -> [Double] {
    precondition(values.count == count, "one value per reach")
    var sums = values
    for reach in indices {
      for link in links(into: reach) {
        sums[reach.position] += link.fraction * sums[link.upstream.position]
      }
    }
    return sums
  }

  /// Strahler order: 1 at a headwater; one more than its tributaries' where two of the highest meet.
  public var strahlerOrders: [Int] {
    var orders = [Int](repeating: 1, count: count)
    for reach in indices {
      var highest = 0
      var repeated = 0
      for link in links(into: reach) {
        let order = orders[link.upstream.position]
        if order > highest {
          (highest, repeated) = (order, 1)
        } else if order == highest {
          repeated += 1
        }
      }
      if highest > 0 { orders[reach.position] = repeated > 1 ? highest + 1 : highest }
    }
    return orders
  }

  /// Marks the reaches from which water reaches any of the given ones, those included.
  public func reachesUpstream(of gauges: [ReachIndex]) -> [Bool] {
    var marked = [Bool](repeating: false, count: count)
    for gauge in gauges { marked[gauge.position] = true }
    for position in stride(from: count - 1, through: 0, by: -1) where !marked[position] {
      marked[position] = links(outOf: ReachIndex(position))
        .contains { marked[$0.downstream.position] }
    }
    return marked
  }

  /// Distance along the main path from each reach's lower end to its outlet, m.
  public var distancesToOutlet: [Double] {
    var distances = [Double](repeating: 0, count: count)
    for position in stride(from: count - 1, through: 0, by: -1) {
      if let link = links(outOf: ReachIndex(position)).max(by: { $0.fraction < $1.fraction }) {
        let below = link.downstream.position
        distances[position] = distances[below] + lengths[below]
      }
    }
    return distances
  }

  /// The part of the network that drains to the given reaches, and where each of its reaches stands
  /// here.
  ///
  /// A link that leaves the part is dropped: below a gauge nothing is simulated.
  public func subnetwork(
    above gauges: [ReachIndex]
  ) -> (network: RiverNetwork, parents: [ReachIndex]) {
    let kept = reachesUpstream(of: gauges)
    let parents = indices.filter { kept[$0.position] }
    var position = [Int](repeating: -1, count: count)
    for (new, old) in parents.enumerated() { position[old.position] = new }
    let part = RiverNetwork(
      ids: parents.map { ids[$0.position] },
      lengths: parents.map { lengths[$0.position] },
      slopes: parents.map { slopes[$0.position] },
      inputRows: parents.map { inputRows[$0.position] },
      links: parents.flatMap { links(into: $0) }.map {
        Link(
          upstream: ReachIndex(position[$0.upstream.position]),
          downstream: ReachIndex(position[$0.downstream.position]),
          fraction: $0.fraction)
      })
    return (part, parents)
  }
}
