extension MuskingumCungeTodini.Iterate {
  /// Sensitivities of one fixed-point step to what it was made from.
  @usableFromInline struct Adjoint {
    @usableFromInline var stored: Number
    @usableFromInline var inflow: Number
    @usableFromInline var guess: Number
    @usableFromInline var parameters: RatingParameters<Number>

    @inlinable init(
      stored: Number, inflow: Number, guess: Number, parameters: RatingParameters<Number>
    ) {
      self.stored = stored
      self.inflow = inflow
      self.guess = guess
      self.parameters = parameters
    }
  }

  /// Back from Q = (2C s + b I)/(1+C+E):
  ///
  ///     ∂Q/∂C = (2s + I - Q)/(1+C+E) at fixed E     ∂Q/∂E = (I - Q)/(1+C+E)
  ///     ∂E/∂C = (C-1)/E                             ∂E/∂D = D/E
  @inlinable @inline(__always)
  func adjoint(
    stored: Number, inflow: Number, parameters: RatingParameters<Number>,
    discharge sensitivity: Number
  ) -> Adjoint {
    let scaled = sensitivity * inverse
    let ahead = courant - Number(constant: 1)
    let gradient = scaled * (inflow - discharge)
    let perSpread = gradient / spread
    var result = adjoint(
      courant: scaled * ((stored + stored) + (inflow - discharge)) + perSpread * ahead,
      diffusion: perSpread * diffusion, parameters: parameters)
    result.stored = scaled * (courant + courant)
    result.inflow = result.inflow + scaled * received
    return result
  }

  /// Back from C and D through the rating curve to the mean discharge and the parameters.
  @inlinable @inline(__always)
  func adjoint(
    courant courantAdjoint: Number, diffusion diffusionAdjoint: Number,
    parameters: RatingParameters<Number>
  ) -> Adjoint {
    let zero = Number(constant: 0)
    // Sensitivity to ln u.
    let logRoot =
      (courant + courant) * courantAdjoint
      + Number(constant: 3) * (diffusion * diffusionAdjoint)
    let ln2 = Number(constant: 0.693_147_180_559_945_309_4)
    let toMean = Number.select(
      isHeld, zero, else: Number(constant: 0.5) * (logRoot * parameters.rootExponent) / reference)
    return Adjoint(
      stored: zero, inflow: toMean, guess: toMean,
      parameters: RatingParameters(
        rootExponent: ln2 * (logRoot * logReference), logRootOffset: -(ln2 * logRoot),
        courantFactor: courantAdjoint * square, diffusionFactor: diffusionAdjoint * cube,
        widthFactor: zero))
  }
}

extension MuskingumCungeTodini {
  /// The transpose of the derivative of ``advance(_:inflow:lateral:parameters:ledger:)``.
  ///
  /// - Parameters:
  ///   - state: before the step
  ///   - inflow: from the reaches above, m³ s⁻¹
  ///   - lateral: lateral inflow, m³ s⁻¹
  ///   - parameters: of the reach
  ///   - adjoint: sensitivity to the state after the step; on return, to that before it
  ///   - released: sensitivity to the discharge handed down
  @inlinable @inline(__always)
  public func advanceAdjoint(
    state: State, inflow: Number, lateral: Number, parameters: Parameters,
    adjoint: inout State, released: Number
  ) -> (inflow: Number, lateral: Number, parameters: Parameters) {
    let zero = Number(constant: 0)
    let wanted = state.storage + lateral
    let isShort = Number.isGreater(zero, wanted)
    let stored = Number.select(isShort, zero, else: wanted)
    let first = Iterate(
      stored: stored, inflow: inflow, guess: state.discharge, parameters: parameters,
      leastReference: leastReference)
    let second = Iterate(
      stored: stored, inflow: inflow, guess: first.discharge, parameters: parameters,
      leastReference: leastReference)

    // w = s + I - Q
    let toDischarge = (released + adjoint.discharge) - adjoint.storage
    let last = second.adjoint(
      stored: stored, inflow: inflow, parameters: parameters, discharge: toDischarge)
    let before = first.adjoint(
      stored: stored, inflow: inflow, parameters: parameters, discharge: last.guess)
    let toStored = Number.select(
      isShort, zero, else: (last.stored + before.stored) + adjoint.storage)
    let toInflow = (last.inflow + before.inflow) + (adjoint.storage + adjoint.inflow)
    adjoint.discharge = before.guess
    adjoint.inflow = zero
    adjoint.storage = toStored
    return (
      toInflow, toStored,
      Parameters(
        rootExponent: last.parameters.rootExponent + before.parameters.rootExponent,
        logRootOffset: last.parameters.logRootOffset + before.parameters.logRootOffset,
        courantFactor: last.parameters.courantFactor + before.parameters.courantFactor,
        diffusionFactor: last.parameters.diffusionFactor + before.parameters.diffusionFactor,
        widthFactor: zero)
    )
  }

  /// The transpose of the derivative of ``storage(discharge:inflow:parameters:)``.
  @inlinable @inline(__always)
  public func storageAdjoint(
    discharge: Number, inflow: Number, parameters: Parameters, storage sensitivity: Number
  ) -> (discharge: Number, inflow: Number, parameters: Parameters) {
    let one = Number(constant: 1)
    let point = Iterate(
      stored: Number(constant: 0), inflow: inflow, guess: discharge, parameters: parameters,
      leastReference: leastReference)
    let scaled = sensitivity / (point.courant + point.courant)
    let difference = discharge - inflow
    let storage = (point.kept * difference + (inflow + inflow)) / (point.courant + point.courant)
    // a = 1-C+E
    let toKept = scaled * difference
    let perSpread = toKept / point.spread
    let back = point.adjoint(
      courant: perSpread * (point.courant - one) - toKept - sensitivity * storage / point.courant,
      diffusion: perSpread * point.diffusion, parameters: parameters)
    return (
      scaled * point.kept + back.guess,
      scaled * (Number(constant: 2) - point.kept) + back.inflow, back.parameters
    )
  }
}
