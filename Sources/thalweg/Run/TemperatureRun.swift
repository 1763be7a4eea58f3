import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import Training

/// One run in which water temperature is learned on the network, alone or with discharge.
struct TemperatureRun {
  let project: Project
  let weather: ReachWeather
  let periods: RunPeriods
  /// Where discharge is trained on too.
  let routing: RoutingRun?
  let gauges: [TemperatureGauge]
  let remarks: [String]
  let console: Console
  /// Day of the weather on which the inflow begins.
  let firstDay: Int

  var configuration: RunConfiguration { project.configuration }
  var heat: RunConfiguration.HeatSection { configuration.heat! }
  /// w_q
  var dischargeWeight: Double { routing == nil ? 0 : heat.dischargeWeight ?? 1 }

  init(_ project: Project, console: Console) throws {
    self.project = project
    self.console = console
    let heat = project.configuration.heat!
    weather = try ReachWeather(
      project.configuration, network: project.network, subdivision: nil)
    periods = try RunPeriods(project)
    if project.configuration.observations == nil, (heat.dischargeWeight ?? 0) > 0 {
      throw InputError(
        "discharge has a weight, but there are no observations of it",
        column: "training.discharge_weight", found: "\(heat.dischargeWeight!)",
        expected: "observations.file, or a weight of 0")
    }
    guard project.configuration.temperature.scheme == .matchedBox else {
      throw InputError(
        "the implicit scheme does not train", column: "temperature.scheme", found: "implicit",
        expected: "matched_box")
    }
    let hasDischarge = project.configuration.observations != nil && heat.dischargeWeight != 0
    routing = hasDischarge ? try RoutingRun(project, console: console) : nil
    if weather.closure.parts != nil, heat.groundwaterShare.model != .fixed {
      throw InputError(
        "the share of groundwater is in the inflow's file and cannot be learned",
        column: "parameters.groundwater_share.model", found: heat.groundwaterShare.model.rawValue,
        expected: "fixed, or no temperature.groundwater_inflow")
    }
    let seconds = project.inflowAxis.start - weather.axis.start
    firstDay = Int(seconds / TimeAxis.secondsPerDay)
    let covered = -firstDay..<(weather.axis.count - firstDay)
    let wanted = periods.simulated
    guard seconds % TimeAxis.secondsPerDay == 0, covered.lowerBound <= wanted.lowerBound,
      wanted.upperBound <= covered.upperBound
    else {
      throw InputError(
        "the weather does not cover the simulated days",
        file: project.configuration.meteorology?.file,
        found: "from \(weather.axis.text(at: 0)), \(weather.axis.count) days",
        expected: "from \(project.date(ofDay: wanted.lowerBound)), \(wanted.count) days",
        remedy: "give longer weather, or shorten periods.train, .test or .spin_up_days")
    }
    let found = try TemperatureGauge.all(project, fitting: [periods.train])
    gauges = found.gauges
    remarks = weather.remarks + found.remarks
  }

  // MARK: Training

  func problem(offsets: [Double]) throws -> RoutingProblem {
    let network = project.network
    let given = configuration.offset.hours.map { hours in offsets.map { _ in hours } }
    let channels = try project.parameterizations()
    func heat(_ name: RunConfiguration.HeatSection.Name) throws -> any Parameterization {
      try project.parameterization(self.heat[name], name.rawValue)
    }
    let plain = project.problem(parameters: channels, offsets: given ?? offsets)
    // The formula's dispersion is that of mean flow in the channels that training begins with.
    let dispersions = ReachHydraulics(
      network: network,
      channels: plain.channels(plain.startWeights(seed: configuration.training.seed)),
      limits: configuration.routing.limits
    ).moment(
      project.meanFlows(days: periods.simulated), dispersion: configuration.temperature.dispersion
    ).dispersions
    return project.problem(
      parameters: channels, offsets: given ?? offsets,
      temperature: TemperatureProblem(
        model: NetworkTemperature(network: network, configuration: configuration.routing),
        closure: weather.closure, firstDay: firstDay,
        gauges: gauges.filter(\.isTrained).map {
          .init(station: $0.gauge.station, reach: $0.gauge.index, observed: $0.observed)
        },
        parameters: HeatParameterizations(
          shade: try heat(.shade), exchangeFactor: try heat(.exchangeFactor),
          dispersionFactor: try heat(.dispersionFactor),
          groundwaterShare: try heat(.groundwaterShare),
          groundwaterLag: try heat(.groundwaterLag)),
        dispersions: dispersions))
  }

  func trainer(_ problem: RoutingProblem) throws -> Trainer {
    var options = try project.trainingOptions(periods)
    options.dischargeWeight = dischargeWeight
    options.temperatureWeight = heat.temperatureWeight
    for (group, _) in problem.temperature!.parameters.grouped {
      options.rateFactors[group] = heat.rateFactor
    }
    return try Trainer(problem, options: options)
  }

  // MARK: Baselines

  struct Baselines {
    /// Of the models of air temperature, and of the river as it is before training: name, then
    /// `[gauge]`.
    var temperature: [String: [[String: TemperatureScore]]]
    var discharge: RoutingRun.BaselineScores?
    /// Hours, of each gauge of discharge.
    var offsets: [Double]
  }

  func baselines() throws -> Baselines {
    let discharge = try routing?.baselines()
    let offsets = discharge?.offsets ?? project.gauges.map { _ in 0 }
    var temperature: [String: [[String: TemperatureScore]]] = [:]
    for form in AirRegression.Form.allCases {
      temperature[form.rawValue] = gauges.map { gauge in
        let (air, season) = air(gauge.gauge.index.position)
        let seen = gauge.observed.indices.map {
          periods.train.contains($0) ? gauge.observed[$0] : .nan
        }
        // A held-out gauge is not asked; what the others say is another question.
        let regression = AirRegression(
          form, sites: [(air: air, season: season, observed: seen)])
        return scores(gauge, regression.temperatures(air: air, season: season))
      }
    }
    let problem = try problem(offsets: offsets)
    let start = try problem.evaluateTemperature(
      problem.startWeights(seed: configuration.training.seed), days: periods.simulated,
      reaches: gauges.map(\.gauge.index.position))
    temperature["untrained"] = zip(gauges, start.temperature).map { scores($0, $1) }
    return Baselines(temperature: temperature, discharge: discharge, offsets: offsets)
  }

  /// Air temperature of a reach and angle of the day in the year, on the days of the inflow; the
  /// nearest day's where the weather is shorter.
  private func air(_ reach: Int) -> (air: [Double], season: [Double]) {
    let days = project.observed.first?.count ?? gauges[0].observed.count
    let weather = weather.closure.weather
    let air = (0..<days).map { day in
      let place = min(max(day + firstDay, 0), weather.days - 1)
      return Double(weather.airTemperature[reach * weather.days + place])
    }
    return (air, (0..<days).map { project.date(ofDay: $0).season })
  }

  /// Scores of one gauge in every period.
  func scores(_ gauge: TemperatureGauge, _ simulated: [Double]) -> [String: TemperatureScore] {
    Dictionary(
      uniqueKeysWithValues: periods.scored.map { part in
        (
          part.name,
          TemperatureScore(
            observed: part.days.flatMap { gauge.observed[$0] },
            simulated: part.days.flatMap { simulated[$0] })
        )
      })
  }
}
