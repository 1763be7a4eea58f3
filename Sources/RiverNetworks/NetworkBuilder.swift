/// Collects reaches and links in any order, checks them, and puts them in topological order.
///
///     var builder = NetworkBuilder()
///     builder.addReach(10, length: 5_000, slope: 0.002)
///     builder.addReach(30, length: 8_000, slope: 0.001)
///     builder.addLink(from: 10, to: 30)
///     let network = try builder.build()
public struct NetworkBuilder: Sendable {
  public private(set) var ids: [ReachID] = []
  public private(set) var lengths: [Double] = []
  public private(set) var slopes: [Double] = []
  public private(set) var links: [(from: ReachID, to: ReachID, fraction: Double)] = []

  public init() {}

  public mutating func reserveCapacity(_ reaches: Int) {
    ids.reserveCapacity(reaches)
    lengths.reserveCapacity(reaches)
    slopes.reserveCapacity(reaches)
    links.reserveCapacity(reaches)
  }

  /// - Parameters:
  ///   - id: unused so far
  ///   - length: m
  ///   - slope: m m⁻¹
  public mutating func addReach(_ id: ReachID, length: Double, slope: Double) {
    ids.append(id)
    lengths.append(length)
    slopes.append(slope)
  }

  /// - Parameters:
  ///   - from: the reach above
  ///   - to: the reach below
  ///   - fraction: share of the flow of `from` that goes to `to`.
  public mutating func addLink(from: ReachID, to: ReachID, fraction: Double = 1) {
    links.append((from, to, fraction))
  }

  /// Every fault found, the kinds in a fixed order; empty when the network can be built.
  ///
  /// A cycle is looked for only where the ids and links are sound.
  public func issues() -> [NetworkIssue] {
    do {
      _ = try build(collecting: nil)
      return []
    } catch let issue as NetworkIssue where issue.kind == .cycle || issue.kind == .empty {
      return [issue]
    } catch {
      var all: [NetworkIssue] = []
      _ = try? build(collecting: { all.append($0) })
      return all
    }
  }

  /// - Throws: the first ``NetworkIssue``.
  public func build() throws -> RiverNetwork { try build(collecting: nil) }

  private func build(collecting: ((NetworkIssue) -> Void)?) throws -> RiverNetwork {
    var sound = true
    func report(_ kind: NetworkIssue.Kind, _ ids: [ReachID], found: String? = nil) throws {
      guard !ids.isEmpty || kind == .empty else { return }
      let issue = NetworkIssue(kind, ids: ids, found: found)
      guard let collecting else { throw issue }
      sound = false
      collecting(issue)
    }

    guard !ids.isEmpty else { throw NetworkIssue(.empty, ids: []) }

    let rows = ReachRows(ids)
    try report(.duplicateID, rows.repeated.map { ids[$0] })

    let badLengths = ids.indices.filter { !(lengths[$0] > 0 && lengths[$0].isFinite) }
    try report(
      .nonPositiveLength, badLengths.map { ids[$0] },
      found: badLengths.first.map { "length \(lengths[$0]) m" })
    let badSlopes = ids.indices.filter { !slopes[$0].isFinite }
    try report(
      .invalidSlope, badSlopes.map { ids[$0] },
      found: badSlopes.first.map { "slope \(slopes[$0])" })

    try report(.selfLink, links.filter { $0.from == $0.to }.map(\.from))
    var ends: [(from: Int, to: Int)] = []
    ends.reserveCapacity(links.count)
    var dangling: [(from: ReachID, to: ReachID, fraction: Double)] = []
    for link in links {
      if let from = rows[link.from], let to = rows[link.to] {
        ends.append((from, to))
      } else {
        dangling.append(link)
      }
    }
    try report(
      .danglingDownstream, dangling.map(\.from),
      found: dangling.first.map { "\($0.from) -> \($0.to)" })

    guard sound else { throw NetworkIssue(.empty, ids: []) }

    var sums = [Double](repeating: 0, count: ids.count)
    var branches = [Int](repeating: 0, count: ids.count)
    for (end, link) in zip(ends, links) {
      sums[end.from] += link.fraction > 0 ? link.fraction : .nan
      branches[end.from] += 1
    }
    let unbalanced = ids.indices.filter {
      branches[$0] > 0 && !(abs(sums[$0] - 1) <= Self.fractionTolerance)
    }
    try report(
      .invalidFraction, unbalanced.map { ids[$0] },
      found: unbalanced.first.map { "sum \(sums[$0])" })
    guard sound else { throw NetworkIssue(.empty, ids: []) }

    let order = try TopologicalOrder(count: ids.count, links: ends)
      .resolved { cycle in NetworkIssue(.cycle, ids: cycle.map { ids[$0] }) }
    var position = [Int](repeating: 0, count: ids.count)
    for (new, row) in order.enumerated() { position[row] = new }
    let sorted = zip(ends, links)
      .map { end, link in
        RiverNetwork.Link(
          upstream: ReachIndex(position[end.from]), downstream: ReachIndex(position[end.to]),
          fraction: link.fraction)
      }
      .sorted { ($0.upstream, $0.downstream) < ($1.upstream, $1.downstream) }
    return RiverNetwork(
      ids: order.map { ids[$0] }, lengths: order.map { lengths[$0] },
      slopes: order.map { slopes[$0] }, inputRows: order, links: sorted)
  }

  /// How far the fractions of a divergence may be from 1 in sum: what six printed digits cost.
  static let fractionTolerance = 1e-5
}
