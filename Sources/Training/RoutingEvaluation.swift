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
        of: simulation.records[gauge], offsetHours: offsets[gauge], windows: days.count)
      daily[gauge].replaceSubrange(days, with: means)
    }
    return RoutingEvaluation(daily: daily, simulation: simulation)
  }

  var averaging: OffsetDailyMean {
    OffsetDailyMean(stepHours: router.configuration.timeStep / 3_600)
  }

  /// The learned inflow of some days and their margin; nil where it is not learned.
  func stretch(_ runoff: [Double], days: Range<Int>) throws -> LearnedInflow.Stretch? {
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
  func lateral(_ factor: Double, _ span: (first: Int, steps: Int)) -> LateralForcing {
    factor == 1
      ? inflow.advanced(by: span.first)
      : inflow.scaled(by: factor, first: span.first, steps: span.steps)
  }
}
