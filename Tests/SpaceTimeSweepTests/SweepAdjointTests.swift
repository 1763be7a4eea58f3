import Foundation
import NeuralNetworks
import ReachOperators
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("The reverse sweep is the exact adjoint of the run")
struct SweepAdjointTests {
  /// A direction in everything a run starts from.
  struct Direction {
    var roughness, widthExponent, widthFactor, discharge, inflow: [Double]
    /// `[reach][value]`
    var lateral: [[Double]]
  }

  private func randomDirection<Element: Lane, Celerity: CelerityRule>(
    _ sweep: SweepCase<Element, Celerity>, seed: UInt64
  ) -> Direction {
    var generator = Xoshiro256StarStar(seed: seed)
    func scaled(_ values: [Double]) -> [Double] {
      values.map { $0 * Double.random(in: -1...1, using: &generator) }
    }
    let values = sweep.series.valuesPerReach
    return Direction(
      roughness: scaled(sweep.channels.map(\.roughness)),
      widthExponent: scaled(sweep.channels.map(\.widthExponent)),
      widthFactor: scaled(sweep.channels.map(\.widthFactor)),
      discharge: scaled(sweep.discharge), inflow: scaled(sweep.inflow),
      lateral: (0..<sweep.network.count).map { _ in
        scaled([Double](repeating: 1, count: values))
      })
  }

  /// J v by dual numbers through the plain reference: discharges `[reach][step]`, last state.
  private func forward<Element: Lane, Celerity: CelerityRule>(
    _ sweep: SweepCase<Element, Celerity>, _ v: Direction
  ) -> ReferenceRouting<DualNumber>.Outcome {
    let reference = ReferenceRouting<DualNumber>(
      sweep.network, legacyX: Celerity.isConstant ? SweepCase<Element, Celerity>.legacyX : nil)
    let channels = sweep.channels.indices.map { reach in
      var channel = ReferenceRouting<DualNumber>.Channel(sweep.channels[reach])
      channel.roughness.derivative = v.roughness[reach]
      channel.widthExponent.derivative = v.widthExponent[reach]
      channel.widthFactor.derivative = v.widthFactor[reach]
      return channel
    }
    let series = sweep.series
    let lateral = (0..<sweep.network.count).map { reach in
      let values = (0..<series.valuesPerReach).map {
        DualNumber(
          Double(series.values[reach * series.valuesPerReach + $0]),
          derivative: v.lateral[reach][$0])
      }
      let steps =
        series.expansion == .linear
        ? SeriesExpansion<DualNumber>.linear(values, stepsPerValue: series.stepsPerValue)
        : SeriesExpansion<DualNumber>.repeated(values, stepsPerValue: series.stepsPerValue)
      return Array(steps[series.offset..<series.offset + sweep.steps])
    }
    func state(_ values: [Double], _ derivatives: [Double]) -> [DualNumber] {
      zip(values, derivatives).map { DualNumber($0, derivative: $1) }
    }
    return reference.run(
      channels, lateral: lateral,
      from: .init(
        discharge: state(sweep.discharge, v.discharge), inflow: state(sweep.inflow, v.inflow)))
  }

  /// <v, Jᵀ w> part by part: n, q, p, lateral inflow, initial state.
  private func parts<Element: Lane, Celerity: CelerityRule>(
    _ sweep: SweepCase<Element, Celerity>, _ v: Direction, _ gradient: SweepGradient
  ) -> [Double] {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let channels = sweep.channels.indices.map { reach in
      SweepCase<Element, Celerity>.Operation.channelAdjoint(
        sweep.channels[reach], limits: sweep.limits, timeStep: 3_600
      ) { gradient.parameters[$0][reach] }
    }
    return [
      dot(v.roughness, channels.map(\.roughness)),
      dot(v.widthExponent, channels.map(\.widthExponent)),
      dot(v.widthFactor, channels.map(\.widthFactor)),
      dot(v.lateral.flatMap { $0 }, gradient.lateral),
      dot(v.discharge, gradient.state[0]), dot(v.inflow, gradient.state[1]),
    ]
  }

  private func dotProduct<Element: Lane, Celerity: CelerityRule>(
    _ sweep: SweepCase<Element, Celerity>, seed: UInt64, tolerance: Double
  ) {
    let (seeds, last) = sweep.randomSeeds(seed)
    let gradient = sweep.gradient(chunkLength: 13, seeds: seeds, last: last).gradient
    let whole = randomDirection(sweep, seed: seed + 1)
    // All inputs at once, then each kind alone, so that a small part cannot hide.
    func check(_ v: Direction, _ name: String) {
      let outcome = forward(sweep, v)
      var terms: [Double] = []
      for reach in 0..<sweep.network.count {
        for step in 0..<sweep.steps {
          terms.append(seeds[reach][step] * outcome.discharge[reach][step + 1].derivative)
        }
        terms.append(last[0][reach] * outcome.final.discharge[reach].derivative)
        terms.append(last[1][reach] * outcome.final.inflow[reach].derivative)
      }
      let expected = terms.reduce(0, +)
      let scale = terms.reduce(0) { $0 + abs($1) }
      let found = parts(sweep, v, gradient).reduce(0, +)
      #expect(abs(found - expected) <= tolerance * scale, "\(name): \(found), dual \(expected)")
      if name != "I(0)" { #expect(scale > 0) }
    }
    check(whole, "all")
    let zero = [Double](repeating: 0, count: sweep.network.count)
    let none = Direction(
      roughness: zero, widthExponent: zero, widthFactor: zero, discharge: zero, inflow: zero,
      lateral: whole.lateral.map { $0.map { _ in 0 } })
    for (name, part) in [
      ("n", \Direction.roughness), ("q", \.widthExponent), ("p", \.widthFactor),
      ("Q(0)", \.discharge), ("I(0)", \.inflow),
    ] as [(String, WritableKeyPath<Direction, [Double]>)] {
      var v = none
      v[keyPath: part] = whole[keyPath: part]
      check(v, name)
    }
    var v = none
    v.lateral = whole.lateral
    check(v, "lateral")
  }

  @Test("<J v, w> = <v, Jᵀ w> over the whole run, trees and graphs", arguments: SampleNetwork.all)
  func shapes(_ sample: SampleNetwork) {
    dotProduct(
      SweepCase<SIMD8<Double>, ManningCelerity>(sample, steps: 40, seed: 71), seed: 72,
      tolerance: 1e-11)
    dotProduct(
      SweepCase<SIMD8<Double>, WideChannelCelerity>(sample, steps: 40, seed: 73), seed: 74,
      tolerance: 1e-11)
    dotProduct(
      SweepCase<PairedLanes, ManningCelerity>(sample, steps: 40, seed: 75, dry: 0), seed: 76,
      tolerance: 1e-3)
  }

  @Test("The same with daily values, repeated and linear", arguments: [0, 11, 25])
  func expansions(_ offset: Int) {
    for expansion in SteppedSeries<Double>.Expansion.allCases {
      for sample in [SampleNetwork.tree(30, seed: 8), .divergent(30, seed: 9)] {
        dotProduct(
          SweepCase<SIMD8<Double>, ManningCelerity>(
            sample, steps: 100, stepsPerValue: 24, offset: offset, expansion: expansion, seed: 77),
          seed: 78, tolerance: 1e-11)
      }
    }
  }

  @Test("Against central differences of the sweep itself")
  func centralDifferences() {
    var sweep = SweepCase<SIMD8<Double>, ManningCelerity>(
      .divergent(25, seed: 4), steps: 48, stepsPerValue: 24, seed: 79, dry: 0)
    let (seeds, last) = sweep.randomSeeds(80)
    let gradient = sweep.gradient(chunkLength: 20, seeds: seeds, last: last).gradient
    func loss() -> Double {
      let outcome = sweep.run(chunkLength: 48)
      var sum = 0.0
      for reach in seeds.indices {
        for step in 0..<sweep.steps { sum += seeds[reach][step] * outcome.discharge[reach][step] }
        sum += last[0][reach] * outcome.state[0][reach] + last[1][reach] * outcome.state[1][reach]
      }
      return sum
    }
    func difference(
      _ size: Double, _ change: (inout SweepCase<SIMD8<Double>, ManningCelerity>, Double) -> Void
    ) -> Double {
      let step = 1e-5 * size
      change(&sweep, step)
      let above = loss()
      change(&sweep, -2 * step)
      let below = loss()
      change(&sweep, step)
      return (above - below) / (2 * step)
    }
    for reach in stride(from: 0, to: 25, by: 4) {
      let channel = SweepCase<SIMD8<Double>, ManningCelerity>.Operation.channelAdjoint(
        sweep.channels[reach], limits: sweep.limits, timeStep: 3_600
      ) { gradient.parameters[$0][reach] }
      let value = reach * sweep.series.valuesPerReach + 1
      let pairs: [(String, Double, Double, Double)] = [
        (
          "n", channel.roughness, sweep.channels[reach].roughness,
          difference(sweep.channels[reach].roughness) { $0.channels[reach].roughness += $1 }
        ),
        (
          "q", channel.widthExponent, 1,
          difference(1) { $0.channels[reach].widthExponent += $1 }
        ),
        (
          "p", channel.widthFactor, sweep.channels[reach].widthFactor,
          difference(sweep.channels[reach].widthFactor) { $0.channels[reach].widthFactor += $1 }
        ),
        (
          "Q(0)", gradient.state[0][reach], sweep.discharge[reach],
          difference(sweep.discharge[reach]) { $0.discharge[reach] += $1 }
        ),
        ("q'", gradient.lateral[value], 1, difference(1) { $0.series.values[value] += $1 }),
      ]
      for (name, found, size, expected) in pairs {
        #expect(
          abs(found - expected) * size <= 1e-6 * (abs(expected) * size + 1),
          "\(name) of reach \(reach): \(found), difference \(expected)")
      }
    }
  }
}
