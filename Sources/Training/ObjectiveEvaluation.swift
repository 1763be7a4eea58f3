/// The value of an ``Objective`` on one window, its gradient, and what was left out.
public struct ObjectiveEvaluation: Sendable {
  /// The objective; NaN where a term could be computed at no gauge, and then every gradient is zero:
  /// such a window has nothing to teach and should be skipped, and counted.
  public let loss: Double
  /// Each term before its weight, in the objective's order; NaN where it could not be computed.
  public let termLosses: [Double]
  /// ∂objective/∂simulated, gauges × days of the window; zero on days not scored.
  public let gradients: [[Double]]
  /// Gauge-days scored.
  public let scoredDays: Int
  /// Gauge-days with an observation and without a simulation: none, unless a mean over a local day
  /// reaches out of the window, or the simulation broke down.
  public let unsimulatedDays: Int
  /// For each term the gauges (their places) that had scored days but on them no defined loss, and
  /// so are left out of it: KGE of constant flows, logarithms of negative ones.
  public let undefinedGauges: [[Int]]

  /// Whether the window has something to teach.
  public var isDefined: Bool { !loss.isNaN }
}

extension Objective {
  /// Compares simulated with observed daily means on one window.
  ///
  /// - Parameters:
  ///   - observed: gauges × days, m³ s⁻¹, NaN where missing
  ///   - simulated: gauges × days, m³ s⁻¹, NaN where there is none
  ///   - gauges: weights and moments from the training period, in the same order
  ///   - scored: days of the window to score, counted from its first; all after the warm-up if nil.
  ///     Days of the warm-up are not scored even if named.
  /// - Complexity: O(gauges × days × terms).
  public func evaluate(
    observed: [[Double]], simulated: [[Double]], gauges: [ObjectiveGauge],
    scored: Range<Int>? = nil
  ) -> ObjectiveEvaluation {
    precondition(
      observed.count == gauges.count && simulated.count == gauges.count, "one series a gauge")
    var gradients = simulated.map { [Double](repeating: 0, count: $0.count) }
    var unsimulatedDays = 0
    let days = zip(observed, simulated).map { observed, simulated in
      let scored = scoredDays(of: observed.count, within: scored)
      let simulated = simulated[scored]
      unsimulatedDays += zip(observed[scored], simulated)
        .count { !$0.0.isNaN && $0.1.isNaN }
      return (
        first: scored.lowerBound,
        pairs: PairedSeries(observed: observed[scored], simulated: simulated)
      )
    }
    let taught = gauges.indices.filter { days[$0].pairs.count > 0 && gauges[$0].weight > 0 }

    var termLosses: [Double] = []
    var undefinedGauges: [[Int]] = []
    for term in terms {
      var undefined: [Int] = []
      var results: [(gauge: Int, weight: Double, value: Double, gradient: [Double])] = []
      for gauge in taught {
        let pairs = days[gauge].pairs
        let weight = gauges[gauge].weight * Double(pairs.count)
        if let result = term.loss.evaluated(
          observed: pairs.observed, simulated: pairs.simulated, gauge: gauges[gauge])
        {
          results.append((gauge, weight, result.value, result.gradient))
        } else {
          undefined.append(gauge)
        }
      }
      let sum = results.reduce(0) { $0 + $1.weight }
      termLosses.append(
        results.isEmpty ? .nan : results.reduce(0) { $0 + $1.weight * $1.value } / sum)
      undefinedGauges.append(undefined)
      for result in results {
        let factor = term.weight * result.weight / sum
        let (first, pairs) = days[result.gauge]
        for (day, slope) in zip(pairs.days, result.gradient) {
          gradients[result.gauge][first + day] += factor * slope
        }
      }
    }

    let loss = zip(terms, termLosses).reduce(0) { $0 + $1.0.weight * $1.1 }
    if loss.isNaN { gradients = gradients.map { [Double](repeating: 0, count: $0.count) } }
    return ObjectiveEvaluation(
      loss: loss, termLosses: termLosses, gradients: gradients,
      scoredDays: taught.reduce(0) { $0 + days[$1].pairs.count },
      unsimulatedDays: unsimulatedDays, undefinedGauges: undefinedGauges)
  }

  /// The days after the warm-up that are also in `range`.
  private func scoredDays(of count: Int, within range: Range<Int>?) -> Range<Int> {
    let afterWarmUp = min(warmUpDays, count)..<count
    return range.map { afterWarmUp.clamped(to: $0) } ?? afterWarmUp
  }
}
