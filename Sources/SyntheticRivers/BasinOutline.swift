import Foundation

/// The water divide: which points of the plane belong to the basin.
///
/// A lemniscate loop r = L cos(pθ) around an axis that leaves the outlet, the curve that fits the
/// outline of real basins; p is 1 for a circle and grows with elongation. A smooth random field
/// makes the divide ragged.
///
/// Source: Chorley, Malm and Pogorzelski (1957), A new standard for estimating drainage basin
/// shape, Am. J. Sci. 255(2), 138–141.
struct BasinOutline {
  /// L, spacings.
  let length: Double
  private let raggedness: SmoothField

  /// p: a basin about 1.7 times as long as it is wide.
  static let elongation = 1.6
  /// Standard deviation of the logarithm of the divide's distance.
  static let raggednessDeviation = 0.1
  /// Largest features of the divide, as a share of the basin's length.
  static let raggednessScale = 0.25
  /// Room on the lattice, as a factor on distances: 2.6 deviations of the raggedness. What would
  /// reach farther is left outside, and the divide is straight there.
  static let room = 1.3

  /// - Parameter area: square spacings. π L² / 4p is the area of the loop.
  init(area: Double, seed: UInt64) {
    length = (4 * Self.elongation * area / .pi).squareRoot()
    raggedness = SmoothField(
      seed: seed, stream: .divide, scale: max(1, length * Self.raggednessScale))
  }

  /// Largest distance between the loop's axis and its edge: r sin θ is greatest where
  /// p tan(pθ) = cot θ; found by stepping θ.
  var halfWidth: Double {
    let steps = 1000
    return (0...steps).map { step in
      let angle = Double(step) / Double(steps) * .pi / (2 * Self.elongation)
      return length * cos(Self.elongation * angle) * sin(angle)
    }.max() ?? 0
  }

  func contains(_ point: SIMD2<Double>) -> Bool {
    let distance = (point * point).sum().squareRoot()
    let angle = Self.elongation * abs(atan2(point.y, point.x))
    guard angle < .pi / 2 else { return false }
    let stretch = exp(Self.raggednessDeviation * raggedness.value(point.x, point.y))
    return distance * stretch <= length * cos(angle)
  }
}
