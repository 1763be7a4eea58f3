// The two ends of the flow-duration curve: both series are sorted, and what is compared is the
// distribution of the flows, not the days on which they came.

import Foundation

enum FlowDurationBias {
  /// Share of the days that count as high flows, and as low flows: Yilmaz et al. (2008), table 1.
  static let highFlowShare = 0.02
  static let lowFlowShare = 0.3

  /// FHV: bias of the volume of the highest 2 % of flows, per cent of the observed volume.
  ///
  ///     100 Σ (Qₛ,ₕ − Qₒ,ₕ) / Σ Qₒ,ₕ
  ///
  /// **Edge cases:** NaN where 2 % of the days round to none (fewer than 26 days), or where the
  /// observed high flows sum to zero.
  ///
  /// Source: Yilmaz, Gupta and Wagener (2008), Water Resour. Res. 44, W09417,
  /// doi:10.1029/2007WR006716.
  static func high(observed: [Double], simulated: [Double]) -> Double {
    let taken = number(highFlowShare, of: observed.count)
    guard taken > 0 else { return .nan }
    let observedVolume = observed.sorted(by: >).prefix(taken).reduce(0, +)
    let simulatedVolume = simulated.sorted(by: >).prefix(taken).reduce(0, +)
    guard observedVolume != 0 else { return .nan }
    return percent * (simulatedVolume - observedVolume) / observedVolume
  }

  /// FLV: bias of the lowest 30 % of flows in log space, each measured from the lowest one, per
  /// cent; positive where the simulated curve falls less steeply than the observed one.
  ///
  ///     −100 (Σ [ln Qₛ,ₗ − ln Qₛ,L] − Σ [ln Qₒ,ₗ − ln Qₒ,L]) / Σ [ln Qₒ,ₗ − ln Qₒ,L]
  ///
  /// **Edge cases:** NaN where one of these flows, of either series, is not positive, and where the
  /// observed ones are all equal. NeuralHydrology puts 1e-6 in place of the zeros and adds 1e-6 to
  /// the denominator; nothing is put in place here, and on positive flows the two agree to that.
  ///
  /// Source: Yilmaz, Gupta and Wagener (2008), doi:10.1029/2007WR006716.
  static func low(observed: [Double], simulated: [Double]) -> Double {
    let taken = number(lowFlowShare, of: observed.count)
    guard taken > 0 else { return .nan }
    let observedLow = observed.sorted().prefix(taken)
    let simulatedLow = simulated.sorted().prefix(taken)
    guard observedLow[0] > 0, simulatedLow[0] > 0 else { return .nan }
    let observedSum = observedLow.reduce(0) { $0 + log($1 / observedLow[0]) }
    let simulatedSum = simulatedLow.reduce(0) { $0 + log($1 / simulatedLow[0]) }
    guard observedSum > 0 else { return .nan }
    return -percent * (simulatedSum - observedSum) / observedSum
  }

  private static let percent = 100.0

  /// Rounded half to even, as NumPy does, so that published scores can be met to the digit.
  private static func number(_ share: Double, of count: Int) -> Int {
    Int((share * Double(count)).rounded(.toNearestOrEven))
  }
}
