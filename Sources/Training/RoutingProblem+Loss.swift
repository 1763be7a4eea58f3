import ReachOperators
import RiverModels

extension RoutingProblem {
  /// Loss on a window and its sensitivity to all weights.
  ///
  /// Where temperature is learned its sweep runs between the router's two: forward on the discharge
  /// of every reach, back to the sensitivity to it.
  func lossGradient(
    _ window: TrainingWindow, weights: RoutingWeights, terms: LossTerms
  ) throws -> (loss: WindowLoss, gradient: [Double], reachSteps: Double) {
    let span = simulatedSpan(window.days)
    let stretch = try stretch(weights[.runoff], days: window.days)
    var offsetGradient = weights[.offset].map { _ in 0.0 }
    let isFactorLearned = self.inflowFactor.isLearned
    let lateral =
      stretch?.forcing
      ?? (isFactorLearned
        ? inflow.scaled(by: inflowFactor(weights), first: span.first, steps: span.steps)
        : self.lateral(self.inflowFactor.initial, span))
    let channels = channels(weights)
    let learnsInflow = isFactorLearned || stretch != nil
    let learnsWater = learnsInflow || parameters.areLearned
    let everywhere = temperature.map { _ in Array(0..<network.count) }
    var loss = WindowLoss()
    var pass: TemperatureProblem.Pass?

    func seeds(_ simulation: RoutingSimulation) -> [[Double]] {
      let records = simulation.records
      let rows = everywhere == nil ? Array(gauges.indices) : gaugePositions
      var seeds = records.map { [Double](repeating: 0, count: $0.count) }
      if let term = terms.discharge {
        let (evaluation, pulled) = dischargeLoss(
          window, series: rows.map { records[$0] }, offsets: weights[.offset], term: term)
        loss.add(evaluation, weight: term.weight)
        for (gauge, row) in rows.enumerated() {
          offsetGradient[gauge] = pulled[gauge].offset
          seeds[row].add(pulled[gauge].series)
        }
      }
      if let temperature, let term = terms.temperature {
        let result = temperature.pass(
          window, weights: weights, channels: channels, discharge: records, lateral: lateral,
          term: term, wantsWater: learnsWater, averaging: averaging, stepsPerDay: stepsPerDay,
          threads: router.configuration.threads)
        loss.add(result.evaluation, weight: term.weight)
        pass = result
        for (reach, series) in result.gradient.discharge.enumerated() {
          seeds[reach].add(series)
        }
      }
      return seeds
    }

    var toChannels = channels.map { _ in
      ReachChannelAdjoint(roughness: 0, widthExponent: 0, widthFactor: 0)
    }
    var toLateral: [Double] = []
    let reachSteps: Double
    if temperature == nil || learnsWater {
      let gradient = router.gradient(
        channels: channels, lateral: lateral, steps: span.steps,
        records: everywhere ?? gaugePositions, wantsLateral: learnsInflow, seeds: seeds)
      toChannels = gradient.channels
      toLateral = gradient.lateral
      reachSteps = gradient.simulation.reachSteps
    } else {
      let simulation = router.simulate(
        channels: channels, lateral: lateral, steps: span.steps, records: everywhere!)
      _ = seeds(simulation)
      reachSteps = simulation.reachSteps
    }
    if let pass, learnsWater {
      toChannels = zip(toChannels, pass.gradient.channels).map { $0 + $1 }
      if learnsInflow { toLateral = zip(toLateral, pass.gradient.lateral).map { $0 + $1 } }
    }
    var runoffGradient: [Double] = []
    if let stretch, let learnedInflow {
      runoffGradient = try learnedInflow.pulledBack(
        toLateral, of: stretch, parameters: weights[.runoff])
    }
    return (
      loss,
      pulledBack(
        channels: toChannels, offsets: offsetGradient,
        logInflowFactor: router.chained(isFactorLearned ? 1 : 0) { sums in
          for index in sums.indices {
            lateral.addProduct(toLateral, rows: router.inflowRows, to: &sums[index])
          }
        },
        runoff: runoffGradient, weights: weights) + (pass?.weights ?? []),
      reachSteps
    )
  }

  /// Loss on a window, without its sensitivity.
  func loss(
    _ window: TrainingWindow, weights: RoutingWeights, terms: LossTerms
  ) throws -> WindowLoss {
    var loss = WindowLoss()
    if let term = terms.discharge {
      let daily = try evaluate(
        channels: channels(weights), offsets: weights[.offset],
        inflowFactor: inflowFactor(weights), days: window.days, runoff: weights[.runoff]
      ).daily
      loss.add(
        term.objective.evaluate(
          observed: gauges.map { Array($0.observed[window.days]) },
          simulated: daily.map { Array($0[window.days]) }, gauges: term.gauges,
          scored: window.scoredInWindow), weight: term.weight)
    }
    if let temperature, let term = terms.temperature {
      let daily = try evaluateTemperature(
        weights, days: window.days, reaches: temperature.gauges.map(\.reach.position)
      ).temperature
      loss.add(
        term.objective.evaluate(
          observed: temperature.gauges.map { Array($0.observed[window.days]) },
          simulated: daily.map { Array($0[window.days]) }, gauges: term.gauges,
          scored: window.scoredInWindow), weight: term.weight)
    }
    return loss
  }

  /// The discharge's part of the loss, and its weighted sensitivities to each gauge's series and
  /// offset.
  private func dischargeLoss(
    _ window: TrainingWindow, series: [[Double]], offsets: [Double], term: LossTerms.Term
  ) -> (evaluation: ObjectiveEvaluation, pulled: [(series: [Double], offset: Double)]) {
    let daily = zip(series, offsets).map {
      averaging.means(of: $0, offsetHours: $1, windows: window.days.count)
    }
    let result = term.objective.evaluate(
      observed: gauges.map { Array($0.observed[window.days]) }, simulated: daily,
      gauges: term.gauges, scored: window.scoredInWindow)
    let pulled = series.indices.map { gauge in
      averaging.gradient(
        ofMeans: result.gradients[gauge].map { term.weight * $0 }, series: series[gauge],
        offsetHours: offsets[gauge])
    }
    return (result, pulled)
  }
}

extension ChannelParameterizations {
  /// Whether training moves any of them.
  var areLearned: Bool {
    roughness.weightCount + widthExponent.weightCount + widthFactor.weightCount > 0
  }
}

extension [Double] {
  /// Adds a series that may be shorter, value by value.
  fileprivate mutating func add(_ other: [Double]) {
    for index in other.indices { self[index] += other[index] }
  }
}
