import ReachOperators
import RiverModels

/// A continuous simulation seen through the gauges' days.
public struct RoutingEvaluation: Sendable {
  /// Daily means, m³ s⁻¹, `[gauge][day]`; NaN outside the simulation.
  public let daily: [[Double]]
  public let simulation: RoutingSimulation
}

extension RoutingProblem {
  /// Days simulated beyond the last one wanted, so that a shifted day is whole.
  static let marginDays = 2

  /// Routes days `days` from a hot start and averages on the gauges' clocks, with the inflow there
  /// is.
  /// - Parameters:
  ///   - channels: of the reaches, in network order
  ///   - offsets: hours, per gauge
  ///   - days: of the inflow
  public func evaluate(
    channels: [ReachChannel], offsets: [Double], days: Range<Int>
  ) -> RoutingEvaluation {
    evaluate(
      channels: channels, offsets: offsets, days: days,
      lateral: lateral(inflowFactor.initial, simulatedSpan(days)))
  }

  /// The same with the inflow that weights make of it.
  /// - Parameters:
  ///   - channels: of the reaches, in network order
  ///   - offsets: of the gauges’ days, hours
  ///   - inflowFactor: on all lateral inflow
  ///   - days: of the inflow
  ///   - runoff: weights of the LSTM, where the inflow is learned; nil takes the inflow there is
  /// - Throws: `NeuralNetworkError` where the weights are no network
  public func evaluate(
    channels: [ReachChannel], offsets: [Double], inflowFactor: Double, days: Range<Int>,
    runoff: [Double]? = nil
  ) throws -> RoutingEvaluation {
    evaluate(
      channels: channels, offsets: offsets, days: days,
      lateral: try runoff.flatMap { try stretch($0, days: days)?.forcing }
        ?? lateral(inflowFactor, simulatedSpan(days)))
  }

  private func evaluate(
    channels: [ReachChannel], offsets: [Double], days: Range<Int>, lateral: LateralForcing
  ) -> RoutingEvaluation {
    let simulation = router.simulate(
      channels: channels, lateral: lateral, steps: simulatedSpan(days).steps,
      records: gaugePositions)
    var daily = gauges.map { _ in [Double](repeating: .nan, count: dayCount) }
    for gauge in gauges.indices {
      let means = averaging.means(
        of: simulation.records[gauge].map { Float($0) }, offsetHours: offsets[gauge],
        windows: days.count)
      daily[gauge].replaceSubrange(days, with: means)
    }
    return RoutingEvaluation(daily: daily, simulation: simulation)
  }

  var averaging: OffsetDailyMean {
    OffsetDailyMean(stepHours: router.configuration.timeStep / 3_600)
  }

  /// The learned inflow of some days and their margin; nil where it is not learned.
  private func stretch(_ runoff: [Double], days: Range<Int>) throws -> LearnedInflow.Stretch? {
    try learnedInflow?.stretch(
      runoff, days: days.lowerBound..<min(days.upperBound + Self.marginDays, dayCount),
      stepsPerDay: stepsPerDay)
  }

  /// First step and number of steps that cover the days and the margin.
  func simulatedSpan(_ days: Range<Int>) -> (first: Int, steps: Int) {
    let last = min(days.upperBound + Self.marginDays, dayCount)
    return (days.lowerBound * stepsPerDay, (last - days.lowerBound) * stepsPerDay)
  }

  /// The inflow of a span, times a factor.
  private func lateral(_ factor: Double, _ span: (first: Int, steps: Int)) -> LateralForcing {
    factor == 1
      ? inflow.advanced(by: span.first)
      : inflow.scaled(by: factor, first: span.first, steps: span.steps)
  }

  /// Loss on a window and its sensitivity to all weights.
  func lossGradient(
    _ window: TrainingWindow, weights: RoutingWeights, objective: Objective,
    gauges objectiveGauges: [ObjectiveGauge]
  ) throws -> (evaluation: ObjectiveEvaluation, gradient: [Double], reachSteps: Double) {
    let span = simulatedSpan(window.days)
    let stretch = try stretch(weights[.runoff], days: window.days)
    let offsets = weights[.offset]
    var offsetGradient = offsets.map { _ in 0.0 }
    let isFactorLearned = self.inflowFactor.isLearned
    let lateral =
      stretch?.forcing
      ?? (isFactorLearned
        ? inflow.scaled(by: inflowFactor(weights), first: span.first, steps: span.steps)
        : self.lateral(self.inflowFactor.initial, span))
    var evaluation: ObjectiveEvaluation?
    let gradient = router.gradient(
      channels: channels(weights), lateral: lateral, steps: span.steps, records: gaugePositions,
      wantsLateral: isFactorLearned || stretch != nil
    ) { simulation in
      let series = simulation.records.map { $0.map { Float($0) } }
      let daily = zip(series, offsets).map {
        averaging.means(of: $0, offsetHours: $1, windows: window.days.count)
      }
      let result = objective.evaluate(
        observed: self.gauges.map { Array($0.observed[window.days]) }, simulated: daily,
        gauges: objectiveGauges, scored: window.scoredInWindow)
      evaluation = result
      return series.indices.map { gauge in
        let pulled = averaging.gradient(
          ofMeans: result.gradients[gauge], series: series[gauge],
          offsetHours: offsets[gauge])
        offsetGradient[gauge] = pulled.offset
        return pulled.series
      }
    }
    var runoffGradient: [Double] = []
    if let stretch, let learnedInflow {
      runoffGradient = try learnedInflow.pulledBack(
        gradient.lateral, of: stretch, parameters: weights[.runoff])
    }
    return (
      evaluation!,
      pulledBack(
        channels: gradient.channels, offsets: offsetGradient,
        logInflowFactor: router.chained(isFactorLearned ? 1 : 0) { sums in
          for index in sums.indices {
            lateral.addProduct(gradient.lateral, rows: router.inflowRows, to: &sums[index])
          }
        },
        runoff: runoffGradient, weights: weights),
      gradient.simulation.reachSteps
    )
  }
}
