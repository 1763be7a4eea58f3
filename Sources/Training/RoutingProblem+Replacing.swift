import RiverModels

extension RoutingProblem {
  /// The same problem with some of its parts changed.
  public func replacing(
    router: Router? = nil, inflow: LateralForcing? = nil, gauges: [Gauge]? = nil,
    parameters: ChannelParameterizations? = nil, offsets: OffsetSettings? = nil,
    inflowFactor: InflowFactorSettings? = nil
  ) -> RoutingProblem {
    RoutingProblem(
      router: router ?? self.router, areas: areas, inflow: inflow ?? self.inflow,
      gauges: gauges ?? self.gauges, parameters: parameters ?? self.parameters,
      offsets: offsets ?? self.offsets, inflowFactor: inflowFactor ?? self.inflowFactor,
      learnedInflow: learnedInflow, temperature: temperature)
  }

  /// The problem with its inflow as the weights have it, learned no more, and the weights without it:
  /// for what is asked of the roughness alone.
  /// - Throws: `NeuralNetworkError` where the weights are no network
  public func holdingInflow(
    _ weights: RoutingWeights
  ) throws -> (problem: RoutingProblem, weights: RoutingWeights) {
    let held: LateralForcing
    if let learnedInflow, !weights[.runoff].isEmpty {
      held = try learnedInflow.stretch(
        weights[.runoff], days: 0..<dayCount, stepsPerDay: stepsPerDay
      ).forcing
    } else if inflowFactor.isLearned, !weights[.inflowFactor].isEmpty {
      held = inflow.scaled(by: inflowFactor(weights), first: 0, steps: inflow.stepCount)
    } else {
      return (self, weights)
    }
    let problem = RoutingProblem(
      router: router, areas: areas, inflow: held, gauges: gauges, parameters: parameters,
      offsets: offsets)
    return (problem, weights.without(.inflowFactor).without(.runoff))
  }

  /// The same problem routed on one thread: for many small runs side by side.
  public var onOneThread: RoutingProblem {
    precondition(router.ranks == nil, "ranks route together, one run after the other")
    var configuration = router.configuration
    guard configuration.threads > 1 else { return self }
    configuration.threads = 1
    return replacing(router: Router(network: network, configuration: configuration))
  }

  /// What is believed of all weights before the gauges are read, group after group; nil where a
  /// parameterization cannot say.
  ///
  /// - Parameter offsetDeviation: of the hours between the model's and a gauge's days, where they
  ///   are learned
  public func prior(offsetDeviation: Double) -> GaussianPrior? {
    guard let roughness = parameters.roughness.prior, let exponent = parameters.widthExponent.prior,
      let factor = parameters.widthFactor.prior
    else { return nil }
    var prior =
      roughness + exponent + factor
      + GaussianPrior(
        means: offsets.initial,
        deviations: offsets.initial.map { _ in offsets.isLearned ? offsetDeviation : 0 })
    for (_, parameterization) in temperature?.parameters.grouped ?? [] {
      guard let own = parameterization.prior else { return nil }
      prior = prior + own
    }
    return prior
  }

  /// Weights to begin with.
  public func startWeights(seed: UInt64) -> RoutingWeights { RoutingWeights(self, seed: seed) }
}
