/// Variable-parameter Muskingum–Cunge in Todini's conservative form, positive for any flow and any
/// length of reach (`conservative`).
///
/// The storage of a reach is a function of its inflow and outflow, consistent with the rating curve
/// in steady flow, and the balance closes on that storage:
///
///     V = Δt/(2C) [ (1-E) I + (1+E) Q ]          V(t) - V(t-1) = Δt [ ½(I(t-1)+I(t)) + q - ½(Q(t-1)+Q(t)) ]
///
/// with C and D of ``RatingParameters`` at the mean discharge ½(I(t)+Q(t)). Remembered is not V but
///
///     w = V/Δt + ½(I - Q)      w(t) = w(t-1) + q + I(t) - Q(t)
///
/// so that water is kept whatever the coefficients are: they only say when it leaves. Put together,
/// with s = w(t-1) + q, a = 1-C+E, b = C-1+E:
///
///     Q(t) = (2C s + b I(t)) / (1+C+E)      w(t) = (a s + 2 I(t)) / (1+C+E)
///
/// Speed and diffusion determine such a scheme completely. With E = D (Todini's scheme) the numerical
/// diffusion is the river's, but where |1-C| > D a coefficient is negative, and a sudden rise lets
/// the outflow fall, below 0 if it will. No sub-step cures a reach that is too long. Here
///
///     E = √( D² + (1-C)² )
///
/// is the smoothest choice that leaves no coefficient negative: Todini's where D is larger than
/// |1-C|, else with just the diffusion that positivity costs (upwind for C < 1, a delay of L/v for
/// C > 1). Neither water nor negative flow is ever made, and nothing is held at a floor. Reaches
/// cut for the time step (`Subdivision`) have less of that diffusion.
///
/// The mean discharge at which C and E are taken depends on Q(t): two fixed-point steps from Q(t-1),
/// through both of which the adjoint goes.
///
/// Not to be confused with ``MuskingumCunge``, whose coefficients lag by a step and whose floor
/// makes water.
///
/// Sources: Todini (2007), Hydrol. Earth Syst. Sci. 11, 1645–1659, doi:10.5194/hess-11-1645-2007;
/// Cunge (1969), J. Hydraul. Res. 7(2), 205–230, doi:10.1080/00221686909500264.
public struct MuskingumCungeTodini<Number: LaneNumber>: Sendable {
  public typealias Parameters = RatingParameters<Number>
  /// Δt, s
  public let timeStep: Number
  /// Discharge below which the rating curve is taken at it, m³ s⁻¹; flows themselves may be less.
  public let leastReference: Number

  /// - Parameters:
  ///   - timeStep: Δt, s
  ///   - limits: that keep slope, depth and discharge from zero
  public init(timeStep: Double, limits: ChannelLimits = ChannelLimits()) {
    self.timeStep = Number(constant: timeStep)
    leastReference = Number(constant: limits.discharge)
  }

  /// Remembered from step to step, m³ s⁻¹.
  public struct State: Sendable {
    /// Q(t-1)
    public var discharge: Number
    /// I(t-1): only the report of storage needs it
    public var inflow: Number
    /// w(t-1)
    public var storage: Number

    @inlinable public init(discharge: Number, inflow: Number, storage: Number) {
      self.discharge = discharge
      self.inflow = inflow
      self.storage = storage
    }
  }

  /// Handed down, m³ s⁻¹; the storage stays here and serves the reverse sweep.
  public struct Release: Sendable {
    public var discharge: Number
    public var storage: Number

    @inlinable public init(discharge: Number, storage: Number) {
      self.discharge = discharge
      self.storage = storage
    }
  }

  /// Totals over the steps.
  public struct Ledger: Sendable {
    /// Abstraction (a negative lateral inflow) that found no water; times Δt a volume, m³ s⁻¹.
    public var madeByAbstraction: Number
    /// Steps in which positivity adds to the diffusion: |1-C| > D.
    public var stepsOutsideCourantWindow: Number

    @inlinable public init(madeByAbstraction: Number, stepsOutsideCourantWindow: Number) {
      self.madeByAbstraction = madeByAbstraction
      self.stepsOutsideCourantWindow = stepsOutsideCourantWindow
    }
  }

  /// One fixed-point step: coefficients at a guess of Q(t), and what they make of it.
  @usableFromInline struct Iterate {
    @usableFromInline var isHeld: Number.Mask
    @usableFromInline var reference: Number
    @usableFromInline var logReference: Number
    /// u²
    @usableFromInline var square: Number
    /// u³
    @usableFromInline var cube: Number
    /// C
    @usableFromInline var courant: Number
    /// D
    @usableFromInline var diffusion: Number
    /// E
    @usableFromInline var spread: Number
    /// a and b, without cancellation: a b = D²
    @usableFromInline var kept: Number
    @usableFromInline var received: Number
    /// 1/(1+C+E)
    @usableFromInline var inverse: Number
    /// Q(t)
    @usableFromInline var discharge: Number

    @inlinable @inline(__always)
    init(
      stored: Number, inflow: Number, guess: Number, parameters: Parameters,
      leastReference: Number
    ) {
      let one = Number(constant: 1)
      let mean = Number(constant: 0.5) * (inflow + guess)
      isHeld = Number.isGreater(leastReference, mean)
      reference = Number.larger(mean, leastReference)
      logReference = Number.log2(reference)
      let root = Number.exp2(parameters.rootExponent * logReference - parameters.logRootOffset)
      square = root * root
      cube = square * root
      courant = parameters.courantFactor * square
      diffusion = parameters.diffusionFactor * cube
      let ahead = courant - one
      let squaredDiffusion = diffusion * diffusion
      spread = Number.squareRoot(squaredDiffusion + ahead * ahead)
      let isSlow = Number.isGreater(one, courant)
      let larger = spread + Number.select(isSlow, -ahead, else: ahead)
      let smaller = squaredDiffusion / larger
      kept = Number.select(isSlow, larger, else: smaller)
      received = Number.select(isSlow, smaller, else: larger)
      inverse = one / ((one + courant) + spread)
      discharge = ((courant + courant) * stored + received * inflow) * inverse
    }
  }

  /// The step's formula; see ``ReachOperator/step(_:inflow:forcing:parameters:ledger:)``.
  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, inflow: Number, lateral: Number, parameters: Parameters,
    ledger: inout Ledger
  ) -> Release {
    let zero = Number(constant: 0)
    let wanted = state.storage + lateral
    let stored = Number.select(Number.isGreater(zero, wanted), zero, else: wanted)
    let first = Iterate(
      stored: stored, inflow: inflow, guess: state.discharge, parameters: parameters,
      leastReference: leastReference)
    let second = Iterate(
      stored: stored, inflow: inflow, guess: first.discharge, parameters: parameters,
      leastReference: leastReference)
    // The smaller of Q and w by its own formula, the other by what is left: both at least 0, and
    // their sum what came in to a rounding.
    let total = stored + inflow
    let storage = (second.kept * stored + (inflow + inflow)) * second.inverse
    let storesMore = Number.isGreater(storage, second.discharge)
    state.storage = Number.select(storesMore, total - second.discharge, else: storage)
    state.discharge = Number.select(storesMore, second.discharge, else: total - storage)
    state.inflow = inflow
    ledger.madeByAbstraction = ledger.madeByAbstraction + (stored - wanted)
    let distance = second.spread - second.diffusion
    ledger.stepsOutsideCourantWindow =
      ledger.stepsOutsideCourantWindow
      + Number.masked(
        Number.isGreater(distance, Self.windowEdge * second.diffusion), Number(constant: 1))
    return Release(discharge: state.discharge, storage: state.storage)
  }

  /// E - D at |1-C| = D, over D.
  @inlinable @inline(__always)
  static var windowEdge: Number { Number(constant: 0.414_213_562_373_095_05) }

  /// w of a reach in which `inflow` enters and `discharge` leaves.
  @inlinable @inline(__always)
  public func storage(discharge: Number, inflow: Number, parameters: Parameters) -> Number {
    let point = Iterate(
      stored: Number(constant: 0), inflow: inflow, guess: discharge, parameters: parameters,
      leastReference: leastReference)
    // 1+E-C = a, 1-E+C = 2-a
    return (point.kept * (discharge - inflow) + (inflow + inflow))
      / (point.courant + point.courant)
  }
}
