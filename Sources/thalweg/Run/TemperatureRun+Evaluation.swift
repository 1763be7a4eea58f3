import Hydrography
import Reports
import RiverModels
import RiverNetworks
import RiverSeries
import Training

extension TemperatureRun {
  /// What the chosen weights give.
  struct Evaluation {
    var weights: RoutingWeights
    var fields: [ReachField]
    /// Of every station in turn: those of temperature, then those of discharge alone.
    var stations: [Gauge]
    /// `[station][day]`
    var temperature, discharge, observedTemperature, observedDischarge: [[Double]]
    var metrics: TemperatureMetrics
  }

  func evaluate(
    _ weights: RoutingWeights, problem: RoutingProblem, baselines: Baselines
  ) throws -> Evaluation {
    let own = gauges.map(\.gauge)
    let others = project.gauges.filter { gauge in
      routing != nil && !own.contains { $0.station == gauge.station }
    }
    let stations = own + others
    var found = try problem.evaluateTemperature(
      weights, days: periods.simulated, reaches: stations.map(\.index.position))
    let empty = [Double](repeating: .nan, count: problem.dayCount)
    var observedDischarge = stations.map { _ in empty }
    var discharge: Metrics.GaugeScores?
    var water: RoutingSimulation?
    if let routing {
      let result = try problem.evaluate(
        channels: problem.channels(weights), offsets: weights[.offset],
        inflowFactor: problem.inflowFactor(weights), days: periods.simulated,
        runoff: problem.learnedInflow == nil ? nil : weights[.runoff])
      water = result.simulation
      var scores: Metrics.GaugeScores = [:]
      for (gauge, series) in result.daily.enumerated() {
        let station = project.gauges[gauge].station
        scores[station] = routing.scores(gauge, series)
        if let place = stations.firstIndex(where: { $0.station == station }) {
          // On the gauge's own clock.
          found.discharge[place] = series
          observedDischarge[place] = project.observed[gauge]
        }
      }
      discharge = scores
    }
    let names = own.map(\.station)
    func named(_ scores: [[String: TemperatureScore]]) -> TemperatureMetrics.Scores {
      Dictionary(uniqueKeysWithValues: zip(names, scores))
    }
    let fields = fields(weights, problem: problem)
    let learned = Set(
      RoutingWeights.Group.allCases.filter { !weights[$0].isEmpty }.map(\.rawValue))
    let metrics = TemperatureMetrics(
      temperature: named(zip(gauges, found.temperature).map { scores($0, $1) }),
      temperatureBaselines: baselines.temperature.mapValues(named), discharge: discharge,
      dischargeBaselines: baselines.discharge?.metrics,
      waterBalance: water.map { .init($0.balance) },
      limiters: water.map { .init($0.ledger, reachSteps: $0.reachSteps) },
      parameters: Dictionary(
        uniqueKeysWithValues: fields.map {
          ($0.name, .init($0.values, isLearned: learned.contains($0.name)))
        }),
      timeOffsets: routing == nil
        ? [:]
        : Dictionary(
          uniqueKeysWithValues: zip(project.gauges.map(\.station), weights[.offset])),
      inflowFactor: problem.inflowFactor(weights))
    return Evaluation(
      weights: weights, fields: fields, stations: stations, temperature: found.temperature,
      discharge: found.discharge,
      observedTemperature: gauges.map(\.observed) + others.map { _ in empty },
      observedDischarge: observedDischarge, metrics: metrics)
  }

  /// What was learned or given of every reach.
  private func fields(_ weights: RoutingWeights, problem: RoutingProblem) -> [ReachField] {
    let channels = problem.channels(weights)
    let temperature = problem.temperature!
    let heat = temperature.heatParameters(weights)
    return ReachField.channelParameters(channels) + [
      ReachField("shade", "1", "share of the sky that is shaded", heat.shade),
      ReachField(
        "exchange_factor", "1", "factor on the exchange of heat with the air",
        heat.exchangeFactor),
      ReachField(
        "dispersion_factor", "1", "factor on the formula's dispersion",
        temperature.dispersionFactors(weights)),
      ReachField(
        "groundwater_share", "1", "share of groundwater in the lateral inflow",
        heat.groundwaterShare),
      ReachField(
        "groundwater_lag", "day", "days over which groundwater remembers the air's temperature",
        heat.groundwaterLag),
      ReachField(
        "dispersion", "m2 s-1", "longitudinal dispersion", temperature.dispersions(weights)),
    ]
  }

  // MARK: Files

  func write(_ evaluation: Evaluation, to folder: RunFolder) throws {
    try folder.writeJSON("weights.json", evaluation.weights)
    try folder.writeJSON("metrics.json", evaluation.metrics)
    try folder.write("metrics.csv", evaluation.metrics.csv)
    let provenance = project.provenance
    let days = periods.simulated
    let axis = project.axis(ofDays: days)
    let series: [(SeriesVariable, [[Double]])] = [
      (.waterTemperature, evaluation.temperature),
      (.observedWaterTemperature, evaluation.observedTemperature),
      (.simulated, evaluation.discharge), (.observed, evaluation.observedDischarge),
    ]
    try GaugeSeriesFile(
      axis: axis, gauges: evaluation.stations,
      series: series.map { ($0, $1.flatMap { $0[days].map { Float($0) } }) }
    ).write(to: folder.file("gauges.nc"), provenance: provenance)

    let inflowFactor = ReachField.inflowFactor(
      evaluation.metrics.inflowFactor, reachCount: project.network.count)
    try ParameterFile(evaluation.fields + [inflowFactor], ids: project.network.ids)
      .write(to: folder.file("parameters.nc"), provenance: provenance)
    let lost = try project.writeMap(
      evaluation.fields.map { VectorColumn($0.name, $0.values) }
        + project.mapColumns(
          meanFlows: project.meanFlows(days: days),
          seen: project.network.reachesUpstream(
            of: gauges.filter(\.isTrained).map(\.gauge.index))),
      style: nil, to: folder.file("parameters.gpkg"))
    for lost in lost { console.line("parameters.gpkg: \(lost)") }
  }
}
