import RiverModels

/// The most probable weights given prior and gauges, and the shape of the probability around them.
///
/// The negative logarithm of the posterior is taken as
///
///     ½ Σ r² / κ + ½ |u|²,      u = (weights − prior mean) / prior deviation,      κ = f σ²
///
/// over the standardized residuals r of all gauge-days: normal errors of variance σ² of which only
/// n / f are independent. f, the inflation, is measured: it is the ratio by which the scores of whole
/// blocks of days vary more than those of independent days of equal variance would, averaged over
/// the directions in which the data speak (Pauli, Racugno and Ventura 2011, Statistica Sinica 21,
/// 149–164). It counts autocorrelation and that errors are greatest in floods, when n matters most.
public struct PosteriorMode: Sendable {
  public let weights: RoutingWeights
  public let prior: GaussianPrior
  /// Σ r² / n at the mode; 1 − NSE on the fitting days, were there one gauge.
  public let loss: Double
  /// n: gauge-days.
  public let days: Int
  /// σ²: the loss, or what the observations' least error makes of it where that is more.
  public let variance: Double
  /// f ≥ 1, of the residuals that are there; what the least error adds to them is independent.
  public let inflation: Double
  /// Losses of the steps that led here.
  public let history: [Double]
  /// Whether the last step changed next to nothing.
  public let isConverged: Bool

  /// Sketch G of the curvature by u: Gᵀ G ≈ Jᵀ J.
  let sketch: [[Double]]
  /// κ I + Gᵀ G
  let normal: LowRankNormalMatrix

  /// κ
  public var ridge: Double { variance * inflation }
  /// n / f
  public var effectiveDays: Double { Double(days) / inflation }

  /// Standard deviation of a linear function of the weights, `slope` its derivative by each.
  public func deviation(of slope: [Double]) -> Double {
    let scaled = zip(slope, prior.deviations).map { $0 * $1 }
    return (ridge * normal.quadraticForm(scaled)).squareRoot()
  }

  /// Correlation of two linear functions of the weights.
  public func correlation(_ first: [Double], _ second: [Double]) -> Double {
    let a = zip(first, prior.deviations).map { $0 * $1 }
    let b = zip(second, prior.deviations).map { $0 * $1 }
    let covariance = LowRankNormalMatrix.product(a, normal.solve(b))
    return covariance
      / (normal.quadraticForm(a) * normal.quadraticForm(b)).squareRoot()
  }
}
