/// One part's share of a network: its own reaches, and those across its border that they are linked
/// with.
///
/// The reaches stand in the order of the whole network: first those above the border, whose outflow
/// another part computes, then the part's own, then those below the border. Reaches across the
/// border are linked with the part's own only. Because the order is kept, sums over tributaries are
/// formed in the order in which they are formed in the whole network.
public struct NetworkShare: Sendable {
  /// Where a value comes from or goes to.
  public struct Passage: Sendable, Equatable {
    /// Position in ``network``.
    public let reach: Int
    /// The part at the other end.
    public let part: Int
    /// The same number at both ends, and no other passage's between two parts.
    public let channel: Int
  }

  public let part: Int
  public let partCount: Int
  /// With the reaches across the border.
  public let network: RiverNetwork
  /// Of each reach of ``network``, its place in the whole.
  public let parents: [ReachIndex]
  /// Positions in ``network`` of the part's own reaches.
  public let own: Range<Int>
  /// The part's own reaches alone, links across the border left out.
  public let ownNetwork: RiverNetwork

  /// What reaches across the border hand down to own ones; own ones to reaches across.
  public let received: [Passage]
  public let sent: [Passage]
  /// The same against the flow, for sensitivities: of reaches below the border, of own ones.
  public let receivedBack: [Passage]
  public let sentBack: [Passage]

  /// - Complexity: O(reaches + links) of the whole network.
  public init(of whole: RiverNetwork, partition: Partition, part: Int) {
    self.part = part
    partCount = partition.parts.count
    let mine = partition.parts[part]
    var above = Set<Int>()
    var below = Set<Int>()
    for position in mine {
      for link in whole.links(into: ReachIndex(position))
      where link.upstream.position < mine.lowerBound {
        above.insert(link.upstream.position)
      }
      for link in whole.links(outOf: ReachIndex(position))
      where link.downstream.position >= mine.upperBound {
        below.insert(link.downstream.position)
      }
    }
    let places = above.sorted() + Array(mine) + below.sorted()
    let own = above.count..<(above.count + mine.count)
    self.own = own
    parents = places.map { ReachIndex($0) }
    network = whole.part(places) { own.contains($0) || own.contains($1) }
    ownNetwork = whole.part(Array(mine)) { _, _ in true }

    let table = Self.channels(whole, partition)
    var local = [Int: Int](minimumCapacity: above.count + below.count)
    for (here, place) in places.enumerated() where !own.contains(here) { local[place] = here }
    func here(_ place: Int) -> Int { local[place] ?? place - mine.lowerBound + own.lowerBound }
    received = table.down.enumerated().compactMap { channel, passage in
      passage.to == part
        ? Passage(
          reach: here(passage.reach), part: partition.part(of: passage.reach), channel: channel)
        : nil
    }
    sent = table.down.enumerated().compactMap { channel, passage in
      mine.contains(passage.reach)
        ? Passage(reach: here(passage.reach), part: passage.to, channel: channel) : nil
    }
    let base = table.down.count
    receivedBack = table.up.enumerated().compactMap { channel, passage in
      passage.to == part
        ? Passage(
          reach: here(passage.reach), part: partition.part(of: passage.reach),
          channel: base + channel)
        : nil
    }
    sentBack = table.up.enumerated().compactMap { channel, passage in
      mine.contains(passage.reach)
        ? Passage(reach: here(passage.reach), part: passage.to, channel: base + channel) : nil
    }
  }

  /// Where a reach of the whole network stands in ``network``, if it is the part's own.
  public func localPosition(of position: Int) -> Int? {
    let here = position - parents[own.lowerBound].position + own.lowerBound
    return own.contains(here) ? here : nil
  }

  /// Values of the part's own reaches, `[reach][value]`, with zeros for those across the border:
  /// laid out as ``network`` is.
  public func padded(_ values: [Float], valuesPerReach: Int) -> [Float] {
    precondition(values.count == own.count * valuesPerReach, "values of the own reaches")
    var padded = [Float](repeating: 0, count: network.count * valuesPerReach)
    padded.replaceSubrange(
      own.lowerBound * valuesPerReach..<own.upperBound * valuesPerReach, with: values)
    return padded
  }

  /// All passages of the network, the same for every part: which reach's outflow goes to which
  /// part, and which reach's sensitivity goes to which part above.
  private static func channels(
    _ network: RiverNetwork, _ partition: Partition
  ) -> (down: [(reach: Int, to: Int)], up: [(reach: Int, to: Int)]) {
    var down: [(reach: Int, to: Int)] = []
    var up: [(reach: Int, to: Int)] = []
    for (part, range) in partition.parts.enumerated() {
      for position in range {
        for link in network.links(outOf: ReachIndex(position))
        where link.downstream.position >= range.upperBound {
          let to = partition.part(of: link.downstream.position)
          if !down.contains(where: { $0 == (position, to) }) { down.append((position, to)) }
          if !up.contains(where: { $0 == (link.downstream.position, part) }) {
            up.append((link.downstream.position, part))
          }
        }
      }
    }
    return (down, up)
  }
}

extension RiverNetwork {
  /// The reaches at `places`, rising, and those links between them that `keeps` (of positions in the
  /// result) lets pass. The order is kept.
  func part(_ places: [Int], keeps: (Int, Int) -> Bool) -> RiverNetwork {
    var position = [Int32](repeating: -1, count: count)
    for (new, old) in places.enumerated() { position[old] = Int32(new) }
    var links: [Link] = []
    for old in places {
      for link in self.links(into: ReachIndex(old)) {
        let from = Int(position[link.upstream.position])
        let to = Int(position[old])
        guard from >= 0, keeps(from, to) else { continue }
        links.append(
          Link(upstream: ReachIndex(from), downstream: ReachIndex(to), fraction: link.fraction))
      }
    }
    links.sort { ($0.upstream, $0.downstream) < ($1.upstream, $1.downstream) }
    return RiverNetwork(
      ids: places.map { ids[$0] }, lengths: places.map { lengths[$0] },
      slopes: places.map { slopes[$0] }, inputRows: places.map { inputRows[$0] }, links: links)
  }
}
