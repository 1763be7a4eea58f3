import Foundation

extension ReachDrawing {
  /// What becomes of a channel between two junctions.
  enum Division {
    case whole
    /// Two reaches, one after the other.
    case halves
    /// A head, two arms and a tail; `fraction` of the flow takes the left arm.
    case diamond(fraction: Double)
  }

  /// Draws a channel tree: lines through the cells, each moved at random inside its cell; elevations
  /// upwards from the outlet by the slope-area law.
  ///
  /// - Parameters:
  ///   - spacing: distance of neighbouring cells, m
  ///   - division: what becomes of each channel of the tree
  init(
    _ channels: ChannelTree, on lattice: TriangularLattice, spacing: Double,
    configuration: SyntheticBasin.Configuration, division: (Int) -> Division
  ) {
    reserveCapacity(configuration.reachCount)
    let seed = configuration.seed
    let cellSquareKilometres =
      TriangularLattice.rowHeight * spacing * spacing / SyntheticBasin.squareMetresPerKilometre
    var unitCells = channels.areas.map(Int.init)
    for reach in 1..<max(1, channels.count) {
      unitCells[Int(channels.downstream[reach])] -= Int(channels.areas[reach])
    }

    // Elevation and row of each channel's upper end, for those that drain into it.
    var tops = [Double](repeating: 0, count: channels.count)
    var topRows = [Int](repeating: 0, count: channels.count)
    for reach in 0..<channels.count {
      let below = Int(channels.downstream[reach])
      let cells = channels.cells[channels.start[reach]..<channels.start[reach + 1]]
      let end =
        below < 0
        ? Self.eastNorth(Self.mouth, spacing: spacing)
        : Self.place(
          Int(channels.cells[channels.start[below + 1] - 1]), lattice, spacing: spacing,
          seed: seed)
      let line = Centreline(
        cells.reversed().map { Self.place(Int($0), lattice, spacing: spacing, seed: seed) }
          + [end]
      ).rounded

      let bottom = below < 0 ? configuration.outletElevation : tops[below]
      var source = RandomSource(
        seed: RandomSource.mixed(seed, RandomStream.slope.rawValue), stream: UInt64(reach))
      let slope = configuration.slopes.slope(
        drainageSquareKilometres: Double(channels.areas[reach]) * cellSquareKilometres,
        deviate: source.normal())
      tops[reach] = bottom + slope * line.length

      let rows = add(
        line, from: tops[reach], to: bottom,
        unitSquareKilometres: Double(unitCells[reach]) * cellSquareKilometres,
        divided: division(reach))
      topRows[reach] = rows.top
      if below >= 0 { link(from: rows.bottom, to: topRows[below]) }
    }
  }

  /// Adds a channel as one or more reaches.
  private mutating func add(
    _ line: Centreline, from upper: Double, to lower: Double, unitSquareKilometres area: Double,
    divided division: Division
  ) -> (top: Int, bottom: Int) {
    switch division {
    case .whole:
      let row = add(line, from: upper, to: lower, unitSquareKilometres: area)
      return (row, row)
    case .halves:
      let parts = line.cut(at: 0.5)
      let (first, second) = (parts.upper.length, parts.lower.length)
      let middle = (upper * second + lower * first) / (first + second)
      let top = add(parts.upper, from: upper, to: middle, unitSquareKilometres: area / 2)
      let bottom = add(parts.lower, from: middle, to: lower, unitSquareKilometres: area / 2)
      link(from: top, to: bottom)
      return (top, bottom)
    case .diamond(let fraction):
      let (head, rest) = line.cut(at: 1.0 / 3)
      let (middle, tail) = rest.cut(at: 0.5)
      let total = head.length + middle.length + tail.length
      let high = upper - (upper - lower) * head.length / total
      let low = lower + (upper - lower) * tail.length / total
      let top = add(head, from: upper, to: high, unitSquareKilometres: area / 3)
      let left = add(
        middle.bulged(by: Self.armOffset), from: high, to: low, unitSquareKilometres: area / 6)
      let right = add(
        middle.bulged(by: -Self.armOffset), from: high, to: low, unitSquareKilometres: area / 6)
      let bottom = add(tail, from: low, to: lower, unitSquareKilometres: area / 3)
      link(from: top, to: left, fraction: fraction)
      link(from: top, to: right, fraction: 1 - fraction)
      link(from: left, to: bottom)
      link(from: right, to: bottom)
      return (top, bottom)
    }
  }

  /// How far an arm of a diamond leaves the middle line, as a share of its length.
  private static let armOffset = 0.15

  /// Where a river crosses a cell: the cell's centre, moved at random by at most ``wandering``.
  private static func place(
    _ cell: Int, _ lattice: TriangularLattice, spacing: Double, seed: UInt64
  ) -> SIMD2<Float> {
    var source = RandomSource(
      seed: RandomSource.mixed(seed, RandomStream.position.rawValue), stream: UInt64(cell))
    let radius = Self.wandering * source.uniform().squareRoot()
    let angle = 2 * .pi * source.uniform()
    let shift = SIMD2(radius * cos(angle), radius * sin(angle))
    return eastNorth(lattice.position(cell) + shift, spacing: spacing)
  }

  /// The river's last vertex on the lattice, one spacing below the outlet's cell.
  private static let mouth = SIMD2<Double>(-1, 0)

  /// The lattice's x runs from the outlet into the basin; the river flows east.
  private static func eastNorth(_ local: SIMD2<Double>, spacing: Double) -> SIMD2<Float> {
    SIMD2<Float>(SIMD2(-(local.x + 1), local.y) * spacing)
  }

  /// Largest shift of a river inside its cell, spacings. Below √3/4 = 0.43, half the height of a
  /// triangle of cells, so that neighbouring links do not cross.
  private static let wandering = 0.35
}
