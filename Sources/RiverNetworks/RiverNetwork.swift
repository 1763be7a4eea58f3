/// River reaches joined into a directed acyclic graph, in topological order: every reach stands
/// after all reaches that drain into it.
///
/// A tree is the common case; where a river divides, a reach has several downstream reaches and
/// each ``Link`` carries the fraction of the flow that takes it.
///
/// Immutable. Made by ``NetworkBuilder``, which checks it.
///
/// The order is a depth-first post-order: a tributary's reaches are neighbours, and a reach stands
/// directly behind the last tributary that was finished. It depends on the order of the input only
/// through ties between siblings, where the larger subtree comes first.
public struct RiverNetwork: Sendable {
  /// Identifier of each reach.
  public let ids: [ReachID]
  /// Channel length of each reach, m, > 0.
  public let lengths: [Double]
  /// Channel slope of each reach, m m⁻¹; finite, not necessarily positive: operators state their
  /// own floor.
  public let slopes: [Double]
  /// The row of each reach in the input it was built from.
  public let inputRows: [Int]

  /// Links sorted by the reach they enter: those into reach r are `incoming[incomingStart[r]..<incomingStart[r+1]]`.
  @usableFromInline let incoming: [Link]
  @usableFromInline let incomingStart: [Int]
  /// The same links sorted by the reach they leave.
  @usableFromInline let outgoing: [Link]
  @usableFromInline let outgoingStart: [Int]

  private let positions: ReachRows

  /// Water going from one reach to the next.
  public struct Link: Sendable, Hashable {
    public let upstream: ReachIndex
    public let downstream: ReachIndex
    /// Share of the upstream reach's outflow that takes this link, in (0, 1].
    public let fraction: Double

    @inlinable public init(upstream: ReachIndex, downstream: ReachIndex, fraction: Double) {
      self.upstream = upstream
      self.downstream = downstream
      self.fraction = fraction
    }
  }

  /// - Parameters: columns already in topological order; `links` refer to that order.
  init(
    ids: [ReachID], lengths: [Double], slopes: [Double], inputRows: [Int], links: [Link]
  ) {
    let count = ids.count
    self.ids = ids
    self.lengths = lengths
    self.slopes = slopes
    self.inputRows = inputRows
    (incoming, incomingStart) = Self.grouped(links, count: count) { $0.downstream.position }
    (outgoing, outgoingStart) = Self.grouped(links, count: count) { $0.upstream.position }
    positions = ReachRows(ids)
  }

  /// Number of reaches.
  @inlinable public var count: Int { lengths.count }
  public var indices: some Collection<ReachIndex> { (0..<count).lazy.map(ReachIndex.init) }
  /// Number of links between reaches.
  public var linkCount: Int { incoming.count }

  /// The reach of that name, or nil.
  public func index(of id: ReachID) -> ReachIndex? {
    positions[id].map { ReachIndex($0) }
  }

  /// Links that enter a reach, in a fixed order (by the upstream reach's position).
  @inlinable public func links(into reach: ReachIndex) -> ArraySlice<Link> {
    incoming[incomingStart[reach.position]..<incomingStart[reach.position + 1]]
  }

  /// Links that leave a reach, in a fixed order.
  @inlinable public func links(outOf reach: ReachIndex) -> ArraySlice<Link> {
    outgoing[outgoingStart[reach.position]..<outgoingStart[reach.position + 1]]
  }

  /// Reaches that drain into no other.
  public var outlets: [ReachIndex] { indices.filter { links(outOf: $0).isEmpty } }
  /// Reaches into which no other drains.
  public var headwaters: [ReachIndex] { indices.filter { links(into: $0).isEmpty } }
  /// Whether every reach has at most one downstream reach.
  public var isTree: Bool { indices.allSatisfy { links(outOf: $0).count <= 1 } }

  /// Counting sort of links by a key, stable.
  private static func grouped(
    _ links: [Link], count: Int, by key: (Link) -> Int
  ) -> ([Link], [Int]) {
    var start = [Int](repeating: 0, count: count + 1)
    for link in links { start[key(link) + 1] += 1 }
    for position in 0..<count { start[position + 1] += start[position] }
    var next = start
    guard let filler = links.first else { return ([], start) }
    var sorted = [Link](repeating: filler, count: links.count)
    for link in links {
      let slot = key(link)
      sorted[next[slot]] = link
      next[slot] += 1
    }
    return (sorted, start)
  }
}
