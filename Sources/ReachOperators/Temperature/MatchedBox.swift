/// Heat carried by a river: one box whose numerical diffusion is matched to the river's dispersion
/// ("Muskingum–Cunge for heat").
///
///     W = V + V_min     S = W (X T_in + (1-X) T)     T_in = Σ f Q_u T_u / F     F = Σ f Q_u
///     T(t) = [ S' (1 + Δt (g - (1-θ) e)/W') + Δt (H - (1-θ) Q T' + q T_q + E T_e)
///              - P X T_in - I' ] / [ P (1-X) + Δt θ Q ]
///     P = W + Δt θ e     e = E + loss     H = Σ f Q_u (θ_u T_u + (1-θ_u) T'_u)
///
/// Primes mark the step before. Linear in temperature, upstream-only, exact for a constant temperature
/// under any flow, and conservative: S - I changes by what enters less what leaves, to round-off.
///
/// Water does not go below 0 °C: where the bracket is negative T = 0, and its value becomes the ice
/// heat I, which later warming repays first.
///
/// Storage is the router's own. Where V changes by more than the step-mean fluxes say (a router that
/// does not conserve), the difference g (gained) or loss (lost) has the reach's temperature; the ledger
/// counts its heat.
///
/// θ and X follow from the flow, see `weighting(state:inflow:forcing:balance:parameters:)`. Not to
/// be confused with an upwind box, whose diffusion is that of the grid.
///
/// The idea of matching is Cunge's (1969), doi:10.1080/00221686909500264, for the flood wave.
public struct MatchedBox<Number: LaneNumber, Limits: BoxLimits>: Sendable {
  /// Δt, s
  public let timeStep: Number
  /// 1/Δt, s⁻¹
  public let frequency: Number
  /// V_min, m³: keeps a dry reach's temperature defined
  public let leastStorage: Number
  /// The bracket's smallest value, m³ °C: 0, or far below where there is no ice.
  public let leastHeat: Number

  /// V_min by default, m³.
  public static var usualLeastStorage: Double { 1e-2 }
  static var withoutFreezing: Double { -1e30 }

  /// - Parameters:
  ///   - timeStep: Δt, s
  ///   - leastStorage: volume below which a reach is not emptied, m³
  ///   - freezes: whether water stays at 0 °C while heat is taken from it
  public init(
    timeStep: Double, leastStorage: Double = Self.usualLeastStorage, freezes: Bool = true
  ) {
    self.timeStep = Number(constant: timeStep)
    frequency = Number(constant: 1 / timeStep)
    self.leastStorage = Number(constant: leastStorage)
    leastHeat = Number(constant: freezes ? 0 : Self.withoutFreezing)
  }

  /// Constants of a reach.
  public struct Parameters: Sendable {
    /// D/L², s⁻¹: dispersion over the square of the reach's length
    public var dispersionRate: Number
    @inlinable public init(dispersionRate: Number) { self.dispersionRate = dispersionRate }
  }

  public struct State: Sendable {
    /// S, m³ °C
    public var heat: Number
    /// T at the lower end, °C
    public var temperature: Number
    /// W = V + V_min, m³
    public var storage: Number
    /// I, m³ °C: what warming must repay
    public var iceHeat: Number
    /// X
    public var weighting: Number

    @inlinable @inline(__always)
    public init(
      heat: Number, temperature: Number, storage: Number, iceHeat: Number, weighting: Number
    ) {
      self.heat = heat
      self.temperature = temperature
      self.storage = storage
      self.iceHeat = iceHeat
      self.weighting = weighting
    }
  }

  /// Means over the step, and the storage at its end.
  public struct Forcing: Sendable {
    /// Q at the lower end, m³ s⁻¹
    public var discharge: Number
    /// V at the end of the step, m³
    public var storage: Number
    /// q, m³ s⁻¹
    public var lateral: Number
    /// T_q, °C
    public var lateralTemperature: Number
    /// E = surface × K/(ρ c), m³ s⁻¹
    public var exchange: Number
    /// T_e, °C
    public var equilibriumTemperature: Number

    @inlinable @inline(__always)
    public init(
      discharge: Number, storage: Number, lateral: Number, lateralTemperature: Number,
      exchange: Number, equilibriumTemperature: Number
    ) {
      self.discharge = discharge
      self.storage = storage
      self.lateral = lateral
      self.lateralTemperature = lateralTemperature
      self.exchange = exchange
      self.equilibriumTemperature = equilibriumTemperature
    }
  }

  /// What arrives from upstream.
  public struct Inflow: Sendable {
    /// F, m³ s⁻¹
    public var discharge: Number
    /// Σ f Q_u T_u, °C m³ s⁻¹, temperatures at the end of the step
    public var endHeat: Number
    /// H, °C m³ s⁻¹, temperatures within the step
    public var meanHeat: Number

    @inlinable @inline(__always)
    public init(discharge: Number, endHeat: Number, meanHeat: Number) {
      self.discharge = discharge
      self.endHeat = endHeat
      self.meanHeat = meanHeat
    }
  }

  /// What goes downstream: the first three. The others are the state as the tape keeps it.
  public struct Release: Sendable {
    public var discharge: Number
    /// T, °C
    public var temperature: Number
    /// θ T + (1-θ) T', °C
    public var meanTemperature: Number
    public var storage: Number
    public var iceHeat: Number
    public var weighting: Number

    @inlinable @inline(__always)
    public init(
      discharge: Number, temperature: Number, meanTemperature: Number, storage: Number,
      iceHeat: Number, weighting: Number
    ) {
      self.discharge = discharge
      self.temperature = temperature
      self.meanTemperature = meanTemperature
      self.storage = storage
      self.iceHeat = iceHeat
      self.weighting = weighting
    }
  }

  /// Totals over the steps; times Δt heat over ρ c, °C m³ s⁻¹.
  public struct Ledger: Sendable {
    /// q T_q
    public var lateral: Number
    /// E (T_e - T̄)
    public var exchanged: Number
    /// g T̄' - loss T̄: made by a router that does not conserve
    public var made: Number
    /// H
    public var received: Number
    /// Q times the temperature within the step
    public var released: Number

    @inlinable @inline(__always)
    public init(
      lateral: Number, exchanged: Number, made: Number, received: Number, released: Number
    ) {
      self.lateral = lateral
      self.exchanged = exchanged
      self.made = made
      self.received = received
      self.released = released
    }
  }

  /// X and θ of a step: given, or from the flow.
  public struct Weighting: Sendable {
    public var x: Number
    public var theta: Number
    @inlinable @inline(__always) public init(x: Number, theta: Number) {
      self.x = x
      self.theta = theta
    }
  }

  /// Water whose way in or out of the box is not a flux of the router, m³ s⁻¹.
  public struct Imbalance: Sendable {
    public var gain: Number
    public var loss: Number
    @inlinable @inline(__always) public init(gain: Number, loss: Number) {
      self.gain = gain
      self.loss = loss
    }
  }

  /// The step's numbers that both directions need.
  @usableFromInline struct Solution {
    @usableFromInline var inflowTemperature: Number
    /// P
    @usableFromInline var load: Number
    /// the bracket over the fraction bar, and that below it
    @usableFromInline var numerator: Number
    @usableFromInline var denominator: Number
    @usableFromInline var temperature: Number
    /// T̄ = S/W at the end, and before
    @usableFromInline var mean: Number
    @usableFromInline var meanBefore: Number

    @inlinable @inline(__always)
    init(
      inflowTemperature: Number, load: Number, numerator: Number, denominator: Number,
      temperature: Number, mean: Number, meanBefore: Number
    ) {
      self.inflowTemperature = inflowTemperature
      self.load = load
      self.numerator = numerator
      self.denominator = denominator
      self.temperature = temperature
      self.mean = mean
      self.meanBefore = meanBefore
    }
  }

  @inlinable @inline(__always)
  func solution(
    state: State, inflow: Inflow, forcing: Forcing, imbalance: Imbalance, weighting: Weighting
  ) -> Solution {
    let zero = Number(constant: 0)
    let one = Number(constant: 1)
    let within = Number.isGreater(inflow.discharge, zero)
    let inflowTemperature = Number.masked(
      within, inflow.endHeat / Number.select(within, inflow.discharge, else: one))
    let old = one - weighting.theta
    let leaving = forcing.exchange + imbalance.loss
    let load =
      (forcing.storage + leastStorage) + timeStep * (weighting.theta * leaving)
    let meanBefore = state.heat / state.storage
    let gained =
      (inflow.meanHeat - old * (forcing.discharge * state.temperature))
      + (forcing.lateral * forcing.lateralTemperature
        + forcing.exchange * forcing.equilibriumTemperature)
      + (imbalance.gain - old * leaving) * meanBefore
    let numerator =
      (state.heat - state.iceHeat) + timeStep * gained
      - load * (weighting.x * inflowTemperature)
    let denominator =
      load * (one - weighting.x) + timeStep * (weighting.theta * forcing.discharge)
    let temperature = Number.larger(numerator, leastHeat) / denominator
    return Solution(
      inflowTemperature: inflowTemperature, load: load, numerator: numerator,
      denominator: denominator, temperature: temperature,
      mean: weighting.x * inflowTemperature + (one - weighting.x) * temperature,
      meanBefore: meanBefore)
  }

  /// One step with X, θ, gain and loss given.
  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, inflow: Inflow, forcing: Forcing, imbalance: Imbalance,
    weighting: Weighting, ledger: inout Ledger
  ) -> Release {
    let solution = solution(
      state: state, inflow: inflow, forcing: forcing, imbalance: imbalance, weighting: weighting)
    let old = Number(constant: 1) - weighting.theta
    let meanTemperature = weighting.theta * solution.temperature + old * state.temperature
    let within = weighting.theta * solution.mean + old * solution.meanBefore
    ledger.lateral = ledger.lateral + forcing.lateral * forcing.lateralTemperature
    ledger.exchanged =
      ledger.exchanged + forcing.exchange * (forcing.equilibriumTemperature - within)
    ledger.made =
      ledger.made + (imbalance.gain * solution.meanBefore - imbalance.loss * within)
    ledger.received = ledger.received + inflow.meanHeat
    ledger.released = ledger.released + forcing.discharge * meanTemperature
    let storage = forcing.storage + leastStorage
    state = State(
      heat: storage * solution.mean, temperature: solution.temperature, storage: storage,
      iceHeat: Number.larger(leastHeat - solution.numerator, Number(constant: 0)),
      weighting: weighting.x)
    return Release(
      discharge: forcing.discharge, temperature: solution.temperature,
      meanTemperature: meanTemperature, storage: storage, iceHeat: state.iceHeat,
      weighting: weighting.x)
  }
}
