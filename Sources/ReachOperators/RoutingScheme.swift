/// A reach operator that routes discharge through channels: what a routing model needs to know of
/// it beyond the sweep.
///
/// Members are numbered in the order in which a bundle declares them.
public protocol RoutingScheme: DifferentiableReachOperator
where Forcing == SingleBundle<Element> {
  /// - Parameters:
  ///   - timeStep: Δt, s
  ///   - limits: that keep slope, depth and discharge from zero
  init(timeStep: Double, limits: ChannelLimits)

  /// What discharge is held at from below, m³ s⁻¹; 0 where nothing is held.
  static func leastDischarge(_ limits: ChannelLimits) -> Double

  /// Writes the members of `Parameters` for one channel.
  static func setParameters(
    _ channel: ReachChannel, limits: ChannelLimits, timeStep: Double,
    _ set: (_ member: Int, _ value: Double) -> Void)

  /// The transpose of the derivative of `setParameters`, members of `ParameterAdjoint` given.
  static func channelAdjoint(
    _ channel: ReachChannel, limits: ChannelLimits, timeStep: Double,
    _ member: (Int) -> Double
  ) -> ReachChannelAdjoint

  /// Writes the members of `State` for a reach in which `inflow` enters and `discharge` leaves, m³ s⁻¹.
  static func setState(
    discharge: Double, inflow: Double, channel: ReachChannel, limits: ChannelLimits,
    timeStep: Double, _ set: (_ member: Int, _ value: Double) -> Void)

  /// The transpose of `setState`: sensitivities to discharge, inflow and channel.
  static func stateAdjoint(
    discharge: Double, inflow: Double, channel: ReachChannel, limits: ChannelLimits,
    timeStep: Double, _ member: (Int) -> Double
  ) -> (discharge: Double, inflow: Double, channel: ReachChannelAdjoint)

  /// Water in each reach, m³.
  func storage(_ state: State, parameters: Parameters) -> Element

  /// What the members of `Ledger` say.
  static func ledger(timeStep: Double, _ member: (Int) -> Double) -> RoutingLedger
}

/// What limiters did in a run.
public struct RoutingLedger: Sendable, Hashable {
  /// Water made (positive) or lost by holding discharge at a floor, m³.
  public var madeByDischargeFloor = 0.0
  /// Water made by holding lateral inflow at a floor, m³.
  public var madeByInflowFloor = 0.0
  /// Reach-steps in which discharge was held at a floor.
  public var flooredSteps = 0.0
  /// Reach-steps outside the Courant window.
  public var stepsOutsideCourantWindow = 0.0

  public init(
    madeByDischargeFloor: Double = 0, madeByInflowFloor: Double = 0, flooredSteps: Double = 0,
    stepsOutsideCourantWindow: Double = 0
  ) {
    self.madeByDischargeFloor = madeByDischargeFloor
    self.madeByInflowFloor = madeByInflowFloor
    self.flooredSteps = flooredSteps
    self.stepsOutsideCourantWindow = stepsOutsideCourantWindow
  }

  public static func += (a: inout RoutingLedger, b: RoutingLedger) {
    a.madeByDischargeFloor += b.madeByDischargeFloor
    a.madeByInflowFloor += b.madeByInflowFloor
    a.flooredSteps += b.flooredSteps
    a.stepsOutsideCourantWindow += b.stepsOutsideCourantWindow
  }
}
