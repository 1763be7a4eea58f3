import Foundation
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import Training

/// One run from inputs to scores: baselines, training, evaluation.
struct RoutingRun {
  let project: Project
  let periods: RunPeriods
  let console: Console

  /// The uniform roughness every learned one has to beat, s m^(-1/3).
  static let uniformRoughness = 0.05
  /// Hours between the constant delays among which the baseline's is chosen.
  static let delayStep = 3
  /// Whole hours among which the uniform model's offset is chosen.
  static let offsetsTried = 0...24

  init(_ project: Project, console: Console) throws {
    self.project = project
    self.console = console
    periods = try RunPeriods(project)
    guard !project.gauges.isEmpty, project.configuration.observations != nil else {
      throw InputError(
        "there is no gauge to train on", column: "gauges.file and observations.file",
        expected: "a gauge table and a NetCDF file of observed discharge")
    }
  }

  // MARK: Baselines

  struct BaselineScores {
    var metrics: Metrics.Baselines
    /// Best whole hour of the uniform model, per gauge.
    var offsets: [Double]
    var seconds: Double
    /// Daily means of the uniform model, for plots.
    var uniformDaily: [[Double]]
  }

  func baselines() throws -> BaselineScores {
    let clock = ContinuousClock()
    let start = clock.now
    let stations = project.gauges.map(\.station)
    let problem = try plainProblem()
    let summed = problem.summedInflow()
    var sum: Metrics.GaugeScores = [:]
    var delayed: Metrics.GaugeScores = [:]
    var hours: [String: Int] = [:]
    for (gauge, station) in stations.enumerated() {
      let baseline = try Training.Baselines(
        summedInflow: summed[gauge], observed: project.observed[gauge],
        trainingDays: periods.train, delayStep: Self.delayStep)
      sum[station] = scores(gauge, baseline.sumOfInflows)
      delayed[station] = scores(gauge, baseline.bestConstantDelay)
      hours[station] = baseline.delay.hours
    }

    let channels = plainChannels(roughness: Self.uniformRoughness)
    let span = problem.evaluate(
      channels: channels, offsets: stations.map { _ in 0 }, days: periods.simulated)
    let averaging = OffsetDailyMean(stepHours: project.configuration.routing.timeStep / 3_600)
    var uniform: Metrics.GaugeScores = [:]
    var offsets: [Double] = []
    var daily: [[Double]] = []
    for (gauge, station) in stations.enumerated() {
      let series = span.simulation.records[gauge].map { Float($0) }
      let tries = Self.offsetsTried.map { hour -> (hour: Double, series: [Double], nse: Double) in
        var days = [Double](repeating: .nan, count: problem.dayCount)
        days.replaceSubrange(
          periods.simulated,
          with: averaging.means(
            of: series, offsetHours: Double(hour), windows: periods.simulated.count))
        let skill = Skill(
          observed: project.observed[gauge][periods.train], simulated: days[periods.train])
        return (Double(hour), days, skill.nse)
      }
      let best = tries.max { ($0.nse.isNaN ? -.infinity : $0.nse) < ($1.nse.isNaN ? -.infinity : $1.nse) }!
      uniform[station] = scores(gauge, best.series)
      offsets.append(best.hour)
      daily.append(best.series)
    }
    let metrics = Metrics.Baselines(
      sumOfInflows: sum, bestConstantDelay: .init(hours: hours, gauges: delayed),
      uniformRoughness: .init(
        roughness: Self.uniformRoughness,
        offsetHours: Dictionary(uniqueKeysWithValues: zip(stations, offsets)), gauges: uniform))
    return BaselineScores(
      metrics: metrics, offsets: offsets, seconds: (clock.now - start).seconds,
      uniformDaily: daily)
  }

  /// A problem without anything to learn.
  private func plainProblem() throws -> RoutingProblem {
    let count = project.network.count
    let fixed = try FixedParameter(1, reachCount: count)
    return project.problem(
      parameters: ChannelParameterizations(
        roughness: fixed, widthExponent: fixed, widthFactor: fixed),
      offsets: project.gauges.map { _ in 0 })
  }

  func plainChannels(roughness: Double) -> [ReachChannel] {
    let parameters = project.configuration.parameters
    return (0..<project.network.count).map {
      ReachChannel(
        length: project.network.lengths[$0], slope: project.network.slopes[$0],
        roughness: roughness, widthExponent: parameters.widthExponent.start,
        widthFactor: parameters.widthFactor.start)
    }
  }

  /// Scores of one gauge in every period.
  func scores(_ gauge: Int, _ simulated: [Double]) -> [String: Skill] {
    let observed = project.observed[gauge]
    return Dictionary(
      uniqueKeysWithValues: periods.scored.map { part in
        (part.name, Skill(observed: observed, simulated: simulated, days: part.days))
      })
  }

  // MARK: Training

  func problem(offsets: [Double]) throws -> RoutingProblem {
    project.problem(
      parameters: try project.parameterizations(),
      offsets: project.configuration.offset.hours.map { hours in offsets.map { _ in hours } }
        ?? offsets)
  }

  /// - Parameter member: of an ensemble: on one thread, with windows of its own
  func trainer(_ problem: RoutingProblem, member: Int? = nil) throws -> Trainer {
    try Trainer(
      member == nil ? problem : problem.onOneThread,
      options: project.trainingOptions(periods, member: member))
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

extension RunConfiguration {
  /// Every file the configuration names.
  var inputFiles: [String] {
    let inflows = inflow.flatMap { try? LateralInflowFiles.paths(matching: $0.file) } ?? []
    let others = [
      network.file, gauges?.file, attributes?.file, meteorology?.file, observations?.file,
      parameters.roughness.file, parameters.widthExponent.file, parameters.widthFactor.file,
      runoff?.attributes, runoff?.model.map { $0 + "/" + RunoffEnsemble.recordName },
    ]
    return others.compactMap { $0 } + (heat?.files ?? []) + inflows + (runoff?.forcing ?? [])
  }
}
