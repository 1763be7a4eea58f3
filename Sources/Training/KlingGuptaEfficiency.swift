/// The Kling–Gupta efficiency of 2009 and its three parts.
///
///     KGE = 1 − √((r − 1)² + (α − 1)² + (β − 1)²),   α = σₛ / σₒ,   β = μₛ / μₒ
///
/// with population deviations σ and the linear correlation r. Not to be confused with KGE′ of Kling
/// et al. (2012), which compares coefficients of variation in place of deviations.
///
/// **Edge cases:** constant observations leave r, α and KGE undefined, constant simulations r and
/// KGE, a zero observed mean β and KGE: NaN.
///
/// Source: Gupta, Kling, Yilmaz and Martinez (2009), J. Hydrol. 377(1–2), 80–91,
/// doi:10.1016/j.jhydrol.2009.08.003.
struct KlingGuptaEfficiency {
  /// r: linear correlation.
  let correlation: Double
  /// α: simulated over observed standard deviation.
  let variabilityRatio: Double
  /// β: simulated over observed mean.
  let biasRatio: Double

  private let observedMean: Double
  private let observedDeviation: Double
  private let simulatedMean: Double
  private let simulatedDeviation: Double

  init(observed: [Double], simulated: [Double]) {
    observedMean = observed.mean
    simulatedMean = simulated.mean
    observedDeviation = observed.populationVariance.squareRoot()
    simulatedDeviation = simulated.populationVariance.squareRoot()
    var covariance = 0.0
    for (o, s) in zip(observed, simulated) {
      covariance += (o - observedMean) * (s - simulatedMean)
    }
    covariance /= Double(observed.count)
    correlation =
      observedDeviation > 0 && simulatedDeviation > 0
      ? covariance / (observedDeviation * simulatedDeviation) : .nan
    variabilityRatio = observedDeviation > 0 ? simulatedDeviation / observedDeviation : .nan
    biasRatio = observedMean != 0 ? simulatedMean / observedMean : .nan
  }

  var value: Double { 1 - distance }

  /// Distance of (r, α, β) from (1, 1, 1).
  private var distance: Double {
    let r = correlation - 1
    let a = variabilityRatio - 1
    let b = biasRatio - 1
    return (r * r + a * a + b * b).squareRoot()
  }

  /// ∂KGE/∂simulated, one value a day; zero at the perfect score, where KGE has a kink.
  ///
  ///     ∂r/∂sᵢ = ((oᵢ − μₒ)/σₒ − r (sᵢ − μₛ)/σₛ) / (n σₛ)
  ///     ∂α/∂sᵢ = (sᵢ − μₛ) / (n σₛ σₒ)
  ///     ∂β/∂sᵢ = 1 / (n μₒ)
  func gradient(observed: [Double], simulated: [Double]) -> [Double] {
    let distance = distance
    guard distance > 0 else { return [Double](repeating: 0, count: simulated.count) }
    let count = Double(simulated.count)
    let byCorrelation = (1 - correlation) / (distance * count * simulatedDeviation)
    let byVariability = (1 - variabilityRatio) / (distance * count * observedDeviation)
    let byBias = (1 - biasRatio) / (distance * count * observedMean)
    return zip(observed, simulated).map { o, s in
      let observedScore = (o - observedMean) / observedDeviation
      let simulatedScore = (s - simulatedMean) / simulatedDeviation
      return byCorrelation * (observedScore - correlation * simulatedScore)
        + byVariability * simulatedScore + byBias
    }
  }
}
