extension MuskingumCunge: ReachOperator where Number: Lane {
  public typealias Element = Number
  public typealias Release = SingleBundle<Number>
  public typealias Forcing = SingleBundle<Number>

  @inlinable @inline(__always)
  public func step(
    _ state: inout State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    ledger: inout Ledger
  ) -> Release {
    Release(
      advance(
        &state, inflow: inflow, lateral: forcing.value, parameters: parameters,
        ledger: &ledger))
  }

  @inlinable @inline(__always)
  public func receive(_ release: Release, weight: Number, into inflow: inout Inflow) {
    inflow.unfloored = inflow.unfloored + weight * release.value
    inflow.floored = inflow.floored + weight * Number.larger(release.value, leastDischarge)
  }

  @inlinable @inline(__always)
  public func discharge(of release: Release) -> Number {
    Number.larger(release.value, leastDischarge)
  }

  @inlinable
  public func observed(
    _ quantity: ChannelQuantity, release: Release, parameters: Parameters
  ) -> Number {
    observed(quantity, discharge: discharge(of: release), parameters: parameters)
  }

  @inlinable
  public func observed(
    _ quantity: ChannelQuantity, state: State, parameters: Parameters
  ) -> Number {
    observed(quantity, discharge: state.discharge, parameters: parameters)
  }

  @inlinable
  func observed(
    _ quantity: ChannelQuantity, discharge: Number, parameters: Parameters
  ) -> Number {
    switch quantity {
    case .discharge: discharge
    case .velocity: geometry.section(discharge: discharge, parameters: parameters).velocity
    case .depth: geometry.section(discharge: discharge, parameters: parameters).depth
    case .width: geometry.section(discharge: discharge, parameters: parameters).topWidth
    }
  }
}

extension MuskingumCunge: DifferentiableReachOperator where Number: Lane {
  public typealias ParameterAdjoint = ChannelParameterAdjoint<Number>

  @inlinable @inline(__always)
  public func state(after release: Release, inflow: Inflow) -> State {
    State(
      discharge: Number.larger(release.value, leastDischarge), inflow: inflow.floored)
  }

  @inlinable @inline(__always)
  public func stepAdjoint(
    state: State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    adjoint: inout State, released: Release
  ) -> (inflow: Inflow, forcing: Forcing, parameters: ParameterAdjoint) {
    let result = advanceAdjoint(
      state: state, inflow: inflow, lateral: forcing.value, parameters: parameters,
      adjoint: &adjoint, released: released.value)
    return (result.inflow, Forcing(result.lateral), result.parameters)
  }

  @inlinable @inline(__always)
  public func receiveAdjoint(
    _ release: Release, weight: Number, inflow: Inflow, into released: inout Release
  ) {
    released.value =
      released.value
      + weight
      * (inflow.unfloored
        + Number.masked(Number.isGreater(release.value, leastDischarge), inflow.floored))
  }

  @inlinable @inline(__always)
  public func dischargeAdjoint(_ release: Release, discharge: Number) -> Release {
    Release(Number.masked(Number.isGreater(release.value, leastDischarge), discharge))
  }
}

// The bundles' members, in the order of their declaration.

extension MuskingumCunge.State: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(discharge: value, inflow: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(discharge: transform(discharge), inflow: transform(inflow))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(discharge: join(discharge, other.discharge), inflow: join(inflow, other.inflow))
  }
}

extension MuskingumCunge.Inflow: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(unfloored: value, floored: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(unfloored: transform(unfloored), floored: transform(floored))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(unfloored: join(unfloored, other.unfloored), floored: join(floored, other.floored))
  }
}

extension MuskingumCunge.Ledger: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(
      madeByDischargeFloor: value, madeByInflowFloor: value, flooredSteps: value,
      stepsOutsideCourantWindow: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      madeByDischargeFloor: transform(madeByDischargeFloor),
      madeByInflowFloor: transform(madeByInflowFloor), flooredSteps: transform(flooredSteps),
      stepsOutsideCourantWindow: transform(stepsOutsideCourantWindow))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      madeByDischargeFloor: join(madeByDischargeFloor, other.madeByDischargeFloor),
      madeByInflowFloor: join(madeByInflowFloor, other.madeByInflowFloor),
      flooredSteps: join(flooredSteps, other.flooredSteps),
      stepsOutsideCourantWindow: join(
        stepsOutsideCourantWindow, other.stepsOutsideCourantWindow))
  }
}

extension ChannelParameters: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(
      logConveyanceFactor: value, depthExponent: value, widthExponent: value,
      logWidthFactor: value, velocityFactor: value, fall: value, twiceLength: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      logConveyanceFactor: transform(logConveyanceFactor),
      depthExponent: transform(depthExponent), widthExponent: transform(widthExponent),
      logWidthFactor: transform(logWidthFactor), velocityFactor: transform(velocityFactor),
      fall: transform(fall), twiceLength: transform(twiceLength))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      logConveyanceFactor: join(logConveyanceFactor, other.logConveyanceFactor),
      depthExponent: join(depthExponent, other.depthExponent),
      widthExponent: join(widthExponent, other.widthExponent),
      logWidthFactor: join(logWidthFactor, other.logWidthFactor),
      velocityFactor: join(velocityFactor, other.velocityFactor),
      fall: join(fall, other.fall), twiceLength: join(twiceLength, other.twiceLength))
  }
}

extension ChannelParameterAdjoint: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(
      logConveyanceFactor: value, depthExponent: value, widthExponent: value,
      logWidthFactor: value, velocityFactor: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      logConveyanceFactor: transform(logConveyanceFactor),
      depthExponent: transform(depthExponent), widthExponent: transform(widthExponent),
      logWidthFactor: transform(logWidthFactor), velocityFactor: transform(velocityFactor))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      logConveyanceFactor: join(logConveyanceFactor, other.logConveyanceFactor),
      depthExponent: join(depthExponent, other.depthExponent),
      widthExponent: join(widthExponent, other.widthExponent),
      logWidthFactor: join(logWidthFactor, other.logWidthFactor),
      velocityFactor: join(velocityFactor, other.velocityFactor))
  }
}
