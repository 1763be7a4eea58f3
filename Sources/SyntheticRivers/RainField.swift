import Foundation

/// Places sorted into square tiles, so that a rain cell looks only at those near it.
struct RainField {
  /// Place p of the sorted order is place `original[p]` of the caller's.
  let original: [Int]
  private let x: [Double]
  private let y: [Double]
  /// The places of tile t: `start[t]..<start[t + 1]`.
  private let start: [Int]
  private let columns: Int
  private let rows: Int
  let low: SIMD2<Double>
  let high: SIMD2<Double>

  /// m.
  private static let tileSide = 50_000.0

  init(places: [SIMD2<Double>]) {
    var low = places.first ?? .zero
    var high = low
    for place in places {
      low = pointwiseMin(low, place)
      high = pointwiseMax(high, place)
    }
    let size = (high - low) / Self.tileSide
    let (columns, rows) = (Int(size.x) + 1, Int(size.y) + 1)
    let tiles = places.map { place in
      let tile = (place - low) / Self.tileSide
      return Int(tile.y) * columns + Int(tile.x)
    }
    var start = [Int](repeating: 0, count: columns * rows + 1)
    for tile in tiles { start[tile + 1] += 1 }
    for tile in 0..<columns * rows { start[tile + 1] += start[tile] }
    var next = start
    var original = [Int](repeating: 0, count: places.count)
    for (place, tile) in tiles.enumerated() {
      original[next[tile]] = place
      next[tile] += 1
    }
    self.low = low
    self.high = high
    self.columns = columns
    self.rows = rows
    self.start = start
    self.original = original
    x = original.map { places[$0].x }
    y = original.map { places[$0].y }
  }

  /// Adds the rain of a cell while its centre is at a point to the depths at the places.
  /// - Parameter depth: at the centre, mm.
  func add(_ cell: RainCell, at centre: SIMD2<Double>, depth: Double, to depths: inout [Double]) {
    let radius = RainCell.reach * cell.spread
    let from = ((centre - radius - low) / Self.tileSide).rounded(.down)
    let to = ((centre + radius - low) / Self.tileSide).rounded(.down)
    guard to.x >= 0, to.y >= 0, from.x < Double(columns), from.y < Double(rows) else { return }
    let firstColumn = max(0, Int(from.x))
    let lastColumn = min(columns - 1, Int(to.x))
    let scale = -1 / (2 * cell.spread * cell.spread)
    for row in max(0, Int(from.y))...min(rows - 1, Int(to.y)) {
      let tiles = start[row * columns + firstColumn]..<start[row * columns + lastColumn + 1]
      for place in tiles {
        let (east, north) = (x[place] - centre.x, y[place] - centre.y)
        let square = east * east + north * north
        if square < radius * radius { depths[place] += depth * exp(scale * square) }
      }
    }
  }

  /// Adds what some cells bring in `jumps` times `jumpHours` hours from `begin` on; each cell moves
  /// in jumps.
  /// - Parameters:
  ///   - begin: h since 1970
  ///   - scale: of the depths, mm
  func add(
    _ cells: [RainCell], from begin: Double, jumps: Int, jumpHours: Double, scale: Double,
    to depths: inout [Double]
  ) {
    for jump in 0..<jumps {
      let begin = begin + Double(jump) * jumpHours
      for cell in cells {
        let from = max(begin, cell.start)
        let until = min(begin + jumpHours, cell.start + cell.duration)
        guard until > from else { continue }
        add(
          cell, at: cell.centre(at: (from + until) / 2),
          depth: (until - from) * cell.intensity * scale, to: &depths)
      }
    }
  }
}
