import Foundation
import NeuralNetworks
import ReachOperators
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("The matched box in the sweep: values and adjoint against a plain loop with dual numbers")
struct HeatAdjointTests {
  typealias Lanes = HeatCase.Lanes

  private static let networks = [
    SampleNetwork.diamond, .unequalArms(long: 23), .divergent(60, seed: 2, reach: 4),
  ]

  private func check<Limits: BoxLimits>(
    _ heat: HeatCase, _ limits: Limits.Type, seed: UInt64
  ) {
    typealias Box = MatchedBox<Lanes, Limits>
    let leastStorage = Box.usualLeastStorage
    let box = Box(timeStep: heat.timeStep)
    let sweep = SpaceTimeSweep<Box>(network: heat.network, threads: 2, chunkLength: 17)
    let series = heat.series()
    let parameters = heat.parameters(sweep)
    let all = Array(0..<heat.network.count)
    let record = SweepRecord<Double>(reaches: all, capacity: heat.steps)
    let tape = SweepTape<Box>(sweep: sweep, steps: heat.steps)
    sweep.run(
      box, steps: heat.steps, parameters: parameters, forcing: series,
      state: heat.state(sweep, leastStorage: leastStorage), ledger: sweep.bundle(filledWith: 0),
      record: record, tape: tape)

    var generator = Xoshiro256StarStar(seed: seed)
    let seeds = SweepRecord<Double>(reaches: all, capacity: heat.steps)
    for index in 0..<(all.count * heat.steps) {
      seeds.values.base[index] = .random(in: -1...1, using: &generator)
    }
    let adjoint = SweepAdjoint(sweep: sweep, forcing: series)
    sweep.runReverse(
      box, parameters: parameters, forcing: series, tape: tape,
      reverseLinks: sweep.makeReverseLinks(), seeds: seeds, adjoint: adjoint)

    // One direction for each member of the forcing, one for the dispersion.
    for member in 0...6 {
      var direction = Xoshiro256StarStar(seed: seed + UInt64(member))
      let size = heat.steps * all.count
      let scale = [1, 1_000, 0.3, 2, 0.3, 2, 1e-5][member]
      let slopes = (0..<(member == 6 ? all.count : size)).map { _ in
        scale * Double.random(in: -1...1, using: &direction)
      }
      let reference = heat.reference(
        MatchedBox<DualNumber, Limits>(timeStep: heat.timeStep), leastStorage: leastStorage
      ) { index, reach, step, value in
        guard index == member else { return DualNumber(value) }
        return DualNumber(
          value, derivative: slopes[member == 6 ? reach : reach * heat.steps + step])
      }
      var expected = 0.0
      var gross = 0.0
      for reach in all {
        for step in 0..<heat.steps {
          let number = reference[reach][step]
          let place = reach * heat.steps + step
          if member == 0 {
            #expect(abs(record.values[place] - number.value) <= 1e-11 * max(1, number.value))
          }
          expected += seeds.values[place] * number.derivative
          gross += abs(seeds.values[place] * number.derivative)
        }
      }
      let found =
        member == 6
        ? all.reduce(0) { $0 + adjoint.parameters[$1, member: 0] * slopes[$1] }
        : slopes.indices.reduce(0) { $0 + adjoint.forcing[member][$1] * slopes[$1] }
      #expect(gross > 0)
      #expect(abs(found - expected) <= 1e-11 * gross, "member \(member): \(found), \(expected)")
    }
  }

  @Test(arguments: networks)
  func smooth(_ sample: SampleNetwork) {
    for water in [HeatCase.Water.conserved, .random] {
      check(HeatCase(sample.network, steps: 60, seed: 1, water: water), SmoothBox.self, seed: 5)
    }
  }

  @Test(arguments: networks)
  func positive(_ sample: SampleNetwork) {
    // In a reach without water X lies exactly at its limit, where round-off says which side's
    // derivative is taken: no dry reaches here.
    for water in [HeatCase.Water.conserved, .random] {
      check(
        HeatCase(sample.network, steps: 60, seed: 2, water: water, dryShare: 0), PositiveBox.self,
        seed: 6)
    }
  }

  @Test func freezing() {
    let heat = HeatCase(
      SampleNetwork.tree(33, seed: 2).network, steps: 80, seed: 4, water: .conserved,
      temperature: 0...4, equilibrium: -12...6, dryShare: 0)
    check(heat, PositiveBox.self, seed: 7)
    check(heat, SmoothBox.self, seed: 8)
  }
}
