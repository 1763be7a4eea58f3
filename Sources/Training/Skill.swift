import Foundation

/// How well a simulated daily series matches the observed one: the scores hydrologists publish.
///
/// Days on which either series is NaN are left out of every score; ``days`` says how many remain.
/// A score that is not defined on the remaining days is NaN, in JSON `null`, never a made-up
/// number: each property says when.
///
///     let skill = Skill(observed: observed, simulated: simulated)
///     print(skill.nse, skill.kge)
public struct Skill: Sendable {
  /// Nash–Sutcliffe efficiency, 1 at best; 0 is as good as the observed mean.
  ///
  ///     1 − Σ (Qₛ − Qₒ)² / Σ (Qₒ − Q̄ₒ)²
  ///
  /// NaN where the observations are constant.
  /// Source: Nash and Sutcliffe (1970), doi:10.1016/0022-1694(70)90255-6.
  public let nse: Double
  /// Kling–Gupta efficiency, 1 at best: 1 − √((r − 1)² + (α − 1)² + (β − 1)²).
  ///
  /// NaN where one of its parts is. The observed mean scores 1 − √2 = −0.41, not 0 (Knoben et al.
  /// 2019, doi:10.5194/hess-23-4323-2019).
  /// Source: Gupta et al. (2009), doi:10.1016/j.jhydrol.2009.08.003.
  public let kge: Double
  /// r of the Kling–Gupta efficiency: linear correlation. NaN where either series is constant.
  public let correlation: Double
  /// α of the Kling–Gupta efficiency: simulated over observed population standard deviation. NaN
  /// where the observations are constant.
  public let variabilityRatio: Double
  /// β of the Kling–Gupta efficiency: simulated over observed mean. NaN where the latter is zero.
  public let biasRatio: Double
  /// Root of the mean squared error, m³ s⁻¹.
  public let rmse: Double
  /// Simulated less observed mean, m³ s⁻¹: positive where too much is simulated.
  public let bias: Double
  /// ``bias`` in per cent of the observed mean; NaN where that is zero.
  ///
  /// Positive where too much is simulated, contrary to the sign of Moriasi et al. (2007).
  public let percentBias: Double
  /// Nash–Sutcliffe efficiency of ln(Q + ε), ε one hundredth of the mean of the observations scored
  /// here: weighs low flows.
  ///
  /// NaN where the observed mean is not positive, the observations are constant, or a value of
  /// either series is −ε or less.
  /// Source: Pushpalatha et al. (2012), J. Hydrol. 420–421, 171–182,
  /// doi:10.1016/j.jhydrol.2011.11.055.
  public let logNSE: Double
  /// FHV: bias of the volume of the highest 2 % of flows, per cent; NaN on fewer than 26 days.
  ///
  /// Source: Yilmaz et al. (2008), doi:10.1029/2007WR006716.
  public let highFlowBias: Double
  /// FLV: bias of the lowest 30 % of flows in log space, per cent; NaN where one of them is not
  /// positive.
  ///
  /// Source: Yilmaz et al. (2008), doi:10.1029/2007WR006716.
  public let lowFlowBias: Double
  /// Mean absolute error of the days of flood peaks; NaN without a peak. See ``PeakTiming``.
  public let peakTimingError: Double
  /// Days on which both series have a value.
  public let days: Int

  /// ε of ``logNSE`` as a share of the observed mean (Pushpalatha et al. 2012).
  public static let logOffsetShare = 0.01

  private static let percent = 100.0

  /// - Parameters:
  ///   - observed: daily means, m³ s⁻¹, NaN where missing
  ///   - simulated: the same days, m³ s⁻¹, NaN where there is none
  /// - Precondition: both are equally long.
  /// - Complexity: O(n log n) in the days, for the flow-duration curves.
  public init(observed: some Collection<Double>, simulated: some Collection<Double>) {
    let pairs = PairedSeries(observed: observed, simulated: simulated)
    let observed = pairs.observed
    let simulated = pairs.simulated
    let parts = KlingGuptaEfficiency(observed: observed, simulated: simulated)
    let mean = observed.mean

    nse = pairs.nashSutcliffeEfficiency
    kge = parts.value
    correlation = parts.correlation
    variabilityRatio = parts.variabilityRatio
    biasRatio = parts.biasRatio
    rmse = (pairs.squaredError / Double(pairs.count)).squareRoot()
    bias = simulated.mean - mean
    percentBias = mean != 0 ? Self.percent * bias / mean : .nan
    logNSE = Self.logNSE(pairs, offset: Self.logOffsetShare * mean)
    highFlowBias = FlowDurationBias.high(observed: observed, simulated: simulated)
    lowFlowBias = FlowDurationBias.low(observed: observed, simulated: simulated)
    peakTimingError = PeakTiming(pairs).meanAbsoluteError
    days = pairs.count
  }

  private static func logNSE(_ pairs: PairedSeries, offset: Double) -> Double {
    guard offset > 0,
      pairs.observed.allSatisfy({ $0 + offset > 0 }),
      pairs.simulated.allSatisfy({ $0 + offset > 0 })
    else { return .nan }
    return PairedSeries(
      observed: pairs.observed.map { log($0 + offset) },
      simulated: pairs.simulated.map { log($0 + offset) }
    ).nashSutcliffeEfficiency
  }
}
