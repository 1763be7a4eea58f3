/// The loops of ``LSTMScalar``, written once for both kinds of lanes.
enum LSTMKernels<Lane: GateLane> {
  typealias Scalar = Lane.Scalar

  @inline(__always)
  static func activateGates(
    _ gates: UnsafeMutablePointer<Scalar>, bias: UnsafePointer<Scalar>,
    previousCell: UnsafePointer<Scalar>, cell: UnsafeMutablePointer<Scalar>,
    hidden: UnsafeMutablePointer<Scalar>, hiddenStride: Int, rows: Int, hiddenCount: Int
  ) {
    for row in 0..<rows {
      let z = gates + row * 4 * hiddenCount
      let first = row * hiddenCount
      forEachLane(hiddenCount) { unit, count in
        @inline(__always) func sum(_ gate: Int) -> Lane {
          let at = gate * hiddenCount + unit
          return Lane.loaded(UnsafePointer(z + at), count) + Lane.loaded(bias + at, count)
        }
        let i = Lane.sigmoid(sum(0))
        let f = Lane.sigmoid(sum(1))
        let g = Lane.tanh(sum(2))
        let o = Lane.sigmoid(sum(3))
        let c = Lane.multiplyAdd(
          f, Lane.loaded(previousCell + first + unit, count), i * g)
        i.store(z + unit, count)
        f.store(z + hiddenCount + unit, count)
        g.store(z + 2 * hiddenCount + unit, count)
        o.store(z + 3 * hiddenCount + unit, count)
        c.store(cell + first + unit, count)
        (o * Lane.tanh(c)).store(hidden + row * hiddenStride + unit, count)
      }
    }
  }

  @inline(__always)
  static func pullGatesBack(
    _ gates: UnsafeMutablePointer<Scalar>, previousCell: UnsafePointer<Scalar>,
    cell: UnsafePointer<Scalar>, hiddenGradient: UnsafePointer<Scalar>,
    cellGradient: UnsafeMutablePointer<Scalar>, biasGradient: UnsafeMutablePointer<Scalar>,
    rows: Int, hiddenCount: Int
  ) {
    let one = Lane(repeating: 1)
    for row in 0..<rows {
      let z = gates + row * 4 * hiddenCount
      let first = row * hiddenCount
      forEachLane(hiddenCount) { unit, count in
        @inline(__always) func gate(_ gate: Int) -> Lane {
          Lane.loaded(UnsafePointer(z + gate * hiddenCount + unit), count)
        }
        @inline(__always) func put(_ gate: Int, _ gradient: Lane) {
          let at = gate * hiddenCount + unit
          gradient.store(z + at, count)
          (Lane.loaded(UnsafePointer(biasGradient + at), count) + gradient)
            .store(biasGradient + at, count)
        }
        let (i, f, g, o) = (gate(0), gate(1), gate(2), gate(3))
        let tanhCell = Lane.tanh(Lane.loaded(cell + first + unit, count))
        let dh = Lane.loaded(hiddenGradient + first + unit, count)
        let dc =
          Lane.loaded(UnsafePointer(cellGradient + first + unit), count)
          + dh * o * (one - tanhCell * tanhCell)
        put(0, dc * g * (i * (one - i)))
        put(1, dc * Lane.loaded(previousCell + first + unit, count) * (f * (one - f)))
        put(2, dc * i * (one - g * g))
        put(3, dh * tanhCell * (o * (one - o)))
        (dc * f).store(cellGradient + first + unit, count)
      }
    }
  }

  @inline(__always)
  static func restoreHidden(
    _ hidden: UnsafeMutablePointer<Scalar>, hiddenStride: Int, gates: UnsafePointer<Scalar>,
    cell: UnsafePointer<Scalar>, rows: Int, hiddenCount: Int
  ) {
    for row in 0..<rows {
      let output = gates + (row * 4 + 3) * hiddenCount
      let first = row * hiddenCount
      forEachLane(hiddenCount) { unit, count in
        let o = Lane.loaded(output + unit, count)
        (o * Lane.tanh(Lane.loaded(cell + first + unit, count)))
          .store(hidden + row * hiddenStride + unit, count)
      }
    }
  }

  @inline(__always)
  static func add(
    _ source: UnsafePointer<Scalar>, sourceStride: Int, to target: UnsafeMutablePointer<Scalar>,
    rows: Int, columns: Int
  ) {
    for row in 0..<rows {
      let (from, to) = (source + row * sourceStride, target + row * columns)
      forEachLane(columns) { column, count in
        (Lane.loaded(UnsafePointer(to + column), count) + Lane.loaded(from + column, count))
          .store(to + column, count)
      }
    }
  }

  @inline(__always)
  static func scale(
    _ target: UnsafeMutablePointer<Scalar>, by factors: UnsafePointer<Scalar>, count: Int
  ) {
    forEachLane(count) { first, count in
      (Lane.loaded(UnsafePointer(target + first), count) * Lane.loaded(factors + first, count))
        .store(target + first, count)
    }
  }

  /// Full vectors first, then what is left over.
  @inline(__always)
  private static func forEachLane(_ count: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
    var first = 0
    while first + Lane.width <= count {
      body(first, Lane.width)
      first += Lane.width
    }
    if first < count { body(first, count - first) }
  }
}
