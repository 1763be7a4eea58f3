import RiverNetworks

/// Reaches put into packs of as many as a vector has lanes, each lane with its delay.
///
/// A pack runs in one loop over time. In turn k of the loop lane j works on step `k - delay[j]`. Where
/// water goes from lane u to lane v of the same pack, `delay[v] == delay[u] + 1`: what v needs was
/// computed one turn earlier and is still in a register. So a single chain of reaches fills every
/// lane (a skewed wavefront), and the cost of a link inside a pack is one permutation.
///
///     turn        0  1  2  3  4 ...
///     lane 0  t = 0  1  2  3  4        delay 0
///     lane 1  t =    0  1  2  3        delay 1, below lane 0
///     lane 2  t =       0  1  2        delay 2, below lane 1
///
/// Reaches are taken in the network's depth-first order. A reach for which no such delay exists (the
/// two arms of an island of unequal length come together) starts a new pack. Links between packs go
/// through series in memory, and always from an earlier pack to a later one.
public struct LanePacking: Sendable {
  /// A reach's place: `pack * width + lane`.
  public typealias Place = Int32

  public let width: Int
  public let packCount: Int
  /// Position of the reach in each place, -1 where a lane is empty.
  public let reaches: [Int32]
  /// Place of each reach.
  public let places: [Place]
  /// Delay of each place.
  public let delays: [Int32]
  /// Greatest delay in each pack.
  public let greatestDelays: [Int32]
  /// All packs but those of reaches across the border of a share.
  public let computedPacks: Range<Int>

  /// - Parameters:
  ///   - network: the river
  ///   - width: lanes of a pack
  ///   - own: positions of the reaches that are computed; the others, before and after
  ///     them, are packed by themselves
  public init(network: RiverNetwork, width: Int, own: Range<Int>? = nil) {
    precondition(width > 0, "a pack has lanes")
    let own = own ?? 0..<network.count
    var computed = (0, 0)
    self.width = width
    var open = OpenPack(width: width)
    var reaches: [Int32] = []
    var delays: [Int32] = []
    var greatest: [Int32] = []
    var places = [Place](repeating: -1, count: network.count)
    reaches.reserveCapacity(network.count + width)
    delays.reserveCapacity(network.count + width)

    func close() {
      for lane in 0..<width {
        let filled = lane < open.count
        reaches.append(filled ? open.reaches[lane] : -1)
        delays.append(filled ? open.delays[lane] : 0)
      }
      greatest.append(open.delays[..<open.count].max() ?? 0)
      open.removeAll()
    }

    for reach in network.indices {
      if reach.position == own.lowerBound || reach.position == own.upperBound {
        if open.count > 0 { close() }
        if reach.position == own.lowerBound { computed.0 = greatest.count }
        computed.1 = greatest.count
      }
      let base = Place(greatest.count * width)
      var upstream = open.upstreamLanes
      upstream.removeAll(keepingCapacity: true)
      for link in network.links(into: reach) {
        let place = places[link.upstream.position]
        if place >= base { upstream.append(Int(place - base)) }
      }
      if open.count == width || !open.add(Int32(reach.position), below: upstream) {
        close()
        _ = open.add(Int32(reach.position), below: [])
      }
      places[reach.position] = Place(greatest.count * width + open.count - 1)
      open.upstreamLanes = upstream
    }
    if open.count > 0 { close() }
    if own.upperBound == network.count { computed.1 = greatest.count }

    computedPacks = computed.0..<computed.1
    packCount = greatest.count
    self.reaches = reaches
    self.places = places
    self.delays = delays
    greatestDelays = greatest
  }

  @inlinable public func pack(of place: Place) -> Int { Int(place) / width }
  @inlinable public func lane(of place: Place) -> Int { Int(place) % width }
}

/// The pack being filled: its lanes' delays, and which lanes hang together.
private struct OpenPack {
  var count = 0
  var reaches: [Int32]
  var delays: [Int32]
  /// Lanes with the same number are linked, so that their delays move together.
  var components: [Int32]
  /// Kept here between reaches to spare an allocation each.
  var upstreamLanes: [Int] = []

  init(width: Int) {
    reaches = [Int32](repeating: -1, count: width)
    delays = [Int32](repeating: 0, count: width)
    components = [Int32](repeating: 0, count: width)
  }

  mutating func removeAll() { count = 0 }

  /// Adds a reach below the given lanes; false where no delay suits them all.
  mutating func add(_ reach: Int32, below upstream: [Int]) -> Bool {
    let latest = upstream.map { delays[$0] }.max() ?? -1
    for (rank, lane) in upstream.enumerated() {
      for other in upstream[..<rank]
      where components[other] == components[lane] && delays[other] != delays[lane] {
        return false
      }
    }
    reaches[count] = reach
    delays[count] = latest + 1
    components[count] = Int32(count)
    for lane in upstream where components[lane] != Int32(count) {
      let shift = latest - delays[lane]
      let component = components[lane]
      for member in 0..<count where components[member] == component {
        delays[member] += shift
        components[member] = Int32(count)
      }
    }
    count += 1
    return true
  }
}
