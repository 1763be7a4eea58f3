extension MuskingumCungeTodini: ReachOperator where Number: Lane {
  public typealias Element = Number
  public typealias Inflow = SingleBundle<Number>
  public typealias Forcing = SingleBundle<Number>

  /// The discharge; the storage is no other reach's concern.
  @inlinable public static var handedMemberCount: Int { 1 }

  @inlinable @inline(__always)
  public func step(
    _ state: inout State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    ledger: inout Ledger
  ) -> Release {
    advance(
      &state, inflow: inflow.value, lateral: forcing.value, parameters: parameters,
      ledger: &ledger)
  }

  @inlinable @inline(__always)
  public func receive(_ release: Release, weight: Number, into inflow: inout Inflow) {
    inflow.value = inflow.value + weight * release.discharge
  }

  @inlinable @inline(__always)
  public func discharge(of release: Release) -> Number { release.discharge }

  @inlinable
  public func observed(
    _ quantity: ChannelQuantity, release: Release, parameters: Parameters
  ) -> Number {
    observed(quantity, discharge: release.discharge, parameters: parameters)
  }

  @inlinable
  public func observed(
    _ quantity: ChannelQuantity, state: State, parameters: Parameters
  ) -> Number {
    observed(quantity, discharge: state.discharge, parameters: parameters)
  }

  /// From the rating curve at the reach's outflow.
  @inlinable
  func observed(
    _ quantity: ChannelQuantity, discharge: Number, parameters: Parameters
  ) -> Number {
    let reference = Number.larger(discharge, leastReference)
    let root = Number.exp2(
      parameters.rootExponent * Number.log2(reference) - parameters.logRootOffset)
    let depth = root * root * root
    let one = Number(constant: 1)
    // 1/(5+3e)
    let exponent = (one / parameters.rootExponent - Number(constant: 5)) / Number(constant: 3)
    let width = parameters.widthFactor * Number.exp2(exponent * Number.log2(depth))
    switch quantity {
    case .discharge: return discharge
    case .depth: return depth
    case .width: return width
    case .velocity: return discharge * (one + exponent) / (width * depth)
    }
  }
}

extension MuskingumCungeTodini: DifferentiableReachOperator where Number: Lane {
  public typealias ParameterAdjoint = RatingParameters<Number>

  @inlinable @inline(__always)
  public func state(after release: Release, inflow: Inflow) -> State {
    State(discharge: release.discharge, inflow: inflow.value, storage: release.storage)
  }

  @inlinable @inline(__always)
  public func stepAdjoint(
    state: State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    adjoint: inout State, released: Release
  ) -> (inflow: Inflow, forcing: Forcing, parameters: ParameterAdjoint) {
    let result = advanceAdjoint(
      state: state, inflow: inflow.value, lateral: forcing.value, parameters: parameters,
      adjoint: &adjoint, released: released.discharge)
    return (Inflow(result.inflow), Forcing(result.lateral), result.parameters)
  }

  @inlinable @inline(__always)
  public func receiveAdjoint(
    _ release: Release, weight: Number, inflow: Inflow, into released: inout Release
  ) {
    released.discharge = released.discharge + weight * inflow.value
  }

  @inlinable @inline(__always)
  public func dischargeAdjoint(_ release: Release, discharge: Number) -> Release {
    Release(discharge: discharge, storage: Number(constant: 0))
  }
}

// The bundles' members, in the order of their declaration.

extension MuskingumCungeTodini.State: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(discharge: value, inflow: value, storage: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      discharge: transform(discharge), inflow: transform(inflow), storage: transform(storage))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      discharge: join(discharge, other.discharge), inflow: join(inflow, other.inflow),
      storage: join(storage, other.storage))
  }
}

extension MuskingumCungeTodini.Release: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(discharge: value, storage: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(discharge: transform(discharge), storage: transform(storage))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(discharge: join(discharge, other.discharge), storage: join(storage, other.storage))
  }
}

extension MuskingumCungeTodini.Ledger: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(madeByAbstraction: value, stepsOutsideCourantWindow: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      madeByAbstraction: transform(madeByAbstraction),
      stepsOutsideCourantWindow: transform(stepsOutsideCourantWindow))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      madeByAbstraction: join(madeByAbstraction, other.madeByAbstraction),
      stepsOutsideCourantWindow: join(
        stepsOutsideCourantWindow, other.stepsOutsideCourantWindow))
  }
}

extension RatingParameters: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(
      rootExponent: value, logRootOffset: value, courantFactor: value, diffusionFactor: value,
      widthFactor: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      rootExponent: transform(rootExponent), logRootOffset: transform(logRootOffset),
      courantFactor: transform(courantFactor), diffusionFactor: transform(diffusionFactor),
      widthFactor: transform(widthFactor))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      rootExponent: join(rootExponent, other.rootExponent),
      logRootOffset: join(logRootOffset, other.logRootOffset),
      courantFactor: join(courantFactor, other.courantFactor),
      diffusionFactor: join(diffusionFactor, other.diffusionFactor),
      widthFactor: join(widthFactor, other.widthFactor))
  }
}
