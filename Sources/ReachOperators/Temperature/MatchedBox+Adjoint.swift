extension MatchedBox {
  /// Sensitivities of one step with X, θ, gain and loss given.
  public struct StepAdjoint: Sendable {
    public var state: State
    public var inflow: Inflow
    public var forcing: Forcing
    public var imbalance: Imbalance
    public var weighting: Weighting

    @inlinable @inline(__always)
    init(
      state: State, inflow: Inflow, forcing: Forcing, imbalance: Imbalance, weighting: Weighting
    ) {
      self.state = state
      self.inflow = inflow
      self.forcing = forcing
      self.imbalance = imbalance
      self.weighting = weighting
    }
  }

  /// The transpose of the derivative of
  /// ``advance(_:inflow:forcing:imbalance:weighting:ledger:)``.
  ///
  /// With N over the fraction bar and Z below it, λ = T̄/Z: where water freezes T does not depend on N,
  /// and I = -N.
  /// - Parameters:
  ///   - state: before the step
  ///   - inflow: of water and heat from above
  ///   - forcing: what heats the reach
  ///   - imbalance: what the router makes or loses, m³ s⁻¹
  ///   - weighting: of inflow and storage in the outflow
  ///   - adjoint: sensitivity to the state after it
  ///   - released: sensitivity to the release's discharge and temperatures
  @inlinable @inline(__always)
  public func advanceAdjoint(
    state: State, inflow: Inflow, forcing: Forcing, imbalance: Imbalance, weighting: Weighting,
    adjoint: State, released: Release
  ) -> StepAdjoint {
    let zero = Number(constant: 0)
    let one = Number(constant: 1)
    let solution = solution(
      state: state, inflow: inflow, forcing: forcing, imbalance: imbalance, weighting: weighting)
    let theta = weighting.theta
    let old = one - theta
    let x = weighting.x
    let leaving = forcing.exchange + imbalance.loss
    let storage = forcing.storage + leastStorage
    let difference = solution.inflowTemperature - solution.temperature

    // S = W T̄ ; T̄ = X T_in + (1-X) T ; released mean θ T + (1-θ) T'
    let mean = adjoint.heat * storage
    var inflowTemperature = mean * x
    let temperature =
      (adjoint.temperature + released.temperature)
      + (released.meanTemperature * theta + mean * (one - x))
    var xAdjoint = adjoint.weighting + mean * difference
    var storageAdjoint = adjoint.storage + adjoint.heat * solution.mean
    var thetaAdjoint =
      released.meanTemperature * (solution.temperature - state.temperature)

    // T = max(N, 0)/Z ; I = max(-N, 0)
    let flows = Number.isGreater(solution.numerator, leastHeat)
    let quotient = temperature / solution.denominator
    let numerator = Number.select(flows, quotient, else: -adjoint.iceHeat)
    let denominator = -(quotient * solution.temperature)
    let scaled = timeStep * numerator

    // Z = P (1-X) + Δt θ Q
    let load = denominator * (one - x) - numerator * (x * solution.inflowTemperature)
    xAdjoint =
      xAdjoint - solution.load * (numerator * solution.inflowTemperature + denominator)
    inflowTemperature = inflowTemperature - numerator * (solution.load * x)
    let throughflow = timeStep * denominator
    let discharge =
      (released.discharge + throughflow * theta) - scaled * (old * state.temperature)
    let leavingAdjoint =
      load * (timeStep * theta) - scaled * (old * solution.meanBefore)
    thetaAdjoint =
      (thetaAdjoint + throughflow * forcing.discharge)
      + (load * (timeStep * leaving)
        + scaled * (leaving * solution.meanBefore + forcing.discharge * state.temperature))
    storageAdjoint = storageAdjoint + load

    // S'/W' in gain and exchange
    let remembered = scaled * (imbalance.gain - old * leaving) / state.storage
    let within = Number.isGreater(inflow.discharge, zero)
    let mixed = Number.masked(
      within, inflowTemperature / Number.select(within, inflow.discharge, else: one))
    return StepAdjoint(
      state: State(
        heat: numerator + remembered,
        temperature: released.meanTemperature * old - scaled * (old * forcing.discharge),
        storage: -(remembered * solution.meanBefore), iceHeat: -numerator, weighting: zero),
      inflow: Inflow(
        discharge: -(mixed * solution.inflowTemperature), endHeat: mixed, meanHeat: scaled),
      forcing: Forcing(
        discharge: discharge, storage: storageAdjoint,
        lateral: scaled * forcing.lateralTemperature,
        lateralTemperature: scaled * forcing.lateral,
        exchange: scaled * forcing.equilibriumTemperature + leavingAdjoint,
        equilibriumTemperature: scaled * forcing.exchange),
      imbalance: Imbalance(gain: scaled * solution.meanBefore, loss: leavingAdjoint),
      weighting: Weighting(x: xAdjoint, theta: thetaAdjoint))
  }

  /// The transpose of the derivative of ``advance(_:inflow:forcing:parameters:ledger:)``.
  @inlinable @inline(__always)
  public func advanceAdjoint(
    state: State, inflow: Inflow, forcing: Forcing, parameters: Parameters, adjoint: State,
    released: Release
  ) -> (state: State, inflow: Inflow, forcing: Forcing, parameters: Parameters) {
    let zero = Number(constant: 0)
    let one = Number(constant: 1)
    let half = Number(constant: 0.5)
    let imbalance = imbalance(state: state, inflow: inflow, forcing: forcing)
    let choice = choice(
      state: state, inflow: inflow, forcing: forcing, imbalance: imbalance,
      parameters: parameters)
    var result = advanceAdjoint(
      state: state, inflow: inflow, forcing: forcing, imbalance: imbalance,
      weighting: Weighting(x: choice.x, theta: one - choice.old), adjoint: adjoint,
      released: released)
    let leaving = forcing.exchange + imbalance.loss
    let storage = forcing.storage + leastStorage
    let perStorage = timeStep / storage
    let courant = forcing.discharge * perStorage

    // X, held between its limits
    let x = Number.masked(Number.isGreater(inflow.discharge, zero), result.weighting.x)
    let free: Number
    var old = -result.weighting.theta
    var discharge = zero
    var inflowDischarge = zero
    var storageAdjoint = zero
    var leavingAdjoint = zero
    if Limits.arePositive {
      free = Number.masked(Number.isInside(choice.unlimitedX, zero, choice.upper), x)
      let limited = Number.masked(
        Number.and(
          Number.isGreater(choice.unlimitedX, choice.upper),
          Number.isGreater(choice.upper, zero)), x)
      let byInflow = Number.isGreater(choice.outflowLimit, choice.inflowLimit)
      let first = Number.masked(byInflow, limited)
      let second = limited - first
      // ½ Δt F/P
      let load = storage + timeStep * ((one - choice.old) * leaving)
      let inverse = one / load
      inflowDischarge = first * (half * timeStep * inverse)
      let toLoad = -(first * choice.inflowLimit * inverse)
      storageAdjoint = toLoad
      leavingAdjoint = toLoad * timeStep * (one - choice.old)
      old = old - toLoad * (timeStep * leaving)
      // 1 - (1-θ) Δt Q/W
      old = old - second * courant
      discharge = -(second * choice.old * perStorage)
      storageAdjoint = storageAdjoint + second * choice.old * courant / storage
    } else {
      free = Number.masked(Number.isInside(choice.unlimitedX, -half, half), x)
    }

    // X* = ½ - D/L² W/Q + (½ - (1-θ)) Δt Q/W
    let excess = half - choice.old
    let dispersionRate = -(free * (storage * choice.inverseDischarge))
    discharge =
      discharge + free * (choice.diffusion * choice.inverseDischarge + excess * perStorage)
    storageAdjoint =
      storageAdjoint
      - free * (parameters.dispersionRate * choice.inverseDischarge + excess * courant / storage)
    old = old - free * courant

    // 1-θ = min(½, c W'/(Δt (Q + c e)))
    let ratio =
      Number.masked(Number.isGreater(half, choice.unlimitedOld), old) / choice.turnover
    let slope = ratio * (timeStep * choice.unlimitedOld)
    discharge = discharge - slope
    leavingAdjoint = leavingAdjoint - slope * choice.share
    let share = ratio * state.storage - slope * leaving
    var before = ratio * choice.share

    // r = (W - W')/Δt - (F + q - Q) ; gain = max(r, 0) ; loss = max(-r, 0)
    let residual = Number.select(
      Number.isGreater(imbalance.gain, zero), result.imbalance.gain,
      else: Number.masked(
        Number.isGreater(imbalance.loss, zero), -(result.imbalance.loss + leavingAdjoint)))
    let rate = residual * frequency
    before = before - rate
    result.state.storage = result.state.storage + before
    if Limits.arePositive { result.state.weighting = -share }
    result.inflow.discharge = (result.inflow.discharge + inflowDischarge) - residual
    result.forcing.discharge = (result.forcing.discharge + discharge) + residual
    result.forcing.storage = (result.forcing.storage + storageAdjoint) + rate
    result.forcing.lateral = result.forcing.lateral - residual
    result.forcing.exchange = result.forcing.exchange + leavingAdjoint
    return (
      result.state, result.inflow, result.forcing, Parameters(dispersionRate: dispersionRate)
    )
  }
}
