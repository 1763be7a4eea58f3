/// The B-splines of one degree on evenly spaced knots.
///
/// The interval [−a, a] is cut into G pieces of width h, and the knots go on evenly for `degree`
/// pieces on both sides. Basis function i is supported on [−a + (i − k) h, −a + (i + 1) h], k the
/// degree; there are G + k of them. Inside [−a, a] they add up to 1; outside they fade to zero
/// within k pieces, with k − 1 continuous derivatives throughout.
///
/// Sources: de Boor (1978), A Practical Guide to Splines, chapters IX and X (recursion and
/// derivative); the extended knots as in Liu et al. (2024), arXiv:2404.19756, section 2.2.
public struct BSplineBasis: Codable, Sendable, Equatable {
  /// The degree k of the pieces; 3 is cubic. (The reference calls it the order.)
  public let degree: Int
  /// The number G of pieces of [−a, a].
  public let intervals: Int
  /// a
  public let halfWidth: Double

  /// - Throws: ``NeuralNetworkError`` where degree, intervals or half-width are not positive
  public init(degree: Int, intervals: Int, halfWidth: Double) throws {
    guard degree > 0, intervals > 0, halfWidth > 0, halfWidth.isFinite else {
      throw NeuralNetworkError(
        "the spline grid is not one", subject: "degree, intervals, half-width",
        found: "\(degree), \(intervals), \(halfWidth)", expected: "positive numbers")
    }
    self.degree = degree
    self.intervals = intervals
    self.halfWidth = halfWidth
  }

  /// The number of basis functions, G + k.
  public var count: Int { intervals + degree }
  /// The width h of one piece.
  public var spacing: Double { 2 * halfWidth / Double(intervals) }

  /// All basis functions at a point, `[count]`.
  public func values(at x: Double) -> [Double] { table(at: x).values }

  /// Their derivatives with respect to x, `[count]`; at a knot, where degree 1 has none, the one
  /// from the right.
  public func derivatives(at x: Double) -> [Double] { table(at: x).derivatives }

  private func table(at x: Double) -> (values: [Double], derivatives: [Double]) {
    var values = [Double](repeating: 0, count: count)
    var derivatives = values
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * (degree + 1)) { scratch in
      let slopes = UnsafeMutableBufferPointer(rebasing: scratch[(degree + 1)...])
      guard let first = evaluate(at: x, values: scratch, derivatives: slopes) else { return }
      for index in active(first) {
        values[index] = scratch[index - first]
        derivatives[index] = slopes[index - first]
      }
    }
    return (values, derivatives)
  }

  /// The basis functions among `first...first + degree` that exist.
  @inline(__always)
  func active(_ first: Int) -> Range<Int> { max(first, 0)..<min(first + degree + 1, count) }

  /// Computes the `degree + 1` functions that are not zero around x, and their derivatives.
  ///
  /// - Returns: the index of the first of them; near the ends it may be negative, and some of the
  ///   functions not exist (see ``active(_:)``); nil where x is so far out that all are zero, or is
  ///   not a number
  /// - Complexity: O(degree²), no allocation.
  @inline(__always)
  func evaluate(
    at x: Double, values: UnsafeMutableBufferPointer<Double>,
    derivatives: UnsafeMutableBufferPointer<Double>
  ) -> Int? {
    let position = (x + halfWidth) / spacing
    guard position >= Double(-degree), position < Double(count) else { return nil }
    let piece = position.rounded(.down)
    let u = position - piece
    values[0] = 1
    for d in 1...degree {
      if d == degree {
        // Here `values` are those of degree k − 1, of which the derivatives are differences.
        derivatives[0] = -values[0] / spacing
        for r in 1..<degree { derivatives[r] = (values[r - 1] - values[r]) / spacing }
        derivatives[degree] = values[degree - 1] / spacing
      }
      var saved = 0.0
      for r in 0..<d {
        let part = values[r] / Double(d)
        values[r] = saved + (Double(r + 1) - u) * part
        saved = (u + Double(d - r - 1)) * part
      }
      values[d] = saved
    }
    return Int(piece)
  }
}
