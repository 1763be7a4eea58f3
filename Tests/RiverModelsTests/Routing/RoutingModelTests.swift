import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("Routing: values, states and balance")
struct RoutingModelTests {
  static let samples: [SampleNetwork] = [
    .singleReach, .confluence, .tree(40, seed: 1), .diamond, .divergent(50, seed: 2),
  ]

  @Test("A hot-started run is the reference's, both schemes", arguments: samples)
  func reference(_ sample: SampleNetwork) {
    let basin = RoutingBasin(sample, steps: 70, offset: 9, expansion: .linear, seed: 101)
    for scheme in [RouterConfiguration.Scheme.lagged, .legacy] {
      var configuration = RouterConfiguration()
      configuration.scheme = scheme
      configuration.precision = .double
      configuration.legacyX = 0.22
      let found = Router(network: basin.network, configuration: configuration).simulate(
        channels: basin.channels, lateral: basin.forcing, steps: basin.steps,
        records: basin.everywhere)
      let reference = ReferenceRouting<Double>(
        basin.network, legacyX: scheme == .legacy ? 0.22 : nil)
      let lateral = basin.steps(of: basin.basin.lateral)
      let start = reference.hotStart(lateral.map { $0[0] })
      let expected = reference.run(
        basin.channels.map { .init($0) }, lateral: lateral, from: start)
      for reach in basin.everywhere {
        let greatest = expected.discharge[reach].max()!
        #expect(found.records[reach].count == basin.steps + 1)
        for (a, b) in zip(found.records[reach], expected.discharge[reach]) {
          #expect(abs(a - b) <= 1e-12 * greatest)
        }
        #expect(found.finalState.discharge[reach] == found.records[reach].last)
        #expect(
          abs(found.finalState.inflow[reach] - expected.final.inflow[reach]) <= 1e-11 * greatest)
      }
      #expect(found.reachSteps == Double(basin.steps * basin.network.count))
      #expect(found.ledger.stepsOutsideCourantWindow == Double(expected.stepsOutsideCourantWindow))
      let made = expected.madeByInflowFloor * 3_600
      #expect(abs(found.ledger.madeByInflowFloor - made) <= 1e-9 * max(made, 1))
      let total = lateral.joined().reduce(0, +) * 3_600
      #expect(abs(found.balance.inflow - total) <= 1e-12 * total)
    }
  }

  @Test("Under a constant inflow everything is at rest and the balance closes", arguments: samples)
  func steady(_ sample: SampleNetwork) {
    var basin = RoutingBasin(sample, steps: 50, seed: 102, dry: 0)
    basin.basin.lateral = basin.basin.lateral.map { row in row.map { _ in row[0] } }
    var configuration = RouterConfiguration()
    configuration.precision = .double
    let found = Router(network: basin.network, configuration: configuration).simulate(
      channels: basin.channels, lateral: basin.forcing, steps: basin.steps,
      records: basin.everywhere)
    let through = basin.network.accumulatedDownstream(basin.basin.lateral.map { $0[0] })
    for reach in basin.everywhere {
      for value in found.records[reach] {
        #expect(abs(value - through[reach]) <= 1e-11 * through[reach])
      }
    }
    #expect(abs(found.balance.relativeResidual) < 1e-10)
    #expect(found.ledger.flooredSteps == 0 && found.ledger.madeByInflowFloor == 0)
  }

  @Test(
    "A restart at any step goes on as if nothing had happened, to the bit",
    arguments: RouterConfiguration.Precision.allCases)
  func restart(_ precision: RouterConfiguration.Precision) {
    let basin = RoutingBasin(
      .divergent(50, seed: 3), steps: 40, offset: 5, expansion: .linear, seed: 103)
    var configuration = RouterConfiguration()
    configuration.precision = precision
    let router = Router(network: basin.network, configuration: configuration)
    func run(_ steps: Int, after: Int, from state: RoutingState?) -> RoutingSimulation {
      router.simulate(
        channels: basin.channels, lateral: basin.forcing(after: after), steps: steps,
        initial: state, records: basin.everywhere)
    }
    let whole = run(40, after: 0, from: nil)
    for step in 0...40 {
      let first = run(step, after: 0, from: nil)
      let second = run(40 - step, after: step, from: first.finalState)
      for reach in basin.everywhere {
        #expect(first.records[reach] + second.records[reach].dropFirst() == whole.records[reach])
      }
      #expect(second.finalState == whole.finalState, "restart at \(step)")
    }
  }

  @Test("Threads and chunks do not show", arguments: RouterConfiguration.Precision.allCases)
  func cuts(_ precision: RouterConfiguration.Precision) {
    let basin = RoutingBasin(.tree(90, seed: 4), steps: 60, seed: 104)
    let seeds = basin.seeds(105)
    var expected: [UInt64]?
    for (threads, chunkLength) in [(1, nil), (2, 7), (3, 1), (2, 24), (1, 59)] as [(Int, Int?)] {
      var configuration = RouterConfiguration()
      configuration.precision = precision
      configuration.threads = threads
      configuration.chunkLength = chunkLength
      let bits = Router(network: basin.network, configuration: configuration).gradient(
        channels: basin.channels, lateral: basin.forcing, steps: basin.steps,
        records: basin.everywhere, wantsLateral: true
      ) { _ in seeds }.bits
      #expect(bits == expected ?? bits)
      expected = bits
    }
  }

  @Test("Records are the reaches asked for, in their order")
  func records() {
    let basin = RoutingBasin(.tree(30, seed: 5), steps: 10, seed: 106)
    let router = Router(network: basin.network)
    let all = router.simulate(
      channels: basin.channels, lateral: basin.forcing, steps: 10, records: basin.everywhere)
    let some = router.simulate(
      channels: basin.channels, lateral: basin.forcing, steps: 10, records: [29, 0, 12, 0])
    #expect(some.records == [29, 0, 12, 0].map { all.records[$0] })
    #expect(some.balance == all.balance)
  }
}
