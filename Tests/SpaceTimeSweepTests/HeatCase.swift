import NeuralNetworks
import ReachOperators
import RiverNetworks
import SpaceTimeSweep
import TestSupport

/// Heat on a sample network under random flows, and the same run by a plain loop in any number type.
struct HeatCase {
  let network: RiverNetwork
  let steps: Int
  let timeStep = 3_600.0
  /// The forcing's members, `[member][reach][step]`.
  var forcing: [[[Double]]]
  /// D/L², s⁻¹, `[reach]`
  var dispersionRates: [Double]
  /// T before the first step, °C, `[reach]`
  var temperatures: [Double]
  /// V before the first step, m³, `[reach]`
  var storages: [Double]

  enum Water {
    /// Storage changes by what flows in and out.
    case conserved
    /// Storage, flows and all else at random.
    case random
  }

  /// - Parameter temperature: what every temperature is drawn from, °C
  init(
    _ network: RiverNetwork, steps: Int, seed: UInt64, water: Water = .random,
    temperature: ClosedRange<Double> = 2...25, equilibrium: ClosedRange<Double>? = nil,
    exchanges: Bool = true, dryShare: Double = 0.1
  ) {
    var generator = Xoshiro256StarStar(seed: seed)
    self.network = network
    self.steps = steps
    let count = network.count
    func draw(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }
    let empty = [[Double]](repeating: [Double](repeating: 0, count: steps), count: count)
    forcing = [[[Double]]](repeating: empty, count: 6)
    dispersionRates = (0..<count).map { _ in draw(1e-8...2e-4) }
    temperatures = (0..<count).map { _ in draw(temperature) }
    storages = (0..<count).map { _ in draw(0...1) < dryShare ? 0 : draw(1e3...4e4) }
    let isDry = storages.map { $0 == 0 }
    var storage = storages
    for step in 0..<steps {
      for reach in 0..<count {
        var received = 0.0
        for link in network.links(into: ReachIndex(reach)) {
          received += link.fraction * forcing[0][link.upstream.position][step]
        }
        let lateral = isDry[reach] ? 0 : draw(0...2)
        switch water {
        case .conserved:
          let available = storage[reach] / timeStep + received + lateral
          forcing[0][reach][step] = isDry[reach] ? received : draw(0.2...0.6) * available
          storage[reach] += timeStep * (received + lateral - forcing[0][reach][step])
          storage[reach] = isDry[reach] ? 0 : storage[reach]
        case .random:
          forcing[0][reach][step] = isDry[reach] ? 0 : draw(0...8)
          storage[reach] = isDry[reach] ? 0 : draw(1e3...4e4)
        }
        forcing[1][reach][step] = storage[reach]
        forcing[2][reach][step] = lateral
        forcing[3][reach][step] = draw(temperature)
        forcing[4][reach][step] = exchanges && !isDry[reach] ? draw(0...2) : 0
        forcing[5][reach][step] = draw(equilibrium ?? temperature)
      }
    }
  }

  typealias Lanes = SIMD8<Double>

  func series() -> [SteppedSeries<Double>] {
    forcing.map { member in
      SteppedSeries(
        values: AlignedBuffer(member.flatMap { $0 }), valuesPerReach: steps, stepsPerValue: 1)
    }
  }

  func state<Limits: BoxLimits>(
    _ sweep: SpaceTimeSweep<MatchedBox<Lanes, Limits>>, leastStorage: Double
  ) -> PackedBundle<MatchedBox<Lanes, Limits>.State> {
    let state: PackedBundle<MatchedBox<Lanes, Limits>.State> = sweep.bundle(filledWith: 1)
    for reach in 0..<network.count {
      let storage = storages[reach] + leastStorage
      state.set(reach, [storage * temperatures[reach], temperatures[reach], storage, 0, 0])
    }
    return state
  }

  func parameters<Limits: BoxLimits>(
    _ sweep: SpaceTimeSweep<MatchedBox<Lanes, Limits>>
  ) -> PackedBundle<MatchedBox<Lanes, Limits>.Parameters> {
    let parameters: PackedBundle<MatchedBox<Lanes, Limits>.Parameters> = sweep.bundle(filledWith: 1)
    for reach in 0..<network.count { parameters.set(reach, [dispersionRates[reach]]) }
    return parameters
  }

  /// Temperatures after every step, `[reach][step]`, by a loop over steps and reaches.
  /// - Parameter number: a member's (or, as member 6, the dispersion rate's) value as a number
  func reference<Number: LaneNumber, Limits: BoxLimits>(
    _ box: MatchedBox<Number, Limits>, leastStorage: Double,
    number: (_ member: Int, _ reach: Int, _ step: Int, _ value: Double) -> Number
  ) -> [[Number]] {
    typealias Box = MatchedBox<Number, Limits>
    let zero = Number(constant: 0)
    var states = (0..<network.count).map { reach in
      let storage = Number(constant: storages[reach] + leastStorage)
      let temperature = Number(constant: temperatures[reach])
      return Box.State(
        heat: storage * temperature, temperature: temperature, storage: storage, iceHeat: zero,
        weighting: zero)
    }
    var records = [[Number]](repeating: [], count: network.count)
    for step in 0..<steps {
      var releases: [Box.Release] = []
      for reach in 0..<network.count {
        var inflow = Box.Inflow(discharge: zero, endHeat: zero, meanHeat: zero)
        for link in network.links(into: ReachIndex(reach)) {
          let release = releases[link.upstream.position]
          let discharge = Number(constant: link.fraction) * release.discharge
          inflow.discharge = inflow.discharge + discharge
          inflow.endHeat = inflow.endHeat + discharge * release.temperature
          inflow.meanHeat = inflow.meanHeat + discharge * release.meanTemperature
        }
        let values = (0..<6).map { number($0, reach, step, forcing[$0][reach][step]) }
        var ledger = Box.Ledger(
          lateral: zero, exchanged: zero, made: zero, received: zero, released: zero)
        let release = box.advance(
          &states[reach], inflow: inflow,
          forcing: .init(
            discharge: values[0], storage: values[1], lateral: values[2],
            lateralTemperature: values[3], exchange: values[4], equilibriumTemperature: values[5]),
          parameters: .init(dispersionRate: number(6, reach, step, dispersionRates[reach])),
          ledger: &ledger)
        releases.append(release)
        records[reach].append(release.temperature)
      }
    }
    return records
  }
}
