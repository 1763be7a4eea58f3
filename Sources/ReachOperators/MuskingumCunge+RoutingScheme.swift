extension MuskingumCunge: RoutingScheme where Number: Lane {
  public init(timeStep: Double, limits: ChannelLimits) {
    self.init(timeStep: timeStep, limits: limits, constantX: 0.3)
  }

  public static func leastDischarge(_ limits: ChannelLimits) -> Double { limits.discharge }

  public static func setParameters(
    _ channel: ReachChannel, limits: ChannelLimits, timeStep: Double,
    _ set: (_ member: Int, _ value: Double) -> Void
  ) {
    let parameters = ChannelParameters<Double>(channel, limits: limits)
    set(0, parameters.logConveyanceFactor)
    set(1, parameters.depthExponent)
    set(2, parameters.widthExponent)
    set(3, parameters.logWidthFactor)
    set(4, parameters.velocityFactor)
    set(5, parameters.fall)
    set(6, parameters.twiceLength)
  }

  public static func channelAdjoint(
    _ channel: ReachChannel, limits: ChannelLimits, timeStep: Double, _ member: (Int) -> Double
  ) -> ReachChannelAdjoint {
    ChannelParameterAdjoint<Double>(
      logConveyanceFactor: member(0), depthExponent: member(1), widthExponent: member(2),
      logWidthFactor: member(3), velocityFactor: member(4)
    ).pulledBack(to: channel, limits: limits)
  }

  public static func setState(
    discharge: Double, inflow: Double, channel: ReachChannel, limits: ChannelLimits,
    timeStep: Double, _ set: (_ member: Int, _ value: Double) -> Void
  ) {
    set(0, discharge)
    set(1, inflow)
  }

  public static func stateAdjoint(
    discharge: Double, inflow: Double, channel: ReachChannel, limits: ChannelLimits,
    timeStep: Double, _ member: (Int) -> Double
  ) -> (discharge: Double, inflow: Double, channel: ReachChannelAdjoint) {
    (member(0), member(1), ReachChannelAdjoint(roughness: 0, widthExponent: 0, widthFactor: 0))
  }

  /// Muskingum's storage K (X I + (1-X) Q) with K and X at the reach's discharge.
  @inlinable
  public func storage(_ state: State, parameters: Parameters) -> Number {
    let wave = wave(discharge: state.discharge, parameters: parameters)
    return Number(constant: 0.5) * parameters.twiceLength / wave.celerity
      * (wave.x * (state.inflow - state.discharge) + state.discharge)
  }

  public static func ledger(timeStep: Double, _ member: (Int) -> Double) -> RoutingLedger {
    RoutingLedger(
      madeByDischargeFloor: member(0) * timeStep, madeByInflowFloor: member(1) * timeStep,
      flooredSteps: member(2), stepsOutsideCourantWindow: member(3))
  }
}
