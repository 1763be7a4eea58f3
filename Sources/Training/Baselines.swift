import RiverNetworks

/// What a gauge's discharge would be without any routing model: the scores to beat, known before
/// training begins.
///
///     let baselines = try Baselines(
///       summedInflow: inflow, observed: observed, trainingDays: 640..<5_753)
///     let score = Skill(
///       observed: observed[testDays], simulated: baselines.bestConstantDelay[testDays])
public struct Baselines: Sendable {
  /// Daily lateral inflow, m³ s⁻¹, summed over all reaches upstream of the gauge: no routing.
  public let sumOfInflows: [Double]
  /// The delay with the highest ``trainingNSE``, the shortest of equals.
  public let delay: ConstantDelay
  /// The sum of inflows delayed by ``delay``, m³ s⁻¹; NaN on its first days.
  public let bestConstantDelay: [Double]
  /// NSE on the training days of every delay tried: element h is that of h hours.
  ///
  /// All are scored on the same days, those on which the longest delay has a value.
  public let trainingNSE: [Double]

  /// The longest delay tried, h.
  public static let longestDelayHours = 72

  /// - Parameters:
  ///   - summedInflow: daily means, m³ s⁻¹
  ///   - observed: daily means at the gauge on the same days, m³ s⁻¹, NaN where missing
  ///   - trainingDays: the days on which the delay is chosen, as places in both series
  ///   - delayStep: hours between the delays among which one is chosen
  /// - Throws: `InputError` where the series differ in length, the training days are not inside
  ///   them, or no delay has an NSE there.
  public init(
    summedInflow: [Double], observed: [Double], trainingDays: Range<Int>, delayStep: Int = 1
  ) throws {
    guard summedInflow.count == observed.count else {
      throw InputError(
        "inflow and observations do not cover the same days",
        found: "\(summedInflow.count) and \(observed.count) days", expected: "equally many")
    }
    guard observed.indices.contains(trainingDays) else {
      throw InputError(
        "the training days are not inside the series",
        found: "days \(trainingDays.lowerBound) to \(trainingDays.upperBound - 1)",
        expected: "days 0 to \(observed.count - 1)")
    }
    let longest = ConstantDelay(hours: Self.longestDelayHours)
    let common = trainingDays.clamped(
      to: min(longest.undefinedDays, observed.count)..<observed.count)
    trainingNSE = (0...Self.longestDelayHours).map { hours in
      let delayed = ConstantDelay(hours: hours).applied(to: summedInflow)
      guard !common.isEmpty else { return .nan }
      return PairedSeries(observed: observed[common], simulated: delayed[common])
        .nashSutcliffeEfficiency
    }
    var best: Int?
    for (hours, score) in trainingNSE.enumerated()
    where !score.isNaN && hours.isMultiple(of: delayStep) {
      if let now = best, trainingNSE[now] >= score { continue }
      best = hours
    }
    guard let best else {
      throw InputError(
        "no constant delay can be chosen on the training days",
        found: "no observations there, or constant ones",
        expected: "observations that vary, later than day \(longest.undefinedDays)",
        remedy: "choose another training period, or leave the gauge out")
    }
    delay = ConstantDelay(hours: best)
    bestConstantDelay = delay.applied(to: summedInflow)
    sumOfInflows = summedInflow
  }
}

extension Range<Int> {
  fileprivate func contains(_ other: Range<Int>) -> Bool {
    other.lowerBound >= lowerBound && other.upperBound <= upperBound
  }
}
