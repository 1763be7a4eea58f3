import Foundation
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("Routing: the conservative scheme")
struct ConservativeRoutingTests {
  static let samples: [SampleNetwork] = [
    .singleReach, .confluence, .tree(40, seed: 1), .diamond, .unequalArms(long: 23),
    .divergent(50, seed: 2),
  ]
  typealias Model = RoutingModel<MuskingumCungeTodini<SIMD8<Double>>>

  private func configuration(
    _ precision: RouterConfiguration.Precision
  ) -> RouterConfiguration {
    var configuration = RouterConfiguration()
    configuration.scheme = .conservative
    configuration.precision = precision
    return configuration
  }

  @Test("A run is that of the paper's own form", arguments: samples)
  func reference(_ sample: SampleNetwork) {
    let basin = RoutingBasin(sample, steps: 70, offset: 9, expansion: .linear, seed: 601)
    let found = Router(network: basin.network, configuration: configuration(.double)).simulate(
      channels: basin.channels, lateral: basin.forcing, steps: basin.steps,
      records: basin.everywhere)
    let reference = ReferenceTodini<Double>(basin.network)
    let lateral = basin.steps(of: basin.basin.lateral)
    let channels = basin.channels.map { ReferenceTodini<Double>.Channel($0) }
    let expected = reference.run(
      channels, lateral: lateral, from: reference.hotStart(lateral.map { $0[0] }, channels))
    for reach in basin.everywhere {
      let greatest = expected.discharge[reach].max()!
      for (a, b) in zip(found.records[reach], expected.discharge[reach]) {
        #expect(abs(a - b) <= 1e-10 * greatest)
      }
    }
    let stored = expected.final.storage.reduce(0, +)
    let before = reference.hotStart(lateral.map { $0[0] }, channels).storage.reduce(0, +)
    #expect(abs(found.balance.storageChange - (stored - before)) <= 1e-9 * max(stored, before))
  }

  @Test("Water is kept to round-off through three months", arguments: samples)
  func balance(_ sample: SampleNetwork) {
    let basin = RoutingBasin(sample, steps: 2_160, seed: 602)
    for (precision, bound) in [(.double, 1e-12), (.single, 2e-6)]
      as [(RouterConfiguration.Precision, Double)]
    {
      let found = Router(network: basin.network, configuration: configuration(precision)).simulate(
        channels: basin.channels, lateral: basin.forcing, steps: basin.steps, records: [])
      #expect(
        abs(found.balance.relativeResidual) < bound,
        "\(precision): \(found.balance.relativeResidual)")
      #expect(found.balance.madeByLimiters == 0 && found.ledger.flooredSteps == 0)
    }
  }

  @Test("A thousand networks, dry, in flood, flat: no water made, no negative flow")
  func thousandNetworks() {
    var generator = Xoshiro256StarStar(seed: 603)
    for index in 0..<1_000 {
      let count = Int.random(in: 1...40, using: &generator)
      let sample = SampleNetwork.tree(count, seed: UInt64(index))
      var basin = RandomBasin(sample.network, values: 8, seed: UInt64(index))
      for reach in 0..<count {
        basin.channels[reach].slope = pow(10, .random(in: -7 ... -1, using: &generator))
        basin.channels[reach].length = pow(10, .random(in: 1...5, using: &generator))
        for day in 0..<8 {
          // Nothing for days, then a flood.
          basin.lateral[reach][day] *= [0, 0, 0, 0.01, 1, 1_000][
            Int.random(in: 0..<6, using: &generator)]
        }
      }
      if index % 10 == 0 { basin.lateral = basin.lateral.map { $0.map { _ in 0 } } }
      var configuration = configuration(index % 2 == 0 ? .single : .double)
      configuration.limits.slope = 1e-7
      let found = Router(network: sample.network, configuration: configuration).simulate(
        channels: basin.channels,
        lateral: LateralForcing(
          values: basin.flatLateral.map { Float($0) }, valuesPerReach: 8, stepsPerValue: 24),
        steps: 192, records: Array(0..<count))
      #expect(found.records.allSatisfy { $0.allSatisfy { $0 >= 0 && $0.isFinite } }, "\(index)")
      #expect(found.balance.madeByLimiters == 0)
      // A flat reach in flood holds far more than passes: its rounding is part of the balance.
      let held = 3_600 * found.finalState.members![2].reduce(0, +)
      let scale = found.balance.inflow + abs(found.balance.storageChange) + held + 1e-6
      let missing = found.balance.inflow - found.balance.outflow - found.balance.storageChange
      #expect(abs(missing) <= (index % 2 == 0 ? 1e-4 : 1e-12) * scale, "\(index)")
    }
  }

  @Test("<J v, w> = <v, Jᵀ w> against dual numbers through a whole run", arguments: samples)
  func dotProduct(_ sample: SampleNetwork) {
    let basin = RoutingBasin(sample, steps: 60, offset: 13, expansion: .linear, seed: 604)
    var generator = Xoshiro256StarStar(seed: 605)
    let values = basin.valuesPerReach
    let seeds = basin.seeds(606)
    let gradient = Model(network: basin.network, threads: 2, chunkLength: 17).gradient(
      channels: basin.channels, series: basin.series, steps: basin.steps,
      records: basin.everywhere, wantsLateral: true
    ) { _ in seeds }
    let parts = [
      gradient.channels.map(\.roughness), gradient.channels.map(\.widthExponent),
      gradient.channels.map(\.widthFactor), gradient.lateral,
    ]
    for part in parts.indices {
      let v = (0..<parts[part].count).map { _ in Double.random(in: -1...1, using: &generator) }
      let channels = basin.everywhere.map { reach in
        var channel = ReferenceTodini<DualNumber>.Channel(basin.channels[reach])
        if part == 0 { channel.roughness.derivative = v[reach] }
        if part == 1 { channel.widthExponent.derivative = v[reach] }
        if part == 2 { channel.widthFactor.derivative = v[reach] }
        return channel
      }
      let lateral = basin.steps(
        of: basin.everywhere.map { reach in
          (0..<values).map {
            DualNumber(
              basin.basin.lateral[reach][$0], derivative: part == 3 ? v[reach * values + $0] : 0)
          }
        })
      let reference = ReferenceTodini<DualNumber>(basin.network)
      let outcome = reference.run(
        channels, lateral: lateral, from: reference.hotStart(lateral.map { $0[0] }, channels))
      var terms: [Double] = []
      for reach in basin.everywhere {
        for time in 0...basin.steps {
          terms.append(seeds[reach][time] * outcome.discharge[reach][time].derivative)
        }
      }
      let scale = terms.reduce(0) { $0 + abs($1) }
      let found = zip(parts[part], v).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(
        abs(found - terms.reduce(0, +)) <= 1e-9 * scale,
        "part \(part): \(found), dual \(terms.reduce(0, +))")
    }
  }

  @Test("Threads, chunks and segments do not show; a restart goes on to the bit")
  func bits() {
    let basin = RoutingBasin(.tree(90, seed: 4), steps: 60, seed: 607)
    let seeds = basin.seeds(608)
    for precision in RouterConfiguration.Precision.allCases {
      var expected: [UInt64]?
      for (threads, chunk, budget) in [(1, nil, 1 << 30), (2, 7, 1), (3, 24, 40_000)]
        as [(Int, Int?, Int)]
      {
        var configuration = configuration(precision)
        configuration.threads = threads
        configuration.chunkLength = chunk
        configuration.tapeBudget = budget
        let bits = Router(network: basin.network, configuration: configuration).gradient(
          channels: basin.channels, lateral: basin.forcing, steps: basin.steps,
          records: basin.everywhere, wantsLateral: true
        ) { _ in seeds }.bits
        #expect(bits == expected ?? bits)
        expected = bits
      }
      let router = Router(network: basin.network, configuration: configuration(precision))
      func run(_ steps: Int, after: Int, from state: RoutingState?) -> RoutingSimulation {
        router.simulate(
          channels: basin.channels, lateral: basin.forcing(after: after), steps: steps,
          initial: state, records: basin.everywhere)
      }
      let whole = run(60, after: 0, from: nil)
      let first = run(23, after: 0, from: nil)
      let second = run(37, after: 23, from: first.finalState)
      #expect(second.finalState == whole.finalState)
      for reach in basin.everywhere {
        #expect(first.records[reach] + second.records[reach].dropFirst() == whole.records[reach])
      }
    }
  }
}
