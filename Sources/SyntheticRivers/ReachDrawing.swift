/// The reaches of a basin as they come out of the lattice, column by column, before the network puts
/// them in order. Row k has the identifier k + 1.
struct ReachDrawing {
  private(set) var points: [SIMD2<Float>] = []
  private(set) var start: [Int] = [0]
  /// m.
  private(set) var lengths: [Double] = []
  /// m m⁻¹.
  private(set) var slopes: [Double] = []
  /// Elevation of the bed halfway along the reach, m.
  private(set) var elevations: [Double] = []
  /// Land that drains directly into the reach, km².
  private(set) var unitSquareKilometres: [Double] = []
  private(set) var links: [Link] = []

  struct Link {
    let from: Int
    let to: Int
    let fraction: Double
  }

  var count: Int { lengths.count }

  mutating func reserveCapacity(_ reaches: Int) {
    start.reserveCapacity(reaches + 1)
    lengths.reserveCapacity(reaches)
    slopes.reserveCapacity(reaches)
    elevations.reserveCapacity(reaches)
    unitSquareKilometres.reserveCapacity(reaches)
    links.reserveCapacity(reaches)
  }

  /// - Returns: the row.
  @discardableResult
  mutating func add(
    _ line: Centreline, from upper: Double, to lower: Double, unitSquareKilometres: Double
  ) -> Int {
    points += line.points
    start.append(points.count)
    let length = line.length
    lengths.append(length)
    slopes.append((upper - lower) / length)
    elevations.append((upper + lower) / 2)
    self.unitSquareKilometres.append(unitSquareKilometres)
    return count - 1
  }

  mutating func link(from: Int, to: Int, fraction: Double = 1) {
    links.append(Link(from: from, to: to, fraction: fraction))
  }
}
