extension MuskingumCunge {
  /// The transpose of the derivative of ``advance(_:inflow:lateral:parameters:ledger:)``.
  ///
  /// With N/D the quotient that gives Q(t), ḡ = Q̄/D:
  ///
  ///     c̄ = ḡ Δt (I + I' - Q' + 2q - Q)     X̄ = ḡ 2L (I' - I - Q' + Q)
  ///
  /// then back through X, c, and the section, all of which depend on Q(t-1).
  /// - Parameters:
  ///   - state: before the step
  ///   - inflow: from the reaches above, m³ s⁻¹
  ///   - lateral: lateral inflow, m³ s⁻¹
  ///   - parameters: of the reach
  ///   - adjoint: sensitivity to the state after the step; on return, to that before it
  ///   - released: sensitivity to the unfloored discharge handed down
  @inlinable @inline(__always)
  public func advanceAdjoint(
    state: State, inflow: Inflow, lateral: Number, parameters: Parameters,
    adjoint: inout State, released: Number
  ) -> (inflow: Inflow, lateral: Number, parameters: ChannelParameterAdjoint<Number>) {
    let zero = Number(constant: 0)
    let wave = wave(discharge: state.discharge, parameters: parameters)
    let flooredLateral = Number.larger(lateral, leastDischarge)
    let advance = timeStep * wave.celerity
    let storage = parameters.twiceLength * wave.x
    let inverse = Number(constant: 1) / ((parameters.twiceLength - storage) + advance)
    let twiceLateral = flooredLateral + flooredLateral
    let level = (inflow.unfloored + state.inflow) - state.discharge + twiceLateral
    let difference = (state.inflow - inflow.unfloored) - state.discharge
    let discharge =
      (advance * level + storage * difference + parameters.twiceLength * state.discharge)
      * inverse

    // Q(t) as state is floored, as release it is not.
    let total =
      released
      + Number.masked(Number.isGreater(discharge, leastDischarge), adjoint.discharge)
    let scaled = total * inverse
    let received = scaled * (advance - storage)
    let remembered = scaled * (advance + storage)
    let direct = scaled * ((parameters.twiceLength - storage) - advance)
    let lateralAdjoint = Number.masked(
      Number.isGreater(lateral, leastDischarge), scaled * (advance + advance))
    var celerity = scaled * timeStep * (level - discharge)

    var topWidth = zero
    var dischargeAdjoint = direct
    if !Celerity.isConstant {
      // X = ½ - ½ Q/Y, Y = T S L c
      let x = Number.masked(
        Number.isInside(wave.unlimitedX, zero, Number(constant: 0.5)),
        Number(constant: 0.5) * (scaled * parameters.twiceLength * (difference + discharge)))
      let ratio = x * wave.inverseDiffusion
      dischargeAdjoint = dischargeAdjoint - ratio
      let diffusion = ratio * (state.discharge * wave.inverseDiffusion) * parameters.fall
      topWidth = diffusion * wave.celerity
      celerity = celerity + diffusion * wave.section.topWidth
    }
    // c = β v ; β = 5/3 - 4/3 R s/T
    let velocity = celerity * wave.beta
    var hydraulicRadius = zero
    var slant = zero
    if !Celerity.isConstant {
      let side = Number(constant: -4.0 / 3) * (celerity * wave.section.velocity)
      let perTopWidth = side * (wave.section.inversePerimeterWidth * wave.section.perimeter)
      hydraulicRadius = perTopWidth * wave.section.slant
      slant = perTopWidth * wave.section.hydraulicRadius
      topWidth = topWidth - perTopWidth * wave.sideRatio
    }
    let section = geometry.sectionAdjoint(
      wave.section, discharge: state.discharge, parameters: parameters,
      adjoint: .init(
        topWidth: topWidth, velocity: velocity, hydraulicRadius: hydraulicRadius, slant: slant))

    let floored = adjoint.inflow
    adjoint.discharge = dischargeAdjoint + section.discharge
    adjoint.inflow = remembered
    return (
      Inflow(unfloored: received, floored: floored), lateralAdjoint, section.parameters
    )
  }
}
