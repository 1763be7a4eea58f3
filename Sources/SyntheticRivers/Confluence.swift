/// The cells that drain into one cell, the largest first: the main river, then its tributaries.
///
/// Equal areas are ranked by a random key of the cell. One value is used for many cells, to keep its
/// storage.
struct Confluence {
  private(set) var entering: [Cell] = []
  private let seed: UInt64

  struct Cell {
    let index: Int
    let area: Int32
    let key: UInt64
  }

  init(seed: UInt64) {
    self.seed = RandomSource.mixed(seed, RandomStream.ties.rawValue)
    entering.reserveCapacity(TriangularLattice.neighbourCount)
  }

  /// Looks at another cell.
  mutating func gather(into cell: Int, of tree: borrowing DrainageTree) {
    entering.removeAll(keepingCapacity: true)
    tree.forEachCellDraining(into: cell) { other in
      entering.append(
        Cell(
          index: other, area: tree.areas[other],
          key: RandomSource.mixed(seed, UInt64(other))))
    }
    guard entering.count > 1 else { return }
    entering.sort { ($1.area, $0.key, $0.index) < ($0.area, $1.key, $1.index) }
  }

  /// All but the largest.
  var tributaries: ArraySlice<Cell> { entering.dropFirst() }

  /// How many reaches more there are when a tributary becomes channel after all larger ones: two for
  /// the first, which cuts the river it enters; one for a further one.
  static func reachesAdded(rank: Int) -> Int { rank == 1 ? 2 : 1 }
}
