/// A triangular lattice of cells: rows shifted by half a spacing, six neighbours at equal distance.
///
/// Six neighbours rather than a square lattice's eight, because links between neighbours then never
/// cross: rivers drawn on it do not either.
///
/// Local coordinates: x grows away from the outlet, y to the left of it; unit, one spacing.
struct TriangularLattice {
  let columns: Int
  let rows: Int

  /// Height of a row in spacings, √3/2; also the area of a cell in square spacings.
  static let rowHeight = 3.0.squareRoot() / 2
  static let neighbourCount = 6

  /// - Parameters: the extent in spacings; a margin of one cell is left free on every side, so that
  ///   a cell inside has all its neighbours in the array.
  init(length: Double, width: Double) {
    columns = Int(length.rounded(.up)) + 4
    rows = (Int((width / Self.rowHeight).rounded(.up)) + 5) | 1
  }

  var count: Int { columns * rows }
  var middleRow: Int { rows / 2 }
  /// The cell at the origin of the coordinates.
  var origin: Int { middleRow * columns + 2 }

  /// Steps in the array to the six neighbours, counterclockwise from +x, for even and odd rows;
  /// the opposite of direction d is (d + 3) mod 6.
  func neighbourSteps(oddRow: Bool) -> [Int] {
    oddRow
      ? [1, columns + 1, columns, -1, -columns, -columns + 1]
      : [1, columns, columns - 1, -1, -columns - 1, -columns]
  }

  @inline(__always)
  func isOddRow(_ cell: Int) -> Bool { cell / columns & 1 == 1 }

  /// Whether a cell is on the free margin.
  @inline(__always)
  func isMargin(_ cell: Int) -> Bool {
    let (row, column) = cell.quotientAndRemainder(dividingBy: columns)
    return row == 0 || row == rows - 1 || column == 0 || column == columns - 1
  }

  @inline(__always)
  func position(_ cell: Int) -> SIMD2<Double> {
    let (row, column) = cell.quotientAndRemainder(dividingBy: columns)
    let shift = Double((row & 1) - (middleRow & 1)) / 2
    return SIMD2(Double(column - 2) + shift, Double(row - middleRow) * Self.rowHeight)
  }
}
