/// The channels of a drainage tree, cut into reaches at junctions; an exact number of them.
///
/// A cell is channel where at least a support area drains through it. Going down from large areas to
/// small, each new cell either lengthens a headwater, or adds a tributary and cuts the river it
/// enters (two reaches more), or is a third river at a junction (one more). So the support area, and
/// among the cells with just that area a random choice, can be set to give the wanted number, or one
/// less: then ``isOneShort`` and a reach is to be cut in two.
///
/// Source: O'Callaghan and Mark (1984), Comput. Vis. Graph. Image Process. 28(3), 323–344,
/// doi:10.1016/S0734-189X(84)80011-0 (channels by support area).
struct ChannelTree {
  /// The area from which a cell is channel, in cells.
  private(set) var supportArea = 0
  private(set) var isOneShort = false
  /// The reach each reach drains to, -1 at the outlet, which is reach 0; downstream comes first.
  private(set) var downstream: [Int32] = []
  /// The cells of reach r, lowest first: `cells[start[r]..<start[r + 1]]`.
  private(set) var start: [Int] = [0]
  private(set) var cells: [Int32] = []
  /// Cells that drain through each reach's lowest cell.
  private(set) var areas: [Int32] = []

  var count: Int { downstream.count }

  /// Support areas up to this many cells are told apart.
  private static let largestSupportArea = 4096

  /// Nil when even the support area of one cell gives fewer reaches.
  init?(of tree: DrainageTree, reaches wanted: Int, seed: UInt64) {
    var confluence = Confluence(seed: seed)
    var added = [Int](repeating: 0, count: Self.largestSupportArea + 1)
    added[min(Int(tree.areas[tree.outlet]), Self.largestSupportArea)] += 1
    for cell in tree.order {
      confluence.gather(into: Int(cell), of: tree)
      for (rank, tributary) in zip(1..., confluence.tributaries) {
        let area = min(Int(tributary.area), Self.largestSupportArea)
        added[area] += Confluence.reachesAdded(rank: rank)
      }
    }
    var reaches = 0
    var support = Self.largestSupportArea
    while support > 0, reaches + added[support] <= wanted {
      reaches += added[support]
      support -= 1
    }
    supportArea = support
    let chosen = Self.chosenTributaries(
      of: tree, area: support, wanted: wanted, reaches: &reaches, confluence: &confluence)
    isOneShort = reaches == wanted - 1
    guard reaches == wanted || isOneShort else { return nil }
    trace(tree, chosen: chosen, confluence: &confluence)
    precondition(count == reaches, "every reach that was counted is traced")
  }

  /// Of the tributaries with exactly the support area, a random few that fill up the number.
  private static func chosenTributaries(
    of tree: DrainageTree, area: Int, wanted: Int, reaches: inout Int,
    confluence: inout Confluence
  ) -> Set<Int> {
    guard reaches < wanted, area > 0 else { return [] }
    var candidates: [(cell: Confluence.Cell, reaches: Int)] = []
    for cell in tree.order where tree.areas[Int(cell)] > area {
      confluence.gather(into: Int(cell), of: tree)
      for (rank, tributary) in zip(1..., confluence.tributaries) where tributary.area == area {
        candidates.append((tributary, Confluence.reachesAdded(rank: rank)))
      }
    }
    candidates.sort { ($0.cell.key, $0.cell.index) < ($1.cell.key, $1.cell.index) }
    var chosen: Set<Int> = []
    for candidate in candidates {
      guard reaches + candidate.reaches <= wanted else { break }
      reaches += candidate.reaches
      chosen.insert(candidate.cell.index)
    }
    return chosen
  }

  /// Follows every channel upstream from the outlet, breadth first.
  ///
  /// A cell of just the support area is channel if it continues the main river or was chosen.
  private mutating func trace(
    _ tree: DrainageTree, chosen: Set<Int>, confluence: inout Confluence
  ) {
    var lowest = [Int32(tree.outlet)]
    var channels: [Int32] = []
    downstream = [-1]
    var reach = 0
    while reach < lowest.count {
      var cell = Int(lowest[reach])
      areas.append(tree.areas[cell])
      while true {
        cells.append(Int32(cell))
        confluence.gather(into: cell, of: tree)
        channels.removeAll(keepingCapacity: true)
        for (rank, other) in confluence.entering.enumerated() {
          let isAtLimit = other.area == supportArea && (rank == 0 || chosen.contains(other.index))
          if other.area > supportArea || isAtLimit { channels.append(Int32(other.index)) }
        }
        guard channels.count == 1 else { break }
        cell = Int(channels[0])
      }
      for channel in channels {
        lowest.append(channel)
        downstream.append(Int32(reach))
      }
      start.append(cells.count)
      reach += 1
    }
  }
}
