/// Between which limits X is held.
public protocol BoxLimits: Sendable {
  /// Whether no temperature may leave the range of those it is mixed from.
  static var arePositive: Bool { get }
}

/// X in [-½, ½]: the dispersion is matched wherever it can be; new extremes of a few per cent of a
/// step are possible.
public enum SmoothBox: BoxLimits {
  @inlinable public static var arePositive: Bool { false }
}

/// No new extremes, whatever the flow does: X in [0, min(½ Δt F/P, 1 - (1-θ) Δt Q/W)].
public enum PositiveBox: BoxLimits {
  @inlinable public static var arePositive: Bool { true }
}

extension MatchedBox {
  /// X and θ with what the adjoint needs.
  @usableFromInline struct Choice {
    /// Δt (Q + c e), m³
    @usableFromInline var turnover: Number
    /// c = 1 - X', or 1
    @usableFromInline var share: Number
    /// c W'/(Δt (Q + c e)), before it is held at ½
    @usableFromInline var unlimitedOld: Number
    /// 1 - θ
    @usableFromInline var old: Number
    /// 1/Q, or 0
    @usableFromInline var inverseDischarge: Number
    /// D A/(Q L)
    @usableFromInline var diffusion: Number
    @usableFromInline var unlimitedX: Number
    /// ½ Δt F/P
    @usableFromInline var inflowLimit: Number
    /// 1 - (1-θ) Δt Q/W
    @usableFromInline var outflowLimit: Number
    @usableFromInline var upper: Number
    @usableFromInline var x: Number

    @inlinable @inline(__always)
    init(
      turnover: Number, share: Number, unlimitedOld: Number, old: Number,
      inverseDischarge: Number, diffusion: Number, unlimitedX: Number, inflowLimit: Number,
      outflowLimit: Number, upper: Number, x: Number
    ) {
      self.turnover = turnover
      self.share = share
      self.unlimitedOld = unlimitedOld
      self.old = old
      self.inverseDischarge = inverseDischarge
      self.diffusion = diffusion
      self.unlimitedX = unlimitedX
      self.inflowLimit = inflowLimit
      self.outflowLimit = outflowLimit
      self.upper = upper
      self.x = x
    }
  }

  /// Turnover below which a step moves nothing, m³.
  @usableFromInline static var leastTurnover: Double { 1e-12 }

  /// By how much the storage's change differs from the step's fluxes.
  @inlinable @inline(__always)
  public func imbalance(state: State, inflow: Inflow, forcing: Forcing) -> Imbalance {
    let zero = Number(constant: 0)
    let residual =
      ((forcing.storage + leastStorage) - state.storage) * frequency
      - ((inflow.discharge + forcing.lateral) - forcing.discharge)
    return Imbalance(
      gain: Number.larger(residual, zero), loss: Number.larger(-residual, zero))
  }

  /// θ so large that what was there is not taken away twice, X so that the scheme's diffusion is D.
  ///
  ///     1-θ = min(½, c W'/(Δt (Q + c e)))                c = 1, positive limits: 1 - X'
  ///     X*  = ½ - D A/(Q L) + (θ - ½) Δt Q/W             A = W/L
  ///
  /// With positive limits each temperature is a mixture of those before it and around it with weights
  /// that are not negative: that of T' is c W' - Δt (1-θ)(Q + c e), that of T_u is at least
  /// Δt F/2 - P X, and none of the others can be negative while X ≥ 0.
  @inlinable @inline(__always)
  func choice(
    state: State, inflow: Inflow, forcing: Forcing, imbalance: Imbalance, parameters: Parameters
  ) -> Choice {
    let zero = Number(constant: 0)
    let one = Number(constant: 1)
    let half = Number(constant: 0.5)
    let leaving = forcing.exchange + imbalance.loss
    let share = Limits.arePositive ? one - state.weighting : one
    let turnover = Number.larger(
      timeStep * (forcing.discharge + share * leaving), Number(constant: Self.leastTurnover))
    let unlimitedOld = share * state.storage / turnover
    let old = Number.smaller(unlimitedOld, half)
    let storage = forcing.storage + leastStorage
    let flows = Number.isGreater(forcing.discharge, zero)
    let inverseDischarge = Number.masked(
      flows, one / Number.select(flows, forcing.discharge, else: one))
    let diffusion = parameters.dispersionRate * (storage * inverseDischarge)
    let courant = timeStep * forcing.discharge / storage
    let unlimitedX = (half - diffusion) + (half - old) * courant
    var inflowLimit = half
    var outflowLimit = half
    var upper = half
    var lower = -half
    if Limits.arePositive {
      inflowLimit =
        half * (timeStep * inflow.discharge) / (storage + timeStep * ((one - old) * leaving))
      outflowLimit = one - old * courant
      upper = Number.larger(Number.smaller(inflowLimit, outflowLimit), zero)
      lower = zero
    }
    let x = Number.smaller(Number.larger(unlimitedX, lower), upper)
    return Choice(
      turnover: turnover, share: share, unlimitedOld: unlimitedOld, old: old,
      inverseDischarge: inverseDischarge, diffusion: diffusion, unlimitedX: unlimitedX,
      inflowLimit: inflowLimit, outflowLimit: outflowLimit, upper: upper,
      x: Number.masked(Number.isGreater(inflow.discharge, zero), x))
  }

  /// One step; X and θ from the flow.
  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    ledger: inout Ledger
  ) -> Release {
    let imbalance = imbalance(state: state, inflow: inflow, forcing: forcing)
    let choice = choice(
      state: state, inflow: inflow, forcing: forcing, imbalance: imbalance,
      parameters: parameters)
    return advance(
      &state, inflow: inflow, forcing: forcing, imbalance: imbalance,
      weighting: Weighting(x: choice.x, theta: Number(constant: 1) - choice.old),
      ledger: &ledger)
  }
}
