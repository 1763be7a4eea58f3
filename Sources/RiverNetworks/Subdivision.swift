/// A river cut anew for a time step: long reaches split into equal parts, chains of short ones
/// merged, so that lengths lie in a ``CourantWindow`` where the river allows it.
///
///     let window = try CourantWindow(celerity: 1, timeStep: 3_600)
///     let cut = try Subdivision(of: network, for: window, keeping: gauges)
///     let lateral = cut.distributed(inflow)       // of the parts
///     let discharge = cut.restored(routed)        // of the reaches
///
/// A chain is a run of reaches that neither meet nor divide: only there can reaches be merged
/// without changing who drains into whom. A confluence, a divergence and a kept reach end it. What
/// enters the reaches enters the parts, to the last drop; the discharge of a reach is that at the
/// lower end of its part (of its last part, where it was split), which for a reach that was merged
/// with ones below it lies further down than its own.
///
/// A part bears the identifier of the reach at whose lower end it ends; the others of a reach that
/// was split are called `id/1`, `id/2`... from its upper end.
public struct Subdivision: Sendable {
  /// The parts, a network of their own.
  public let network: RiverNetwork
  /// The part whose lower end stands for each reach's, by the reach's position.
  public let outlets: [ReachIndex]
  /// How many reaches were split, and into how many parts.
  public let splitReaches: Int
  public let splitParts: Int
  /// How many reaches were merged, and into how many parts.
  public let mergedReaches: Int
  public let mergedParts: Int
  /// Parts that are still shorter than the window, because they stand alone between confluences.
  public let shortParts: Int

  /// Reaches that each part consists of, by the part's position.
  private let members: [[Int]]
  /// Parts that each reach was split into; 1 where it was not.
  private let partCounts: [Int]
  private let lengths: [Double]

  /// - Parameters:
  ///   - network: the river
  ///   - window: lengths that suit the time step
  ///   - kept: reaches that no reach below is merged with, so that their discharge is told at
  ///     their own lower end: gauges.
  /// - Throws: `NetworkIssue` where the name of a part is a reach's already.
  /// - Complexity: O(parts + links).
  public init(
    of network: RiverNetwork, for window: CourantWindow, keeping kept: [ReachIndex] = []
  ) throws {
    let groups = ReachGroups(network: network, window: window, kept: kept)
    lengths = network.lengths
    partCounts = network.lengths.map { max(1, Int(($0 / window.longest).rounded(.up))) }

    var builder = NetworkBuilder()
    builder.reserveCapacity(groups.members.count)
    var members: [[Int]] = []
    // Rows of the parts at each reach's upper and lower end.
    var tops = [ReachID](repeating: 0, count: network.count)
    var bottoms = tops
    for group in groups.members {
      let last = group[group.count - 1]
      let id = network.ids[last]
      let parts = group.count == 1 ? partCounts[last] : 1
      let length = group.reduce(0) { $0 + network.lengths[$1] }
      // The fall is kept.
      let slope = group.count == 1
        ? network.slopes[last]
        : group.reduce(0) { $0 + network.slopes[$1] * network.lengths[$1] } / length
      let names = (1..<max(parts, 1)).map { ReachID.text("\(id)/\($0)") } + [id]
      for (place, name) in names.enumerated() {
        builder.addReach(name, length: length / Double(parts), slope: slope)
        members.append(group)
        if place > 0 { builder.addLink(from: names[place - 1], to: name) }
      }
      for reach in group {
        tops[reach] = names[0]
        bottoms[reach] = id
      }
    }
    for reach in network.indices {
      for link in network.links(outOf: reach)
      where bottoms[reach.position] != bottoms[link.downstream.position] {
        builder.addLink(
          from: bottoms[reach.position], to: tops[link.downstream.position],
          fraction: link.fraction)
      }
    }
    let cut = try builder.build()
    self.network = cut
    self.members = cut.inputRows.map { members[$0] }
    outlets = bottoms.map { cut.index(of: $0)! }

    let split = partCounts.filter { $0 > 1 }
    splitReaches = split.count
    splitParts = split.reduce(0, +)
    let merged = groups.members.filter { $0.count > 1 }
    mergedReaches = merged.reduce(0) { $0 + $1.count }
    mergedParts = merged.count
    shortParts = cut.lengths.count { $0 < window.shortest }
  }

  /// A quantity of the reaches (lateral inflow, an area) as that of the parts: shared equally among
  /// the parts of a reach, summed over the reaches of a part. Sums are kept to round-off.
  ///
  /// - Parameter values: `[reach]`
  /// - Returns: `[part]`
  public func distributed(_ values: [Double]) -> [Double] {
    precondition(values.count == lengths.count, "one value a reach")
    return members.map { group in
      group.reduce(0) { $0 + values[$1] / Double(partCounts[$1]) }
    }
  }

  /// Series of a quantity of the reaches as those of the parts; see ``distributed(_:)``.
  ///
  /// - Parameters:
  ///   - series: `[reach][value]`, `valuesPerReach` values each
  ///   - valuesPerReach: of every reach
  /// - Returns: `[part][value]`
  public func distributed(_ series: [Float], valuesPerReach: Int) -> [Float] {
    precondition(series.count == lengths.count * valuesPerReach, "[reach][value]")
    var result: [Float] = []
    result.reserveCapacity(members.count * valuesPerReach)
    for group in members {
      for value in 0..<valuesPerReach {
        var sum = 0.0
        for reach in group {
          sum += Double(series[reach * valuesPerReach + value]) / Double(partCounts[reach])
        }
        result.append(Float(sum))
      }
    }
    return result
  }

  /// A property of the reaches (roughness) as that of the parts: the mean by length of the reaches
  /// of a part.
  public func averaged(_ values: [Double]) -> [Double] {
    precondition(values.count == lengths.count, "one value a reach")
    return members.map { group in
      guard group.count > 1 else { return values[group[0]] }
      let length = group.reduce(0) { $0 + lengths[$1] }
      return group.reduce(0) { $0 + values[$1] * lengths[$1] } / length
    }
  }

  /// Values at the parts' lower ends (discharge) as those of the reaches.
  ///
  /// - Parameter values: `[part]`
  /// - Returns: `[reach]`
  public func restored<Value>(_ values: [Value]) -> [Value] {
    precondition(values.count == network.count, "one value a part")
    return outlets.map { values[$0.position] }
  }
}

extension Subdivision: CustomStringConvertible {
  /// One line, for the log.
  public var description: String {
    "subdivision: \(splitReaches) reaches split into \(splitParts), \(mergedReaches) merged into "
      + "\(mergedParts); \(network.count) parts, \(shortParts) still shorter than the window"
  }
}
