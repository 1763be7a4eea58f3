import ReachOperators
import RiverModels

/// What is added to a routing problem where water temperature is learned on the network.
///
/// Days are counted as there: from the first day of the lateral inflow. A gauge's day is the
/// weather's.
public struct TemperatureProblem: Sendable {
  public let model: NetworkTemperature
  public let closure: HeatClosure
  /// Day of the weather on which the inflow begins; negative where the weather begins later.
  public let firstDay: Int
  /// Observed daily means in °C.
  public let gauges: [RoutingProblem.Gauge]
  public let parameters: HeatParameterizations
  /// What the formula says, `[reach]`, m² s⁻¹; held while its factor is learned
  public let dispersions: [Double]

  public init(
    model: NetworkTemperature, closure: HeatClosure, firstDay: Int,
    gauges: [RoutingProblem.Gauge], parameters: HeatParameterizations, dispersions: [Double]
  ) {
    precondition(dispersions.count == model.network.count, "a dispersion for every reach")
    self.model = model
    self.closure = closure
    self.firstDay = firstDay
    self.gauges = gauges
    self.parameters = parameters
    self.dispersions = dispersions
  }

  /// Days of the inflow that the weather covers.
  public var coveredDays: Range<Int> { -firstDay..<(closure.weather.days - firstDay) }

  private func weatherDays(_ days: Range<Int>) -> Range<Int> {
    days.shifted(by: firstDay)
  }

  /// The learned values of every reach.
  public func heatParameters(_ weights: RoutingWeights) -> HeatParameters {
    parameters.values(weights)
  }

  public func dispersionFactors(_ weights: RoutingWeights) -> [Double] {
    parameters.dispersionFactors(weights)
  }

  /// D of every reach, m² s⁻¹.
  public func dispersions(_ weights: RoutingWeights) -> [Double] {
    zip(dispersions, parameters.dispersionFactors(weights)).map {
      LongitudinalDispersion.limited($0, factor: $1)
    }
  }

  func heat(_ weights: RoutingWeights, days: Range<Int>, threads: Int) -> DailyHeat {
    closure.heat(heatParameters(weights), days: weatherDays(days), threads: threads)
  }

  /// Loss of some days and its sensitivities.
  struct Pass {
    var evaluation: ObjectiveEvaluation
    var gradient: NetworkTemperature.Gradient
    /// To the weights of the heat's groups, group after group.
    var weights: [Double]
  }

  /// - Parameters:
  ///   - discharge: of every reach, `[reach][time]`, from before the window's first step on
  ///   - averaging: from steps to days
  func pass(
    _ window: TrainingWindow, weights: RoutingWeights, channels: [ReachChannel],
    discharge: [[Double]], lateral: LateralForcing, term: LossTerms.Term, wantsWater: Bool,
    averaging: OffsetDailyMean, stepsPerDay: Int, threads: Int
  ) -> Pass {
    let heat = heat(weights, days: window.days, threads: threads)
    let factors = parameters.dispersionFactors(weights)
    var evaluation: ObjectiveEvaluation?
    let gradient = model.gradient(
      NetworkTemperature.Drivers(
        channels: channels, discharge: discharge, lateral: lateral, heat: heat,
        dispersions: dispersions(weights), stepsPerDay: stepsPerDay),
      records: gauges.map(\.reach.position), wantsWater: wantsWater
    ) { series in
      let result = term.objective.evaluate(
        observed: gauges.map { Array($0.observed[window.days]) },
        simulated: series.map {
          averaging.means(of: $0, offsetHours: 0, windows: window.days.count)
        }, gauges: term.gauges, scored: window.scoredInWindow)
      evaluation = result
      return zip(series, result.gradients).map {
        averaging.gradient(
          ofMeans: $1.map { term.weight * $0 }, series: $0, offsetHours: 0
        ).series
      }
    }
    let limits = LongitudinalDispersion.limits
    let toFactors = dispersions.indices.map { reach in
      let product = factors[reach] * dispersions[reach]
      return product > limits.lowerBound && product < limits.upperBound
        ? gradient.dispersions[reach] * dispersions[reach] : 0
    }
    let toHeat = closure.adjoint(
      heatParameters(weights), days: weatherDays(window.days), sensitivity: gradient.heat,
      threads: threads)
    return Pass(
      evaluation: evaluation!, gradient: gradient,
      weights: parameters.pulledBack(toHeat, dispersionFactors: toFactors, weights: weights))
  }
}
