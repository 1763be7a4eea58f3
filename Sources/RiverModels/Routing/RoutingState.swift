import ReachOperators

/// What a network remembers between steps, in network order.
public struct RoutingState: Sendable, Equatable {
  /// Discharge at each reach's lower end, m³ s⁻¹.
  public var discharge: [Double]
  /// Sum of the upstream reaches' discharge, m³ s⁻¹.
  public var inflow: [Double]
  /// The scheme's own state, `[member][reach]`, exact: nil in a state made from discharges alone.
  public var members: [[Double]]?

  public init(discharge: [Double], inflow: [Double], members: [[Double]]? = nil) {
    self.discharge = discharge
    self.inflow = inflow
    self.members = members
  }
}

/// What a simulation gave.
public struct RoutingSimulation: Sendable {
  /// Discharge of the recorded reaches, `[row][time]`, m³ s⁻¹: the first entry before the first step,
  /// then after each step.
  public var records: [[Double]]
  public var finalState: RoutingState
  public var ledger: RoutingLedger
  public var balance: WaterBalance
  public var reachSteps: Double
}

/// Water that came, went and stayed, m³.
public struct WaterBalance: Sendable, Equatable {
  public var inflow: Double
  public var outflow: Double
  public var storageChange: Double
  /// Made by limiters (lost, where negative).
  public var madeByLimiters: Double

  /// (inflow + made - outflow - change of storage) / inflow
  public var relativeResidual: Double {
    (inflow + madeByLimiters - outflow - storageChange) / Swift.max(inflow, .leastNormalMagnitude)
  }
}

/// Sensitivities of a loss to everything a routing run starts from.
public struct RoutingGradient: Sendable {
  /// `[reach]`
  public var channels: [ReachChannelAdjoint]
  /// `[reach][value]`, as the forcing is laid out; empty where not asked for.
  public var lateral: [Double]
  /// To the initial state, where it was given.
  public var initialDischarge: [Double]
  public var initialInflow: [Double]
  public var simulation: RoutingSimulation
}
