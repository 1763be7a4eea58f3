/// Steps and changes of gradient, by which an approximate curvature is made to agree with what the
/// search has seen: the two-loop recursion of limited-memory BFGS, begun from any inverse.
///
/// Source: Nocedal (1980), Math. Comput. 35, 773–782, doi:10.1090/S0025-5718-1980-0572855-7.
package struct SecantPairs: Sendable {
  private var pairs: [(step: [Double], dataChange: [Double])] = []

  /// Pairs remembered.
  private static let limit = 12

  package init() {}

  mutating func forget() { pairs = [] }

  /// - Parameters:
  ///   - step: between two points
  ///   - dataChange: of the gradient between them, without the ridge's part
  package mutating func add(step: [Double], dataChange: [Double]) {
    pairs.append((step, dataChange))
    if pairs.count > Self.limit { pairs.removeFirst() }
  }

  /// The corrected inverse applied to a gradient.
  ///
  /// - Parameters:
  ///   - ridge: κ, of which every pair's change of gradient has κ times its step
  ///   - inverse: the approximate inverse to begin from
  package func solve(
    _ gradient: [Double], ridge: Double, inverse: ([Double]) -> [Double]
  ) -> [Double] {
    let product = LowRankNormalMatrix.product
    let usable = pairs.compactMap { pair -> (step: [Double], change: [Double], scale: Double)? in
      let change = zip(pair.dataChange, pair.step).map { $0 + ridge * $1 }
      let curvature = product(pair.step, change)
      // Only where the curvature is positive is the inverse that of a minimum.
      guard curvature > 0.1 * ridge * product(pair.step, pair.step) else { return nil }
      return (pair.step, change, 1 / curvature)
    }
    var vector = gradient
    var shares = [Double](repeating: 0, count: usable.count)
    for index in usable.indices.reversed() {
      shares[index] = usable[index].scale * product(usable[index].step, vector)
      for i in vector.indices { vector[i] -= shares[index] * usable[index].change[i] }
    }
    vector = inverse(vector)
    for index in usable.indices {
      let back = usable[index].scale * product(usable[index].change, vector)
      for i in vector.indices { vector[i] += (shares[index] - back) * usable[index].step[i] }
    }
    return vector
  }
}
