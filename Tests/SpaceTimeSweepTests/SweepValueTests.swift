import Foundation
import ReachOperators
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("The sweep's values against a plain reference")
struct SweepValueTests {
  typealias Eight = SIMD8<Double>
  typealias Single = PairedLanes

  private func reference<Element: Lane, Celerity: CelerityRule>(
    _ sweep: SweepCase<Element, Celerity>
  ) -> ReferenceRouting<Double>.Outcome {
    let reference = ReferenceRouting<Double>(
      sweep.network, legacyX: Celerity.isConstant ? SweepCase<Element, Celerity>.legacyX : nil)
    let lateral = sweep.network.indices.map { reach in
      let row = reach.position * sweep.series.valuesPerReach
      let values = (row..<row + sweep.series.valuesPerReach).map { Double(sweep.series.values[$0]) }
      let steps =
        sweep.series.expansion == .linear
        ? SeriesExpansion<Double>.linear(values, stepsPerValue: sweep.series.stepsPerValue)
        : SeriesExpansion<Double>.repeated(values, stepsPerValue: sweep.series.stepsPerValue)
      return Array(steps[sweep.series.offset..<sweep.series.offset + sweep.steps])
    }
    return reference.run(
      sweep.channels.map { .init($0) }, lateral: lateral,
      from: .init(discharge: sweep.discharge, inflow: sweep.inflow))
  }

  /// Differences are held against the greatest discharge of the network in that step: where a limiter
  /// or a negative coefficient takes almost all of a discharge away, only its size upstream is left to
  /// compare with.
  private func compare<Element: Lane, Celerity: CelerityRule>(
    _ sweep: SweepCase<Element, Celerity>, _ found: SweepOutcome, tolerance: Double
  ) {
    let expected = reference(sweep)
    var worst = 0.0
    for reach in 0..<sweep.network.count {
      var scale = 0.0
      for step in 0..<sweep.steps {
        let plain = expected.discharge[reach][step + 1]
        scale = max(scale, plain)
        let error = abs(found.discharge[reach][step] - plain) / scale
        worst = error.isNaN ? .infinity : max(worst, error)
      }
      #expect(
        abs(found.state[1][reach] - expected.final.inflow[reach])
          <= tolerance * max(expected.final.inflow[reach], scale))
      #expect(found.state[0][reach] == found.discharge[reach][sweep.steps - 1])
    }
    #expect(worst <= tolerance)
    let total = found.discharge.joined().reduce(0, +)
    #expect(
      abs(found.ledger[0].reduce(0, +) - expected.madeByDischargeFloor) <= tolerance * 10 * total)
    #expect(
      abs(found.ledger[1].reduce(0, +) - expected.madeByInflowFloor) <= tolerance * 10 * total)
    if tolerance < 1e-10 {
      let floored = found.ledger[2].reduce(0, +) - Double(expected.flooredSteps)
      #expect(floored >= 0 && floored <= Double(expected.stepsAtTheFloor))
      #expect(found.ledger[3].reduce(0, +) == Double(expected.stepsOutsideCourantWindow))
    }
  }

  @Test("Every shape of network, hourly inflow", arguments: SampleNetwork.all)
  func shapes(_ sample: SampleNetwork) {
    let sweep = SweepCase<Eight, ManningCelerity>(sample, steps: 60, seed: 51)
    compare(sweep, sweep.run(chunkLength: 25), tolerance: 1e-12)
    let legacy = SweepCase<Eight, WideChannelCelerity>(sample, steps: 60, seed: 52)
    compare(legacy, legacy.run(chunkLength: 480), tolerance: 1e-12)
    let single = SweepCase<Single, ManningCelerity>(sample, steps: 60, seed: 53)
    compare(single, single.run(chunkLength: 25), tolerance: 2e-5)
  }

  @Test("Random trees and graphs of 1 to 2,000 reaches", arguments: 1...24)
  func randomNetworks(_ seed: UInt64) {
    #if DEBUG
      let largest = 200
    #else
      let largest = 2_000
    #endif
    let count = [1, 2, 3, 7, 8, 9, 15, 16, 17, 40, 133, largest][Int(seed) % 12]
    let reach = [2, 8, 50, 4_000][Int(seed) % 4]
    let sample =
      seed.isMultiple(of: 2)
      ? SampleNetwork.tree(count, seed: seed, reach: reach)
      : SampleNetwork.divergent(count, seed: seed, reach: reach)
    let sweep = SweepCase<Eight, ManningCelerity>(sample, steps: 30, seed: seed)
    compare(sweep, sweep.run(threads: 2, chunkLength: 11), tolerance: 1e-12)
  }

  @Test(
    "Daily values, repeated and linear, from the middle of a day", arguments: [0, 1, 17, 24, 29])
  func expansions(_ offset: Int) {
    for expansion in SteppedSeries<Double>.Expansion.allCases {
      let sweep = SweepCase<Eight, ManningCelerity>(
        .tree(40, seed: 9), steps: 130, stepsPerValue: 24, offset: offset, expansion: expansion,
        seed: 54)
      compare(sweep, sweep.run(chunkLength: 31), tolerance: 1e-12)
    }
  }

  @Test("Some reaches recorded, twice or in any order, and none")
  func records() {
    let sweep = SweepCase<Eight, ManningCelerity>(.tree(50, seed: 3), steps: 20, seed: 55)
    let all = sweep.run(chunkLength: 7)
    let engine = SpaceTimeSweep<SweepCase<Eight, ManningCelerity>.Operation>(
      network: sweep.network, chunkLength: 7)
    for reaches in [[49, 3, 3, 17], []] {
      let record = SweepRecord<Double>(reaches: reaches, capacity: 20)
      engine.run(
        sweep.operation, steps: 20, parameters: sweep.parameters(engine), forcing: [sweep.series],
        state: sweep.initialState(engine), ledger: engine.bundle(filledWith: 0), record: record)
      for (row, reach) in reaches.enumerated() {
        #expect(Array(record.series(row)) == all.discharge[reach])
      }
    }
  }
}
