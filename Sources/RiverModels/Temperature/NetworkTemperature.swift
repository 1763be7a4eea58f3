import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// Water temperature behind a router, with all it depends on: precision chosen at run time.
///
/// From discharge to sections, from weather to exchange, through the matched box to temperatures;
/// and back to discharge, channels and heat.
public struct NetworkTemperature: Sendable {
  public let network: RiverNetwork
  let limits: ChannelLimits
  private let model: Model

  private enum Model: Sendable {
    case single(TemperatureModel<PairedLanes, PositiveBox>)
    case double(TemperatureModel<SIMD8<Double>, PositiveBox>)
  }

  /// In the precision, on the threads and with the memory of a router.
  public init(network: RiverNetwork, configuration: RouterConfiguration) {
    self.network = network
    limits = configuration.limits
    model =
      switch configuration.precision {
      case .single:
        .single(
          TemperatureModel(
            network: network, timeStep: configuration.timeStep, threads: configuration.threads,
            tapeBudget: configuration.tapeBudget))
      case .double:
        .double(
          TemperatureModel(
            network: network, timeStep: configuration.timeStep, threads: configuration.threads,
            tapeBudget: configuration.tapeBudget))
      }
  }

  /// What drives a run of whole days.
  public struct Drivers: Sendable {
    public var channels: [ReachChannel]
    /// `[reach][time]`, m³ s⁻¹, the first before the first step; longer than the run if need be
    public var discharge: [[Double]]
    public var lateral: LateralForcing
    public var heat: DailyHeat
    /// D, `[reach]`, m² s⁻¹
    public var dispersions: [Double]
    public var stepsPerDay: Int

    public init(
      channels: [ReachChannel], discharge: [[Double]], lateral: LateralForcing, heat: DailyHeat,
      dispersions: [Double], stepsPerDay: Int
    ) {
      self.channels = channels
      self.discharge = discharge
      self.lateral = lateral
      self.heat = heat
      self.dispersions = dispersions
      self.stepsPerDay = stepsPerDay
    }

    var steps: Int { heat.days * stepsPerDay }
  }

  /// Sensitivities of a loss to a run's drivers, laid out as they are.
  public struct Gradient: Sendable {
    /// As long as the run.
    public var discharge: [[Double]]
    public var channels: [ReachChannelAdjoint]
    /// `[reach][value]`
    public var lateral: [Double]
    public var heat: DailyHeat
    public var dispersions: [Double]
  }

  /// Temperatures of the recorded reaches, `[row][time]`, °C, the first before the first step.
  ///
  /// - Parameters:
  ///   - drivers: discharge, channels and weather of the run
  ///   - state: where the run begins, and, on return, where it ends; nil for a river in balance with
  ///     the first days' weather
  ///   - records: positions of the recorded reaches
  public func simulate(
    _ drivers: Drivers, from state: inout TemperatureState?, records: [Int]
  ) -> [[Double]] {
    switch model {
    case .single(let model):
      model.simulate(drivers, limits: limits, from: &state, records: records)
    case .double(let model):
      model.simulate(drivers, limits: limits, from: &state, records: records)
    }
  }

  /// Runs from balance with the first days' weather, lets `seeds` say how a loss depends on the
  /// temperatures, and goes back.
  ///
  /// - Parameters:
  ///   - drivers: discharge, channels and weather of the run
  ///   - records: positions of the recorded reaches
  ///   - wantsWater: whether sensitivities to discharge and channels are wanted
  ///   - seeds: from the temperatures, `[row][time]`, to the loss's sensitivity to them, laid out
  ///     alike
  public func gradient(
    _ drivers: Drivers, records: [Int], wantsWater: Bool, seeds: ([[Double]]) -> [[Double]]
  ) -> Gradient {
    switch model {
    case .single(let model):
      model.gradient(
        drivers, limits: limits, records: records, wantsWater: wantsWater, seeds: seeds)
    case .double(let model):
      model.gradient(
        drivers, limits: limits, records: records, wantsWater: wantsWater, seeds: seeds)
    }
  }
}
