import Foundation
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("Routing: gradients")
struct RoutingGradientTests {
  static let samples: [SampleNetwork] = [
    .singleReach, .star(tributaries: 40), .tree(60, seed: 11), .unequalArms(long: 23),
    .divergent(60, seed: 12),
  ]

  private func random(_ count: Int, _ generator: inout Xoshiro256StarStar) -> [Double] {
    (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// <w, J v> by dual numbers through the reference and <Jᵀ w, v> by the model; a hot start, so that
  /// the first lateral inflow sets the initial state too, or a given state.
  private func check(_ basin: RoutingBasin, hotStart: Bool, seed: UInt64) {
    var generator = Xoshiro256StarStar(seed: seed)
    let count = basin.network.count
    let values = basin.valuesPerReach
    let seeds = basin.seeds(seed + 1)
    let model = DoubleModel(network: basin.network, chunkLength: 17)
    let start = model.hotStart { basin.basin.lateral[$0].max()! + 0.01 }
    let initial: RoutingState? = hotStart ? nil : start
    let gradient = model.gradient(
      channels: basin.channels, series: basin.series, steps: basin.steps, initial: initial,
      records: basin.everywhere, wantsLateral: true
    ) { _ in seeds }

    let parts = [
      "n": gradient.channels.map(\.roughness), "q": gradient.channels.map(\.widthExponent),
      "p": gradient.channels.map(\.widthFactor), "q'": gradient.lateral,
      "Q(0)": gradient.initialDischarge, "I(0)": gradient.initialInflow,
    ]
    for name in hotStart ? ["n", "q", "p", "q'"] : ["n", "q", "p", "q'", "Q(0)", "I(0)"] {
      let v = random(name == "q'" ? count * values : count, &generator)
      let zero = [Double](repeating: 0, count: count)
      func part(_ wanted: String) -> [Double] { wanted == name ? v : zero }
      let channels = basin.everywhere.map { reach in
        var channel = ReferenceRouting<DualNumber>.Channel(basin.channels[reach])
        channel.roughness.derivative = part("n")[reach]
        channel.widthExponent.derivative = part("q")[reach]
        channel.widthFactor.derivative = part("p")[reach]
        return channel
      }
      let lateral = basin.steps(
        of: basin.everywhere.map { reach in
          (0..<values).map {
            DualNumber(
              basin.basin.lateral[reach][$0],
              derivative: name == "q'" ? v[reach * values + $0] : 0)
          }
        })
      let reference = ReferenceRouting<DualNumber>(basin.network)
      let state =
        hotStart
        ? reference.hotStart(lateral.map { $0[0] })
        : .init(
          discharge: zip(start.discharge, part("Q(0)")).map { DualNumber($0, derivative: $1) },
          inflow: zip(start.inflow, part("I(0)")).map { DualNumber($0, derivative: $1) })
      let outcome = reference.run(channels, lateral: lateral, from: state)
      var terms: [Double] = []
      for reach in basin.everywhere {
        for time in 0...basin.steps {
          terms.append(seeds[reach][time] * outcome.discharge[reach][time].derivative)
        }
      }
      let scale = terms.reduce(0) { $0 + abs($1) }
      let found = dot(parts[name]!, v)
      #expect(
        abs(found - terms.reduce(0, +)) <= 1e-11 * scale,
        "\(name): \(found), dual \(terms.reduce(0, +))")
    }
  }

  @Test("<J v, w> = <v, Jᵀ w>, from a hot start and from a given state", arguments: samples)
  func dotProduct(_ sample: SampleNetwork) {
    for expansion in LateralForcing.Expansion.allCases {
      let basin = RoutingBasin(sample, steps: 60, offset: 13, expansion: expansion, seed: 111)
      check(basin, hotStart: true, seed: 112)
      check(basin, hotStart: false, seed: 113)
    }
  }

  @Test("Against central differences, from a hot start")
  func centralDifferences() {
    let basin = RoutingBasin(.tree(15, seed: 13, reach: 4), steps: 50, seed: 114, dry: 0)
    let model = DoubleModel(network: basin.network)
    let seeds = basin.seeds(115)
    func loss(_ simulation: RoutingSimulation) -> Double {
      zip(simulation.records, seeds).reduce(0) { $0 + dot($1.0, $1.1) }
    }
    let gradient = model.gradient(
      channels: basin.channels, series: basin.series, steps: basin.steps,
      records: basin.everywhere, wantsLateral: true
    ) { _ in seeds }
    for reach in basin.everywhere {
      func difference(_ path: WritableKeyPath<ReachChannel, Double>) -> Double {
        let step = 1e-5 * basin.channels[reach][keyPath: path]
        let ends = [step, -step].map { step in
          var channels = basin.channels
          channels[reach][keyPath: path] += step
          return loss(
            model.simulate(
              channels: channels, lateral: basin.forcing, steps: basin.steps,
              records: basin.everywhere))
        }
        return (ends[0] - ends[1]) / (2 * step)
      }
      for (name, path, found) in [
        ("n", \.roughness, gradient.channels[reach].roughness),
        ("q", \.widthExponent, gradient.channels[reach].widthExponent),
        ("p", \.widthFactor, gradient.channels[reach].widthFactor),
      ] as [(String, WritableKeyPath<ReachChannel, Double>, Double)] {
        let size = basin.channels[reach][keyPath: path]
        let expected = difference(path)
        #expect(
          abs(found - expected) * size <= 1e-6 * (abs(expected) * size + 1),
          "\(name) of reach \(reach): \(found), difference \(expected)")
      }
    }
  }

  @Test("A tape in many segments gives the same bits", arguments: samples)
  func tapeBudget(_ sample: SampleNetwork) {
    let basin = RoutingBasin(sample, steps: 90, offset: 3, expansion: .linear, seed: 116)
    let seeds = basin.seeds(117)
    for precision in RouterConfiguration.Precision.allCases {
      func gradient(_ budget: Int, threads: Int = 1) -> [UInt64] {
        var configuration = RouterConfiguration()
        configuration.precision = precision
        configuration.chunkLength = 8
        configuration.tapeBudget = budget
        configuration.threads = threads
        return Router(network: basin.network, configuration: configuration).gradient(
          channels: basin.channels, lateral: basin.forcing, steps: basin.steps,
          records: basin.everywhere, wantsLateral: true
        ) { _ in seeds }.bits
      }
      let whole = gradient(1 << 30)
      #expect(gradient(1) == whole)
      #expect(gradient(40_000) == whole)
      #expect(gradient(1, threads: 3) == whole)
    }
  }

  @Test("Single precision agrees with double")
  func singlePrecision() {
    let basin = RoutingBasin(.tree(80, seed: 14), steps: 100, seed: 118, dry: 0)
    let outlet = basin.network.count - 1
    func gradient(_ precision: RouterConfiguration.Precision) -> RoutingGradient {
      var configuration = RouterConfiguration()
      configuration.precision = precision
      return Router(network: basin.network, configuration: configuration).gradient(
        channels: basin.channels, lateral: basin.forcing, steps: basin.steps, records: [outlet],
        wantsLateral: true
      ) { simulation in [simulation.records[0].map { $0 - 5 }] }
    }
    let single = gradient(.single)
    let double = gradient(.double)
    func error(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).map { abs($0 - $1) }.max()! / b.map(abs).max()!
    }
    #expect(error(single.simulation.records[0], double.simulation.records[0]) < 1e-5)
    #expect(error(single.channels.map(\.roughness), double.channels.map(\.roughness)) < 1e-3)
    #expect(
      error(single.channels.map(\.widthExponent), double.channels.map(\.widthExponent)) < 1e-3)
    #expect(error(single.channels.map(\.widthFactor), double.channels.map(\.widthFactor)) < 1e-3)
    #expect(error(single.lateral, double.lateral) < 1e-3)
  }

  @Test("A hot start held at the floor passes no gradient, whatever the floor")
  func flooredHotStart() {
    // 0.1 and 1e-3 are rounded up in single precision, 1e-4 down.
    for floor in [1e-4, 1e-3, 0.1] {
      for precision in RouterConfiguration.Precision.allCases {
        var configuration = RouterConfiguration()
        configuration.scheme = .lagged
        configuration.precision = precision
        configuration.limits.discharge = floor
        let network = SampleNetwork.singleReach.network
        let gradient = Router(network: network, configuration: configuration).gradient(
          channels: [ReachChannel(length: 1_000, slope: 0.01, roughness: 0.05)],
          lateral: LateralForcing(values: [0], valuesPerReach: 1, stepsPerValue: 4), steps: 4,
          records: [0], wantsLateral: true
        ) { $0.records.map { $0.map { _ in 1 } } }
        #expect(gradient.lateral == [0], "floor \(floor), \(precision)")
      }
    }
  }
}
