extension MuskingumCungeTodini: RoutingScheme where Number: Lane {
  public static func leastDischarge(_ limits: ChannelLimits) -> Double { 0 }

  public static func setParameters(
    _ channel: ReachChannel, limits: ChannelLimits, timeStep: Double,
    _ set: (_ member: Int, _ value: Double) -> Void
  ) {
    let parameters = RatingParameters<Double>(channel, limits: limits, timeStep: timeStep)
    set(0, parameters.rootExponent)
    set(1, parameters.logRootOffset)
    set(2, parameters.courantFactor)
    set(3, parameters.diffusionFactor)
    set(4, parameters.widthFactor)
  }

  public static func channelAdjoint(
    _ channel: ReachChannel, limits: ChannelLimits, timeStep: Double, _ member: (Int) -> Double
  ) -> ReachChannelAdjoint {
    RatingParameters<Double>(
      rootExponent: member(0), logRootOffset: member(1), courantFactor: member(2),
      diffusionFactor: member(3), widthFactor: member(4)
    ).pulledBack(to: channel, limits: limits, timeStep: timeStep)
  }

  public static func setState(
    discharge: Double, inflow: Double, channel: ReachChannel, limits: ChannelLimits,
    timeStep: Double, _ set: (_ member: Int, _ value: Double) -> Void
  ) {
    let scheme = MuskingumCungeTodini<Double>(timeStep: timeStep, limits: limits)
    set(0, discharge)
    set(1, inflow)
    set(
      2,
      scheme.storage(
        discharge: discharge, inflow: inflow,
        parameters: RatingParameters(channel, limits: limits, timeStep: timeStep)))
  }

  public static func stateAdjoint(
    discharge: Double, inflow: Double, channel: ReachChannel, limits: ChannelLimits,
    timeStep: Double, _ member: (Int) -> Double
  ) -> (discharge: Double, inflow: Double, channel: ReachChannelAdjoint) {
    let scheme = MuskingumCungeTodini<Double>(timeStep: timeStep, limits: limits)
    let back = scheme.storageAdjoint(
      discharge: discharge, inflow: inflow,
      parameters: RatingParameters(channel, limits: limits, timeStep: timeStep),
      storage: member(2))
    return (
      member(0) + back.discharge, member(1) + back.inflow,
      back.parameters.pulledBack(to: channel, limits: limits, timeStep: timeStep)
    )
  }

  /// V = Δt (w - ½(I - Q))
  @inlinable
  public func storage(_ state: State, parameters: Parameters) -> Number {
    timeStep
      * (state.storage - Number(constant: 0.5) * (state.inflow - state.discharge))
  }

  public static func ledger(timeStep: Double, _ member: (Int) -> Double) -> RoutingLedger {
    RoutingLedger(
      madeByInflowFloor: member(0) * timeStep, stepsOutsideCourantWindow: member(1))
  }
}
