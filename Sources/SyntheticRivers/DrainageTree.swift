import Foundation

/// Every cell of a basin's lattice and the neighbour it drains to: a random spanning tree rooted at
/// the outlet.
///
/// First-passage percolation: each cell takes a random, exponentially distributed time to conquer
/// after its first neighbour has been, starting at the outlet; a cell drains to the neighbour it was
/// conquered from. The tree of fastest paths is that of directed polymers in a random medium: paths
/// wander sideways as distance^(2/3), so a basin of length L has area L^(5/3), which is Hack's law
/// with exponent 3/5, and side branches are self-similar.
///
/// - Complexity: O(cells) time: times are whole numbers and wait in a ring of buckets, each cell
///   once (Dial 1969, doi:10.1145/363269.363610). 14 bytes a cell.
///
/// Sources: Howard (1971), Geogr. Anal. 3(1), 29–50, doi:10.1111/j.1538-4632.1971.tb00346.x
/// (headward growth); Manna and Subramanian (1996), Phys. Rev. Lett. 76, 3460–3463,
/// doi:10.1103/PhysRevLett.76.3460 (rivers from Eden growth); Kardar, Parisi and Zhang (1986),
/// Phys. Rev. Lett. 56, 889–892, doi:10.1103/PhysRevLett.56.889 (the exponent 2/3).
struct DrainageTree {
  let lattice: TriangularLattice
  /// The cells in the order of conquest: each after the one it drains to; the first is the outlet.
  private(set) var order: [Int32]
  /// For each cell of the lattice the direction it drains in, 0..<6, or a mark above.
  private(set) var direction: [UInt8]
  /// Number of cells that drain through each cell, itself included; 0 outside.
  private(set) var areas: [Int32]

  static let outletMark: UInt8 = 6
  static let outsideMark: UInt8 = 7
  static let unknownMark: UInt8 = 8
  static let waitingFlag: UInt8 = 16

  /// Time units in the mean time to conquer a cell.
  private static let timeResolution = 64.0
  /// Random bits behind a time: the longest is then ln(2^21) means, which fits the ring.
  private static let timeBits: UInt64 = 20
  private static let bucketCount = 1024

  /// - Parameter cells: how many cells to aim at; the ragged divide decides the exact number.
  init(cells: Int, seed: UInt64) {
    let outline = BasinOutline(area: Double(cells) * TriangularLattice.rowHeight, seed: seed)
    lattice = TriangularLattice(
      length: outline.length * BasinOutline.room,
      width: 2 * outline.halfWidth * BasinOutline.room)
    precondition(lattice.count < Int(Int32.max), "cells are numbered in 32 bits")
    order = []
    order.reserveCapacity(cells + cells / 8)
    direction = [UInt8](repeating: Self.unknownMark, count: lattice.count)
    areas = []
    grow(inside: outline, seed: seed)
    areas = [Int32](repeating: 0, count: lattice.count)
    accumulate()
  }

  private mutating func grow(inside outline: BasinOutline, seed: UInt64) {
    let lattice = lattice
    let growthSeed = RandomSource.mixed(seed, RandomStream.growth.rawValue)
    let steps = [lattice.neighbourSteps(oddRow: false), lattice.neighbourSteps(oddRow: true)]
    var buckets = [Int32](repeating: -1, count: Self.bucketCount)
    var next = [Int32](repeating: -1, count: lattice.count)
    var time = 0
    var waiting = 1
    buckets[0] = Int32(lattice.origin)
    direction[lattice.origin] = Self.outletMark | Self.waitingFlag
    var order = order
    direction.withUnsafeMutableBufferPointer { direction in
      next.withUnsafeMutableBufferPointer { next in
        while waiting > 0 {
          let slot = time & (Self.bucketCount - 1)
          let head = buckets[slot]
          guard head >= 0 else {
            time += 1
            continue
          }
          let cell = Int(head)
          buckets[slot] = next[cell]
          waiting -= 1
          direction[cell] &= ~Self.waitingFlag
          order.append(head)
          let around = steps[lattice.isOddRow(cell) ? 1 : 0]
          for way in 0..<TriangularLattice.neighbourCount {
            let neighbour = cell + around[way]
            guard direction[neighbour] == Self.unknownMark else { continue }
            guard !lattice.isMargin(neighbour), outline.contains(lattice.position(neighbour))
            else {
              direction[neighbour] = Self.outsideMark
              continue
            }
            let bits = RandomSource.mixed(growthSeed, UInt64(neighbour))
            let due = (time + Self.timeToConquer(bits)) & (Self.bucketCount - 1)
            next[neighbour] = buckets[due]
            buckets[due] = Int32(neighbour)
            direction[neighbour] = UInt8((way + 3) % 6) | Self.waitingFlag
            waiting += 1
          }
        }
      }
    }
    self.order = order
  }

  /// An exponential variate in time units, rounded down, 0 to 931.
  @inline(__always)
  private static func timeToConquer(_ bits: UInt64) -> Int {
    let share = (Double(bits >> (64 - timeBits)) + 0.5) / Double(1 << timeBits)
    return Int(-log(share) * timeResolution)
  }

  private mutating func accumulate() {
    for cell in order { areas[Int(cell)] = 1 }
    let steps = [lattice.neighbourSteps(oddRow: false), lattice.neighbourSteps(oddRow: true)]
    let lattice = lattice
    let order = order
    let direction = direction
    areas.withUnsafeMutableBufferPointer { areas in
      for position in stride(from: order.count - 1, to: 0, by: -1) {
        let cell = Int(order[position])
        let below = cell + steps[lattice.isOddRow(cell) ? 1 : 0][Int(direction[cell])]
        areas[below] += areas[cell]
      }
    }
  }

  var outlet: Int { lattice.origin }

  /// The cells that drain directly into a cell, in the order of the directions.
  @inline(__always)
  func forEachCellDraining(into cell: Int, _ body: (Int) -> Void) {
    let columns = lattice.columns
    let odd = lattice.isOddRow(cell) ? 1 : 0
    // neighbourSteps, without the array.
    visit(cell + 1, from: 3, body)
    visit(cell + columns + odd, from: 4, body)
    visit(cell + columns + odd - 1, from: 5, body)
    visit(cell - 1, from: 0, body)
    visit(cell - columns + odd - 1, from: 1, body)
    visit(cell - columns + odd, from: 2, body)
  }

  @inline(__always)
  private func visit(_ neighbour: Int, from way: UInt8, _ body: (Int) -> Void) {
    if direction[neighbour] == way { body(neighbour) }
  }
}
