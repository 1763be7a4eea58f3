/// What is believed of a parameterization's weights before any gauge is read: each is normal, by
/// itself.
///
/// A deviation of zero pins a weight to its mean.
public struct GaussianPrior: Sendable, Equatable, Codable {
  /// `[weight]`
  public var means: [Double]
  /// Standard deviations, ≥ 0, `[weight]`
  public var deviations: [Double]

  public init(means: [Double], deviations: [Double]) {
    precondition(means.count == deviations.count, "a deviation for every mean")
    precondition(deviations.allSatisfy { $0 >= 0 }, "deviations are not negative")
    self.means = means
    self.deviations = deviations
  }

  /// Σ ((w − mean) / deviation)² over the weights that are free, and its gradient.
  ///
  /// The gradient of a pinned weight is zero, as is its share of the sum.
  public func distance(_ weights: [Double]) -> (value: Double, gradient: [Double]) {
    precondition(weights.count == means.count, "a weight for every mean")
    var value = 0.0
    var gradient = [Double](repeating: 0, count: weights.count)
    for index in weights.indices where deviations[index] > 0 {
      let standard = (weights[index] - means[index]) / deviations[index]
      value += standard * standard
      gradient[index] = 2 * standard / deviations[index]
    }
    return (value, gradient)
  }

  /// The two one after the other.
  public static func + (a: GaussianPrior, b: GaussianPrior) -> GaussianPrior {
    GaussianPrior(means: a.means + b.means, deviations: a.deviations + b.deviations)
  }
}
