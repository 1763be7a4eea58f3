import Foundation

/// How well a learned map of roughness agrees with the one that made the observations, over a set of
/// reaches.
public struct RecoveryScore: Sendable, Codable, Equatable {
  public var reaches: Int
  /// Correlation of ln n learned with ln n true; nil where either does not vary.
  public var correlation: Double?
  /// Correlation of ln n learned with the truth's law, its noise left out.
  public var lawCorrelation: Double?
  /// Median of |n learned / n true − 1|; nil without reaches.
  public var medianError: Double?
  /// Share of the reaches whose true n lies in the interval of the ensemble; nil without one.
  public var coverage: Double?

  enum CodingKeys: String, CodingKey {
    case reaches, correlation, lawCorrelation = "correlation_with_law"
    case medianError = "median_relative_error", coverage = "interval_coverage"
  }

  /// - Parameters:
  ///   - learned: parameters that were found
  ///   - truth: parameters the basin was made with
  ///   - law: the truth's law at each reach, s m^(−1/3)
  ///   - subset: positions of the reaches that count
  ///   - intervals: lower and upper n of each reach
  public init(
    learned: [Double], truth: [Double], law: [Double], subset: [Int],
    intervals: (lower: [Double], upper: [Double])? = nil
  ) {
    reaches = subset.count
    let logarithms = subset.map { log(learned[$0]) }
    correlation = Self.correlation(logarithms, subset.map { log(truth[$0]) })
    lawCorrelation = Self.correlation(logarithms, subset.map { log(law[$0]) })
    let errors = subset.map { abs(learned[$0] / truth[$0] - 1) }
    medianError = errors.isEmpty ? nil : Quantiles.value(errors, 0.5)
    coverage = intervals.flatMap { intervals in
      guard !subset.isEmpty else { return nil }
      let inside = subset.count {
        intervals.lower[$0] <= truth[$0] && truth[$0] <= intervals.upper[$0]
      }
      return Double(inside) / Double(subset.count)
    }
  }

  /// Pearson's correlation; nil where it is not defined.
  package static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
    guard a.count > 1, !a.isConstant, !b.isConstant else { return nil }
    let (meanA, meanB) = (a.mean, b.mean)
    var (aa, ab, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      aa += (x - meanA) * (x - meanA)
      ab += (x - meanA) * (y - meanB)
      bb += (y - meanB) * (y - meanB)
    }
    let product = (aa * bb).squareRoot()
    // What a constant map leaves behind is round-off, not a pattern.
    return product > 1e-18 * Double(a.count) ? ab / product : nil
  }
}
