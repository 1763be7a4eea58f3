import ReachOperators
import RiverNetworks

/// The routing scheme written as plainly as possible, reach by reach and step by step: what the engine
/// is compared with. Formulas as in `shared/science/routing.md`, section 1a, not rearranged.
///
/// With ``DualNumber`` the same loop gives the derivative of a whole run in one direction.
public struct ReferenceRouting<Number: LaneNumber> {
  public let network: RiverNetwork
  public var limits = ChannelLimits()
  /// Δt, s
  public var timeStep = 3_600.0
  /// Constant X and celerity 5/3 v (`legacy`); nil for Manning's celerity and Cunge's X.
  public var legacyX: Double?

  public init(_ network: RiverNetwork, legacyX: Double? = nil) {
    self.network = network
    self.legacyX = legacyX
  }

  public struct Channel {
    public var length: Double
    public var slope: Double
    public var roughness: Number
    public var widthExponent: Number
    public var widthFactor: Number

    public init(_ channel: ReachChannel) {
      length = channel.length
      slope = channel.slope
      roughness = Number(constant: channel.roughness)
      widthExponent = Number(constant: channel.widthExponent)
      widthFactor = Number(constant: channel.widthFactor)
    }
  }

  /// The coefficients of one step.
  public struct Coefficients {
    public var c1, c2, c3, c4: Number
    /// Whether C₁ or C₃ is negative.
    public var outsideCourantWindow: Bool
  }

  public struct State {
    public var discharge: [Number]
    public var inflow: [Number]
    public init(discharge: [Number], inflow: [Number]) {
      self.discharge = discharge
      self.inflow = inflow
    }
  }

  public struct Outcome {
    /// `[reach][time]`, the initial discharge first
    public var discharge: [[Number]]
    public var final: State
    /// Sums over reaches and steps, m³ s⁻¹; counts.
    public var madeByDischargeFloor = 0.0
    public var madeByInflowFloor = 0.0
    public var flooredSteps = 0
    /// Those whose discharge is the floor but for rounding, on either side: a dry headwater at rest.
    public var stepsAtTheFloor = 0
    public var stepsOutsideCourantWindow = 0
  }

  private func constant(_ value: Double) -> Number { Number(constant: value) }
  private func power(_ x: Number, _ y: Number) -> Number { Number.exp2(y * Number.log2(x)) }

  public func coefficients(_ discharge: Number, _ channel: Channel) -> (Coefficients) {
    let slope = constant(max(channel.slope, limits.slope))
    let root = Number.squareRoot(slope)
    let n = channel.roughness
    let p = channel.widthFactor
    let e = channel.widthExponent + constant(1e-6)
    let depth = Number.larger(
      power(
        discharge * n * (e + constant(1)) / (p * root + constant(1e-8)),
        constant(3) / (constant(5) + constant(3) * e)),
      constant(limits.depth))
    let top = p * power(depth, e)
    let side = Number.clamp(top * e / (constant(2) * depth), constant(0.5), constant(50))
    let bottom = Number.larger(
      top - constant(2) * side * depth, constant(limits.bottomWidth))
    let area = (top + bottom) * depth / constant(2)
    let slant = Number.squareRoot(constant(1) + side * side)
    let perimeter = bottom + constant(2) * depth * slant
    let velocity = Number.clamp(
      power(area / perimeter, constant(2.0 / 3)) * root / n, constant(0.01), constant(15))
    let length = constant(channel.length)
    let celerity: Number
    let x: Number
    if let legacyX {
      celerity = velocity * constant(5.0 / 3)
      x = constant(legacyX)
    } else {
      celerity =
        velocity
        * (constant(5.0 / 3) - constant(4.0 / 3) * area * slant / (top * perimeter))
      x = Number.clamp(
        constant(0.5)
          * (constant(1) - discharge / (top * slope * celerity * length + constant(1e-12))),
        constant(0), constant(0.5))
    }
    let travel = length / celerity
    let step = constant(timeStep)
    let two = constant(2)
    let denominator = two * travel * (constant(1) - x) + step
    let c1 = step - two * travel * x
    let c3 = two * travel * (constant(1) - x) - step
    return Coefficients(
      c1: c1 / denominator, c2: (step + two * travel * x) / denominator, c3: c3 / denominator,
      c4: two * step / denominator,
      outsideCourantWindow: isNegative(c1) || isNegative(c3))
  }

  private func isNegative(_ x: Number) -> Bool { holds(Number.isGreater(constant(0), x)) }

  private func holds(_ mask: Number.Mask) -> Bool {
    guard let mask = mask as? Bool else { fatalError("the reference is for single numbers") }
    return mask
  }

  /// `Q = max(q + Σ f Q_up, floor)`
  public func hotStart(_ lateral: [Number]) -> State {
    var state = State(
      discharge: lateral, inflow: [Number](repeating: constant(0), count: network.count))
    for reach in network.indices {
      for link in network.links(into: reach) {
        state.inflow[reach.position] =
          state.inflow[reach.position]
          + constant(link.fraction) * state.discharge[link.upstream.position]
      }
      state.discharge[reach.position] = Number.larger(
        lateral[reach.position] + state.inflow[reach.position], constant(limits.discharge))
    }
    return state
  }

  /// - Parameter lateral: `[reach][step]`
  public func run(_ channels: [Channel], lateral: [[Number]], from initial: State) -> Outcome {
    let floor = constant(limits.discharge)
    let steps = lateral.first?.count ?? 0
    var state = initial
    var outcome = Outcome(discharge: initial.discharge.map { [$0] }, final: initial)
    for step in 0..<steps {
      var unfloored = state.discharge
      var next = state
      for reach in network.indices {
        let r = reach.position
        let c = coefficients(state.discharge[r], channels[r])
        if c.outsideCourantWindow { outcome.stepsOutsideCourantWindow += 1 }
        var arriving = constant(0)
        next.inflow[r] = constant(0)
        for link in network.links(into: reach) {
          let fraction = constant(link.fraction)
          arriving = arriving + fraction * unfloored[link.upstream.position]
          next.inflow[r] = next.inflow[r] + fraction * next.discharge[link.upstream.position]
        }
        let inflow = Number.larger(lateral[r][step], floor)
        unfloored[r] =
          c.c1 * arriving + c.c2 * state.inflow[r] + c.c3 * state.discharge[r] + c.c4 * inflow
        next.discharge[r] = Number.larger(unfloored[r], floor)
        if abs(value(unfloored[r]) - limits.discharge) < 1e-9 * limits.discharge {
          outcome.stepsAtTheFloor += 1
        } else if value(unfloored[r]) < limits.discharge {
          outcome.flooredSteps += 1
        }
        outcome.madeByDischargeFloor += value(next.discharge[r]) - value(unfloored[r])
        outcome.madeByInflowFloor += value(inflow) - value(lateral[r][step])
        outcome.discharge[r].append(next.discharge[r])
      }
      state = next
    }
    outcome.final = state
    return outcome
  }

  private func value(_ x: Number) -> Double {
    switch x {
    case let x as Double: x
    case let x as DualNumber: x.value
    default: fatalError("the reference is for single numbers")
    }
  }
}
