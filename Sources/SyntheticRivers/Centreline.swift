/// A river's centreline in the plane: formulas on lists of points, m.
struct Centreline {
  var points: [SIMD2<Float>]

  init(_ points: [SIMD2<Float>]) { self.points = points }

  /// Corners cut once, both ends kept: each corner is replaced by the points a quarter of the way to
  /// its neighbours.
  ///
  /// Source: Chaikin (1974), An algorithm for high-speed curve generation, Comput. Graph. Image
  /// Process. 3(4), 346–349, doi:10.1016/0146-664X(74)90028-8.
  var rounded: Centreline {
    guard points.count > 2 else { return self }
    var result = [points[0]]
    result.reserveCapacity(2 * points.count - 2)
    for corner in 1..<points.count - 1 {
      let (a, b, c) = (points[corner - 1], points[corner], points[corner + 1])
      result.append(0.25 * a + 0.75 * b)
      result.append(0.75 * b + 0.25 * c)
    }
    result.append(points[points.count - 1])
    return Centreline(result)
  }

  /// Sum of the segments' lengths, m.
  var length: Double {
    zip(points, points.dropFirst()).reduce(0) { $0 + Self.distance($1.0, $1.1) }
  }

  static func distance(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Double {
    let step = SIMD2<Double>(b) - SIMD2<Double>(a)
    return (step * step).sum().squareRoot()
  }

  /// The two parts before and after a share of the length, in (0, 1); they meet in one point.
  func cut(at share: Double) -> (upper: Centreline, lower: Centreline) {
    let target = share * length
    var passed = 0.0
    for segment in 1..<points.count {
      let step = Self.distance(points[segment - 1], points[segment])
      if passed + step >= target || segment == points.count - 1 {
        let within = step > 0 ? Float(min(1, (target - passed) / step)) : 0
        let place = points[segment - 1] + within * (points[segment] - points[segment - 1])
        var upper = Array(points[..<segment])
        var lower = Array(points[segment...])
        if upper.last != place { upper.append(place) }
        if lower.first != place { lower.insert(place, at: 0) }
        return (Centreline(upper), Centreline(lower))
      }
      passed += step
    }
    return (self, self)
  }

  /// The line bent sideways: half a sine wave, greatest in the middle, zero at both ends.
  /// - Parameter offset: largest shift as a share of the length; positive to the left.
  func bulged(by offset: Double) -> Centreline {
    let total = length
    let pieces = Self.bulgePieces
    var result = [points[0]]
    var rest = self
    for piece in 1..<pieces {
      let (upper, lower) = rest.cut(at: 1 / Double(pieces - piece + 1))
      rest = lower
      let end = upper.points[upper.points.count - 1]
      let along = points[points.count - 1] - points[0]
      let normal = SIMD2<Float>(-along.y, along.x)
      let size = max((normal * normal).sum().squareRoot(), .leastNormalMagnitude)
      let shift = Float(offset * total) * Self.bulgeShape[piece]
      result.append(end + shift / size * normal)
    }
    result.append(points[points.count - 1])
    return Centreline(result)
  }

  /// sin(π piece / pieces).
  private static let bulgeShape: [Float] = [0, 0.70710677, 1, 0.70710677, 0]
  private static let bulgePieces = 4
}
