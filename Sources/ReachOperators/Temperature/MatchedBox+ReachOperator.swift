extension MatchedBox: ReachOperator where Number: Lane {
  public typealias Element = Number

  @inlinable @inline(__always)
  public func step(
    _ state: inout State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    ledger: inout Ledger
  ) -> Release {
    advance(
      &state, inflow: inflow, forcing: forcing, parameters: parameters, ledger: &ledger)
  }

  @inlinable @inline(__always)
  public func receive(_ release: Release, weight: Number, into inflow: inout Inflow) {
    let discharge = weight * release.discharge
    inflow.discharge = inflow.discharge + discharge
    inflow.endHeat = inflow.endHeat + discharge * release.temperature
    inflow.meanHeat = inflow.meanHeat + discharge * release.meanTemperature
  }

  /// What is recorded is the temperature at the reach's lower end, °C.
  @inlinable @inline(__always)
  public func discharge(of release: Release) -> Number { release.temperature }
}

extension MatchedBox: DifferentiableReachOperator where Number: Lane {
  public typealias ParameterAdjoint = Parameters

  @inlinable @inline(__always)
  public func state(after release: Release, inflow: Inflow) -> State {
    let zero = Number(constant: 0)
    let one = Number(constant: 1)
    let within = Number.isGreater(inflow.discharge, zero)
    let inflowTemperature = Number.masked(
      within, inflow.endHeat / Number.select(within, inflow.discharge, else: one))
    let mean =
      release.weighting * inflowTemperature + (one - release.weighting) * release.temperature
    return State(
      heat: release.storage * mean, temperature: release.temperature, storage: release.storage,
      iceHeat: release.iceHeat, weighting: release.weighting)
  }

  @inlinable @inline(__always)
  public func stepAdjoint(
    state: State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    adjoint: inout State, released: Release
  ) -> (inflow: Inflow, forcing: Forcing, parameters: ParameterAdjoint) {
    let result = advanceAdjoint(
      state: state, inflow: inflow, forcing: forcing, parameters: parameters, adjoint: adjoint,
      released: released)
    adjoint = result.state
    return (result.inflow, result.forcing, result.parameters)
  }

  @inlinable @inline(__always)
  public func receiveAdjoint(
    _ release: Release, weight: Number, inflow: Inflow, into released: inout Release
  ) {
    let discharge = weight * release.discharge
    released.discharge =
      released.discharge
      + weight
      * (inflow.discharge + release.temperature * inflow.endHeat
        + release.meanTemperature * inflow.meanHeat)
    released.temperature = released.temperature + discharge * inflow.endHeat
    released.meanTemperature = released.meanTemperature + discharge * inflow.meanHeat
  }

  @inlinable @inline(__always)
  public func dischargeAdjoint(_ release: Release, discharge: Number) -> Release {
    var seed = Release(repeating: Number(constant: 0))
    seed.temperature = discharge
    return seed
  }
}
