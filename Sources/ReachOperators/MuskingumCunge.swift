/// Muskingum–Cunge routing with coefficients at the previous step's discharge, the scheme of the
/// differentiable-routing literature (`lagged`).
///
///     Q(t) = C₁ I(t) + C₂ I(t-1) + C₃ Q(t-1) + C₄ q(t-1)
///     K = L/c     c = β v     X = clamp( ½ (1 - Q / (T S c L)), 0, ½ )     all at Q(t-1)
///     D = 2 K (1-X) + Δt
///     C₁ = (Δt - 2 K X)/D   C₂ = (Δt + 2 K X)/D   C₃ = (2 K (1-X) - Δt)/D   C₄ = 2 Δt/D
///
/// With ``ManningCelerity`` β = 5/3 - 4/3 A √(1+z²)/(T P); with ``WideChannelCelerity`` β = 5/3 and X
/// a constant (`legacy`, for comparison only). Numerator and denominator are multiplied by c, which
/// saves the division L/c.
///
/// What is handed down is the discharge *before* it is held at the floor in this step; the floored
/// one serves the next step. The floor makes water: the ledger counts it.
///
/// Not to be confused with Muskingum–Cunge–Todini, which conserves volume exactly.
///
/// Sources: Cunge (1969), J. Hydraul. Res. 7(2), 205–230, doi:10.1080/00221686909500264; Bindas et al.
/// (2024), doi:10.1029/2023WR035337, with the corrections of DDR's pull request 192.
public struct MuskingumCunge<Number: LaneNumber, Celerity: CelerityRule>: Sendable {
  public typealias Parameters = ChannelParameters<Number>
  public let geometry: ChannelGeometry<Number>
  /// Δt, s
  public let timeStep: Number
  /// Smallest discharge and lateral inflow, m³ s⁻¹.
  public let leastDischarge: Number
  /// X where the celerity rule does not give it.
  public let constantX: Number

  /// - Parameters:
  ///   - timeStep: Δt, s
  ///   - limits: that keep slope, depth and discharge from zero
  ///   - constantX: used by ``WideChannelCelerity`` only
  public init(timeStep: Double, limits: ChannelLimits = ChannelLimits(), constantX: Double = 0.3) {
    geometry = ChannelGeometry(limits: limits)
    self.timeStep = Number(constant: timeStep)
    leastDischarge = Number(constant: limits.discharge)
    self.constantX = Number(constant: constantX)
  }

  /// Remembered from step to step, m³ s⁻¹.
  public struct State: Sendable {
    /// Q(t-1), at least the floor
    public var discharge: Number
    /// I(t-1), the sum of the upstream reaches' floored discharge
    public var inflow: Number

    @inlinable public init(discharge: Number, inflow: Number) {
      self.discharge = discharge
      self.inflow = inflow
    }
  }

  /// Received from upstream, m³ s⁻¹.
  public struct Inflow: Sendable {
    /// Sum of what the upstream reaches computed in this step.
    public var unfloored: Number
    /// The same, each held at the floor: the next step's I(t-1).
    public var floored: Number

    @inlinable public init(unfloored: Number, floored: Number) {
      self.unfloored = unfloored
      self.floored = floored
    }
  }

  /// Totals over the steps; times Δt a volume, m³ s⁻¹.
  public struct Ledger: Sendable {
    /// Discharge made by holding it at the floor.
    public var madeByDischargeFloor: Number
    /// Lateral inflow made by holding it at the floor.
    public var madeByInflowFloor: Number
    /// Steps in which the discharge was held at the floor.
    public var flooredSteps: Number
    /// Steps outside the Courant window, where C₁ or C₃ is negative.
    public var stepsOutsideCourantWindow: Number

    @inlinable public init(
      madeByDischargeFloor: Number, madeByInflowFloor: Number, flooredSteps: Number,
      stepsOutsideCourantWindow: Number
    ) {
      self.madeByDischargeFloor = madeByDischargeFloor
      self.madeByInflowFloor = madeByInflowFloor
      self.flooredSteps = flooredSteps
      self.stepsOutsideCourantWindow = stepsOutsideCourantWindow
    }
  }

  /// Celerity and weighting at one discharge, with what the adjoint needs.
  @usableFromInline struct Wave {
    @usableFromInline var section: ChannelGeometry<Number>.Section
    /// A √(1+z²)/(T P)
    @usableFromInline var sideRatio: Number
    @usableFromInline var beta: Number
    /// c, m s⁻¹
    @usableFromInline var celerity: Number
    /// 1/(T S c L), s m⁻³
    @usableFromInline var inverseDiffusion: Number
    @usableFromInline var unlimitedX: Number
    @usableFromInline var x: Number

    @inlinable init(
      section: ChannelGeometry<Number>.Section, sideRatio: Number, beta: Number, celerity: Number,
      inverseDiffusion: Number, unlimitedX: Number, x: Number
    ) {
      self.section = section
      self.sideRatio = sideRatio
      self.beta = beta
      self.celerity = celerity
      self.inverseDiffusion = inverseDiffusion
      self.unlimitedX = unlimitedX
      self.x = x
    }
  }

  @inlinable @inline(__always)
  func wave(discharge: Number, parameters: Parameters) -> Wave {
    let section = geometry.section(discharge: discharge, parameters: parameters)
    if Celerity.isConstant {
      let beta = Number(constant: 5.0 / 3)
      return Wave(
        section: section, sideRatio: Number(constant: 0), beta: beta,
        celerity: beta * section.velocity, inverseDiffusion: Number(constant: 0),
        unlimitedX: constantX, x: constantX)
    }
    let sideRatio = section.area * (section.slant * section.inversePerimeterWidth)
    let beta = Number(constant: 5.0 / 3) - Number(constant: 4.0 / 3) * sideRatio
    let celerity = beta * section.velocity
    let inverseDiffusion =
      Number(constant: 1)
      / (section.topWidth * (parameters.fall * celerity) + Number(constant: 1e-12))
    let unlimitedX = Number(constant: 0.5) - Number(constant: 0.5) * (discharge * inverseDiffusion)
    return Wave(
      section: section, sideRatio: sideRatio, beta: beta, celerity: celerity,
      inverseDiffusion: inverseDiffusion, unlimitedX: unlimitedX,
      x: Number.clamp(unlimitedX, Number(constant: 0), Number(constant: 0.5)))
  }

  /// The step's formula; see ``ReachOperator/step(_:inflow:forcing:parameters:ledger:)``.
  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, inflow: Inflow, lateral: Number, parameters: Parameters,
    ledger: inout Ledger
  ) -> Number {
    let wave = wave(discharge: state.discharge, parameters: parameters)
    let flooredLateral = Number.larger(lateral, leastDischarge)
    let advance = timeStep * wave.celerity
    let storage = parameters.twiceLength * wave.x
    let denominator = (parameters.twiceLength - storage) + advance
    let numerator =
      advance
      * ((inflow.unfloored + state.inflow) - state.discharge + (flooredLateral + flooredLateral))
      + storage * ((state.inflow - inflow.unfloored) - state.discharge)
      + parameters.twiceLength * state.discharge
    let discharge = numerator / denominator
    let floored = Number.larger(discharge, leastDischarge)
    let one = Number(constant: 1)
    ledger.madeByDischargeFloor = ledger.madeByDischargeFloor + (floored - discharge)
    ledger.madeByInflowFloor = ledger.madeByInflowFloor + (flooredLateral - lateral)
    ledger.flooredSteps =
      ledger.flooredSteps + Number.masked(Number.isGreater(leastDischarge, discharge), one)
    // C₁ < 0 and C₃ < 0 exclude each other.
    ledger.stepsOutsideCourantWindow =
      ledger.stepsOutsideCourantWindow
      + (Number.masked(Number.isGreater(storage, advance), one)
        + Number.masked(Number.isGreater(advance, parameters.twiceLength - storage), one))
    state.discharge = floored
    state.inflow = inflow.floored
    return discharge
  }
}

extension MuskingumCunge {
  /// One step by itself: the discharge before it is floored, and what limiters did.
  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, inflow: Inflow, lateral: Number, parameters: Parameters
  ) -> (discharge: Number, ledger: Ledger) {
    let zero = Number(constant: 0)
    var ledger = Ledger(
      madeByDischargeFloor: zero, madeByInflowFloor: zero, flooredSteps: zero,
      stepsOutsideCourantWindow: zero)
    let discharge = advance(
      &state, inflow: inflow, lateral: lateral, parameters: parameters, ledger: &ledger)
    return (discharge, ledger)
  }
}

/// How the wave's celerity and Muskingum's X follow from the section.
public protocol CelerityRule: Sendable {
  /// Whether β and X are constants.
  static var isConstant: Bool { get }
}

/// Celerity dQ/dA of Manning's formula on the trapezoid, X by Cunge (`corrected`).
public enum ManningCelerity: CelerityRule {
  @inlinable public static var isConstant: Bool { false }
}

/// Celerity 5/3 v of a wide channel, constant X (`legacy`).
public enum WideChannelCelerity: CelerityRule {
  @inlinable public static var isConstant: Bool { true }
}
