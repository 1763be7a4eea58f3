import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// Discharge routed through a network: scheme and precision chosen at run time.
///
/// Here, and only here, the sweep is specialised for each scheme and lane type: a call goes through
/// a closure of `SpecializedModel`, then runs code without a generic call in it.
public struct Router: Sendable {
  public let network: RiverNetwork
  public let configuration: RouterConfiguration
  private let model: Model

  private enum Model: Sendable {
    case alone(SpecializedModel)
    indirect case shared(SharedRouter)
  }

  /// A router that several ranks are together: each calls it as one process calls its own, see
  /// ``SharedRouter``.
  /// - Parameters:
  ///   - network: the whole
  ///   - configuration: of all ranks
  ///   - ranks: this rank's share of it; nil where it is alone
  public init(network: RiverNetwork, configuration: RouterConfiguration, ranks: SweepBoundary?) {
    guard let ranks else {
      self.init(network: network, configuration: configuration)
      return
    }
    self.init(
      network: network, configuration: configuration,
      model: .shared(SharedRouter(boundary: ranks, configuration: configuration)))
  }

  private init(network: RiverNetwork, configuration: RouterConfiguration, model: Model) {
    self.network = network
    self.configuration = configuration
    self.model = model
  }

  /// nil where one process routes the whole network.
  public var ranks: SharedRouter? {
    if case .shared(let ranks) = model { ranks } else { nil }
  }

  /// - Parameters:
  ///   - network: the river, or a rank’s share of it
  ///   - configuration: scheme, precision, time step and limits
  ///   - boundary: where `network` is a rank's share of a larger one
  public init(
    network: RiverNetwork, configuration: RouterConfiguration = RouterConfiguration(),
    boundary: SweepBoundary? = nil
  ) {
    self.network = network
    self.configuration = configuration
    func specialized<Scheme: RoutingScheme>(_ operation: Scheme) -> Model {
      .alone(
        SpecializedModel(
          RoutingModel(
            network: network, configuration: configuration, operation: operation,
            boundary: boundary)))
    }
    model =
      switch (configuration.scheme, configuration.precision) {
      case (.lagged, .single):
        specialized(MuskingumCunge<PairedLanes, ManningCelerity>(configuration))
      case (.lagged, .double):
        specialized(MuskingumCunge<SIMD8<Double>, ManningCelerity>(configuration))
      case (.conservative, .single):
        specialized(MuskingumCungeTodini<PairedLanes>(configuration))
      case (.conservative, .double):
        specialized(MuskingumCungeTodini<SIMD8<Double>>(configuration))
      case (.legacy, .single):
        specialized(MuskingumCunge<PairedLanes, WideChannelCelerity>(configuration))
      case (.legacy, .double):
        specialized(MuskingumCunge<SIMD8<Double>, WideChannelCelerity>(configuration))
      }
  }

  /// Routes the lateral inflow for `steps` steps.
  /// - Parameters:
  ///   - channels: of every reach, in network order
  ///   - lateral: lateral inflow, m³ s⁻¹
  ///   - steps: time steps
  ///   - initial: the state before the first step; nil for a hot start
  ///   - records: positions of the reaches whose discharge is wanted
  public func simulate(
    channels: [ReachChannel], lateral: LateralForcing, steps: Int,
    initial: RoutingState? = nil, records: [Int]
  ) -> RoutingSimulation {
    switch model {
    case .alone(let model): model.simulate(channels, lateral, steps, initial, records)
    case .shared(let ranks):
      ranks.simulate(
        channels: channels, lateral: lateral, steps: steps, initial: initial, records: records)
    }
  }

  /// A run that is fed stretch after stretch.
  /// - Parameters:
  ///   - channels: of the reaches, in network order
  ///   - initial: the state before the first step, or the lateral inflow of a hot start
  ///   - records: positions of the reaches whose discharge is wanted
  public func stream(
    channels: [ReachChannel], initial: InitialState, records: [Int]
  ) -> RoutingStream {
    switch model {
    case .alone(let model): model.stream(channels, initial, records)
    case .shared: preconditionFailure("each rank streams its own share")
    }
  }

  /// Reach-steps per second of the scheme's formulas alone, on values that never leave the registers:
  /// what the sweep could reach at best on one thread.
  public func kernelSpeed(seconds: Double) -> Double {
    switch model {
    case .alone(let model): model.kernelSpeed(seconds)
    case .shared(let ranks): ranks.router.kernelSpeed(seconds: seconds)
    }
  }

  /// Routes, lets `seeds` say how a loss depends on the recorded discharge, and sweeps back.
  /// - Parameters:
  ///   - channels: of the reaches, in network order
  ///   - lateral: lateral inflow, m³ s⁻¹
  ///   - steps: time steps
  ///   - initial: the state before the first step; nil for a hot start
  ///   - records: positions of the reaches whose series are returned
  ///   - wantsLateral: whether the sensitivity to the lateral inflow is wanted
  ///   - seeds: from the simulation to the loss's sensitivity to its records, laid out alike
  public func gradient(
    channels: [ReachChannel], lateral: LateralForcing, steps: Int,
    initial: RoutingState? = nil, records: [Int], wantsLateral: Bool = false,
    seeds: (RoutingSimulation) -> [[Double]]
  ) -> RoutingGradient {
    switch model {
    case .alone(let model):
      model.gradient(channels, lateral, steps, initial, records, wantsLateral, seeds)
    case .shared(let ranks):
      ranks.gradient(
        channels: channels, lateral: lateral, steps: steps, initial: initial, records: records,
        wantsLateral: wantsLateral, seeds: seeds)
    }
  }
}

/// Where a run begins.
public enum InitialState: Sendable {
  /// In equilibrium with the first step of this lateral inflow.
  case hotStart(LateralForcing)
  case given(RoutingState)
}

/// How discharge is routed.
public struct RouterConfiguration: Sendable, Hashable {
  public enum Scheme: String, Sendable, Codable, CaseIterable {
    /// Muskingum–Cunge in Todini's form: conserves water, never negative.
    case conservative
    /// Muskingum–Cunge with coefficients at the previous step's discharge.
    case lagged
    /// The same with celerity 5/3 v and a constant X: for comparison only.
    case legacy
  }

  public enum Precision: String, Sendable, Codable, CaseIterable {
    /// Sixteen reaches at once: to run.
    case single
    /// Eight at once: to verify.
    case double
  }

  public var scheme = Scheme.conservative
  public var precision = Precision.single
  /// Δt, s
  public var timeStep = 3_600.0
  public var limits = ChannelLimits()
  /// Muskingum's X of `legacy`.
  public var legacyX = 0.3
  public var threads = 1
  /// Steps in a chunk of the sweep; nil for the sweep's own choice. Results do not depend on it.
  public var chunkLength: Int?
  /// Bytes a gradient's tape may take. Results do not depend on it.
  public var tapeBudget = 512 << 20

  public init() {}
}

extension MuskingumCunge where Number: Lane {
  fileprivate init(_ configuration: RouterConfiguration) {
    self.init(
      timeStep: configuration.timeStep, limits: configuration.limits,
      constantX: configuration.legacyX)
  }
}

extension MuskingumCungeTodini where Number: Lane {
  fileprivate init(_ configuration: RouterConfiguration) {
    self.init(timeStep: configuration.timeStep, limits: configuration.limits)
  }
}

extension RoutingModel {
  func state(_ initial: InitialState) -> RoutingState {
    switch initial {
    case .given(let state): state
    case .hotStart(let lateral):
      hotStart { [series = series(lateral)] in Double(series.firstStepValue(reach: $0)) }
    }
  }

  convenience init(
    network: RiverNetwork, configuration: RouterConfiguration, operation: Scheme,
    boundary: SweepBoundary?
  ) {
    self.init(
      network: network, timeStep: configuration.timeStep, limits: configuration.limits,
      operation: operation, threads: configuration.threads,
      chunkLength: configuration.chunkLength, tapeBudget: configuration.tapeBudget,
      boundary: boundary)
  }
}
