import Hydrography
import ReachOperators
import Reports
import RiverModels
import RiverNetworks
import RiverSeries
import Training

extension RoutingRun {
  /// What the chosen weights give.
  struct Evaluation {
    var weights: RoutingWeights
    var channels: [ReachChannel]
    /// `[gauge][day]`
    var daily: [[Double]]
    var baselineDaily: [[Double]]
    var simulation: RoutingSimulation
    var law: AreaLaw?
    var metrics: Metrics
    var uncertainty: Uncertainty
    /// Of the lateral inflow gathered downstream, m³ s⁻¹.
    var meanFlows: [Double]
  }

  func evaluate(
    _ weights: RoutingWeights, problem: RoutingProblem, baselines: BaselineScores,
    ensemble: EnsembleRecord? = nil
  ) throws -> Evaluation {
    let clock = ContinuousClock()
    let start = clock.now
    let channels = problem.channels(weights)
    let offsets = weights[.offset]
    let result = try problem.evaluate(
      channels: channels, offsets: offsets, inflowFactor: problem.inflowFactor(weights),
      days: periods.simulated, runoff: problem.learnedInflow == nil ? nil : weights[.runoff])
    let seconds = (clock.now - start).seconds
    let stations = project.gauges.map(\.station)
    let roughness = channels.map(\.roughness)
    let seen = seen
    let law = areaLaw(roughness, seen: seen)
    let sorted = roughness.sorted()
    var metrics = Metrics(
      gauges: Dictionary(
        uniqueKeysWithValues: stations.indices.map { (stations[$0], scores($0, result.daily[$0])) }),
      baselines: baselines.metrics,
      timing: .init(
        readSeconds: 0, baselineSeconds: baselines.seconds, trainSeconds: 0,
        evaluateSeconds: seconds, trainReachStepsPerSecond: 0,
        evaluateReachStepsPerSecond: result.simulation.reachSteps / seconds),
      waterBalance: .init(result.simulation.balance),
      limiters: .init(result.simulation.ledger, reachSteps: result.simulation.reachSteps),
      roughnessAreaLaw: law.map(Metrics.Law.init),
      roughness: .init(
        least: sorted.first!, median: sorted[sorted.count / 2], greatest: sorted.last!,
        atBounds: roughness.count(where: isAtBound)),
      inflowFactor: project.configuration.inflowFactor.isLearned
        ? problem.inflowFactor(weights) : project.configuration.inflowFactor.initial,
      timeOffsets: Dictionary(uniqueKeysWithValues: zip(stations, offsets)),
      training: nil,
      reaches: .init(count: seen.count, withoutGaugeBelow: seen.count { !$0 }))
    let uncertainty = try uncertainty(
      weights, problem: problem, members: ensemble?.members ?? [])
    metrics.add(
      uncertainty, stations: stations, method: ensemble?.method, areas: project.areas,
      referenceArea: project.configuration.parameters.roughness.referenceArea,
      reaches: roughness.indices.filter { seen[$0] && project.areas[$0] > 0 })
    return Evaluation(
      weights: weights, channels: channels, daily: result.daily,
      baselineDaily: baselines.uniformDaily, simulation: result.simulation, law: law,
      metrics: metrics, uncertainty: uncertainty,
      meanFlows: project.meanFlows(days: periods.simulated))
  }

  /// The power law of the reaches a gauge sees; nil where areas are unknown or too few.
  func areaLaw(_ roughness: [Double], seen: [Bool]) -> AreaLaw? {
    let reaches = roughness.indices.filter { seen[$0] && project.areas[$0] > 0 }
    return try? AreaLaw(
      fitting: reaches.map { roughness[$0] }, areas: reaches.map { project.areas[$0] },
      referenceArea: project.configuration.parameters.roughness.referenceArea)
  }

  /// Whether a roughness is within 1 % of a bound.
  private func isAtBound(_ roughness: Double) -> Bool {
    let bounds = project.configuration.parameters.roughness.bounds
    return roughness < bounds.lower * 1.01 || roughness > bounds.upper * 0.99
  }

  // MARK: Files

  func write(_ evaluation: Evaluation, to folder: RunFolder) throws {
    try folder.writeJSON("weights.json", evaluation.weights)
    if let learned = project.learnedInflow {
      try RunoffEnsemble(
        description: learned.catchments.description,
        networks: [learned.network(evaluation.weights[.runoff])]
      ).write(to: folder, seeds: [project.configuration.training.seed])
    }
    try folder.writeJSON("metrics.json", evaluation.metrics)
    try folder.write("metrics.csv", evaluation.metrics.csv)
    let provenance = project.provenance
    let days = periods.simulated
    let axis = project.axis(ofDays: days)
    try GaugeSeriesFile(
      axis: axis, gauges: project.gauges,
      observed: project.observed.flatMap { $0[days].map { Float($0) } },
      simulated: evaluation.daily.flatMap { $0[days].map { Float($0) } },
      baseline: evaluation.baselineDaily.flatMap { $0[days].map { Float($0) } },
      band: evaluation.uncertainty.bands.map { bands in
        (
          bands.lower.flatMap { $0[days].map { Float($0) } },
          bands.upper.flatMap { $0[days].map { Float($0) } }
        )
      }
    ).write(to: folder.file("gauges.nc"), provenance: provenance)

    let fields =
      ReachField.channelParameters(evaluation.channels) + uncertaintyFields(evaluation)
    let inflowFactor = ReachField.inflowFactor(
      evaluation.metrics.inflowFactor, reachCount: project.network.count)
    try ParameterFile(fields + [inflowFactor], ids: project.network.ids)
      .write(to: folder.file("parameters.nc"), provenance: provenance)
    try writeMap(evaluation, fields: fields, to: folder)
  }

  /// The network with what was learned, as a GeoPackage.
  private func writeMap(
    _ evaluation: Evaluation, fields: [ReachField], to folder: RunFolder
  ) throws {
    let seen = seen
    let style = QGISStyle.roughness(
      evaluation.channels.map(\.roughness), areas: project.areas)
    let lost = try project.writeMap(
      fields.map { VectorColumn($0.name, $0.values) }
        + project.mapColumns(meanFlows: evaluation.meanFlows, seen: seen) + [
          VectorColumn(
            "constrained",
            evaluation.uncertainty.identifiability?.sensitivity?.isConstrained ?? seen),
          VectorColumn("at_bound", evaluation.channels.map { isAtBound($0.roughness) }),
        ], style: style, to: folder.file("parameters.gpkg"))
    for lost in lost { console.line("parameters.gpkg: \(lost)") }
  }
}

extension Metrics.Law {
  init(_ law: AreaLaw) {
    self.init(
      coefficient: law.coefficient, referenceArea: law.referenceArea, exponent: law.exponent,
      exponentInterval: [law.exponentInterval.lowerBound, law.exponentInterval.upperBound],
      explainedVariance: law.explainedVariance,
      note:
        "95 % interval of the regression over reaches: how closely the learned map follows the law, not what the gauges constrain"
    )
  }
}
