import ReachOperators
import RiverNetworks

/// The scheme `conservative` written as in Todini's paper, with depth, area and celerity spelt out and
/// the storage solved for the outflow: what the rearranged formulas and the engine are compared with.
///
///     V(t) = Δt/(2C) [ (1-E) I + (1+E) Q ] = V(t-1) + Δt [ ½(I'+I) + q - ½(Q'+Q) ]
public struct ReferenceTodini<Number: LaneNumber> where Number.Mask == Bool {
  public typealias Channel = ReferenceRouting<Number>.Channel
  public let network: RiverNetwork
  public var limits = ChannelLimits()
  /// Δt, s
  public var timeStep = 3_600.0

  public init(_ network: RiverNetwork) { self.network = network }

  public struct State {
    public var discharge: [Number]
    public var inflow: [Number]
    /// V, m³
    public var storage: [Number]
  }

  private func constant(_ value: Double) -> Number { Number(constant: value) }
  private func power(_ x: Number, _ y: Number) -> Number { Number.exp2(y * Number.log2(x)) }

  public struct Section {
    /// m²
    public var area: Number
    /// m s⁻¹
    public var velocity: Number
    public var courant: Number
    public var diffusion: Number
    public var spread: Number
  }

  /// The channel at a discharge: Manning's law with R = A/T.
  public func section(_ discharge: Number, _ channel: Channel) -> Section {
    let q = Number.larger(discharge, constant(limits.discharge))
    let slope = constant(max(channel.slope, limits.slope))
    let e = channel.widthExponent
    let p = channel.widthFactor
    let one = constant(1)
    let depth = power(
      q * channel.roughness * power(one + e, constant(5.0 / 3)) / (p * Number.squareRoot(slope)),
      constant(3) / (constant(5) + constant(3) * e))
    let top = p * power(depth, e)
    let area = top * depth / (one + e)
    let velocity = q / area
    let beta = (constant(5) + constant(3) * e) / (constant(3) * (one + e))
    let celerity = beta * velocity
    let length = constant(channel.length)
    let courant = celerity * constant(timeStep) / (beta * length)
    let diffusion = q / (beta * top * slope * celerity * length)
    let spread = Number.squareRoot(diffusion * diffusion + (one - courant) * (one - courant))
    return Section(
      area: area, velocity: velocity, courant: courant, diffusion: diffusion, spread: spread)
  }

  /// V for given flows.
  public func storage(discharge: Number, inflow: Number, _ channel: Channel) -> Number {
    let section = section(constant(0.5) * (inflow + discharge), channel)
    let one = constant(1)
    return constant(timeStep / 2) / section.courant
      * ((one - section.spread) * inflow + (one + section.spread) * discharge)
  }

  /// `Q = q + Σ f Q_up`
  public func hotStart(_ lateral: [Number], _ channels: [Channel]) -> State {
    var state = State(
      discharge: lateral, inflow: lateral.map { _ in constant(0) },
      storage: lateral.map { _ in constant(0) })
    for reach in network.indices {
      let r = reach.position
      for link in network.links(into: reach) {
        state.inflow[r] =
          state.inflow[r] + constant(link.fraction) * state.discharge[link.upstream.position]
      }
      state.discharge[r] = lateral[r] + state.inflow[r]
      state.storage[r] = storage(
        discharge: state.discharge[r], inflow: state.inflow[r], channels[r])
    }
    return state
  }

  /// - Parameter lateral: `[reach][step]`, at least 0
  /// - Returns: discharge, `[reach][time]`, the initial one first, and the last state.
  public func run(
    _ channels: [Channel], lateral: [[Number]], from initial: State
  ) -> (discharge: [[Number]], final: State) {
    let half = constant(0.5)
    let one = constant(1)
    let step = constant(timeStep)
    var state = initial
    var discharge = initial.discharge.map { [$0] }
    for time in 0..<(lateral.first?.count ?? 0) {
      for reach in network.indices {
        let r = reach.position
        var arriving = constant(0)
        for link in network.links(into: reach) {
          arriving = arriving + constant(link.fraction) * state.discharge[link.upstream.position]
        }
        let before = state.discharge[r]
        let available =
          state.storage[r] / step + half * (state.inflow[r] + arriving) + lateral[r][time]
          - half * before
        var flow = before
        for _ in 0..<2 {
          let section = section(half * (arriving + flow), channels[r])
          let twice = section.courant + section.courant
          flow =
            (available - (one - section.spread) * arriving / twice)
            / ((one + section.spread) / twice + half)
        }
        state.storage[r] = step * (available - half * flow)
        state.discharge[r] = flow
        state.inflow[r] = arriving
        discharge[r].append(flow)
      }
    }
    return (discharge, state)
  }
}
