import Foundation
import NeuralNetworks
import ReachOperators
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("Heat on networks: budget, constants, extremes, flush")
struct HeatBalanceTests {
  typealias Lanes = HeatCase.Lanes

  /// A run's heat, m³ °C: S - I before and after, what came and went, and the temperatures.
  private struct Outcome {
    var change = 0.0
    var gained = 0.0
    var gross = 0.0
    var left = 0.0
    var iceSteps = 0
    var temperatures: [[Double]] = []
  }

  private func run<Limits: BoxLimits>(
    _ heat: HeatCase, _ limits: Limits.Type, repeats: Int = 1, freezes: Bool = true
  ) -> Outcome {
    let box = MatchedBox<Lanes, Limits>(timeStep: heat.timeStep, freezes: freezes)
    let sweep = SpaceTimeSweep<MatchedBox<Lanes, Limits>>(network: heat.network, threads: 2)
    let state = heat.state(sweep, leastStorage: MatchedBox<Lanes, Limits>.usualLeastStorage)
    let parameters = heat.parameters(sweep)
    let series = heat.series()
    let all = Array(0..<heat.network.count)
    func stored() -> Double {
      all.reduce(0) { $0 + state[$1, member: 0] - state[$1, member: 3] }
    }
    var outcome = Outcome()
    let before = stored()
    let record = SweepRecord<Double>(reaches: all, capacity: heat.steps)
    for _ in 0..<repeats {
      let ledger: PackedBundle<MatchedBox<Lanes, Limits>.Ledger> = sweep.bundle(filledWith: 0)
      sweep.run(
        box, steps: heat.steps, parameters: parameters, forcing: series, state: state,
        ledger: ledger, record: record)
      for reach in all {
        for member in 0..<3 {
          outcome.gained += heat.timeStep * ledger[reach, member: member]
          outcome.gross += heat.timeStep * abs(ledger[reach, member: member])
        }
        if heat.network.links(outOf: ReachIndex(reach)).isEmpty {
          outcome.left += heat.timeStep * ledger[reach, member: 4]
        }
        if state[reach, member: 3] > 0 { outcome.iceSteps += 1 }
      }
    }
    outcome.change = stored() - before
    outcome.temperatures = all.map { Array(record.series($0)) }
    return outcome
  }

  @Test("The budget of one step closes to 1e-14, ice and dry reaches included")
  func oneStep() {
    typealias Box = MatchedBox<Double, PositiveBox>
    let box = Box(timeStep: 3_600)
    var generator = Xoshiro256StarStar(seed: 31)
    func draw(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }
    var frozen = 0
    for _ in 0..<2_000 {
      let isDry = draw(0...1) < 0.1
      let storage = isDry ? 1e-2 : draw(10...4e4)
      let before = Box.State(
        heat: storage * draw(0...20), temperature: draw(0...20), storage: storage,
        iceHeat: draw(0...1) < 0.5 ? 0 : draw(0...1e5), weighting: draw(0...0.5))
      let flow = isDry ? 0 : draw(0...5)
      let inflow = Box.Inflow(
        discharge: flow, endHeat: flow * draw(0...20), meanHeat: flow * draw(0...20))
      let forcing = Box.Forcing(
        discharge: isDry ? 0 : draw(0...5), storage: isDry ? 0 : draw(10...4e4),
        lateral: isDry ? 0 : draw(0...2), lateralTemperature: draw(0...20),
        exchange: isDry ? 0 : draw(0...3), equilibriumTemperature: draw(-20...25))
      var after = before
      var ledger = Box.Ledger(lateral: 0, exchanged: 0, made: 0, received: 0, released: 0)
      _ = box.advance(
        &after, inflow: inflow, forcing: forcing, parameters: .init(dispersionRate: 1e-6),
        ledger: &ledger)
      let fluxes = [
        ledger.lateral, ledger.exchanged, ledger.made, ledger.received, -ledger.released,
      ].map { $0 * 3_600 }
      let change = [after.heat, -before.heat, before.iceHeat, -after.iceHeat]
      let turnover = forcing.exchange * (20 + abs(forcing.equilibriumTemperature))
      let scale =
        (fluxes + change).reduce(0) { $0 + abs($1) } + before.storage * 20 + 3_600 * turnover
      #expect(abs(change.reduce(0, +) - fluxes.reduce(0, +)) <= 1e-14 * scale)
      #expect(after.temperature >= 0 && after.iceHeat >= 0)
      if after.iceHeat > 0 { frozen += 1 }
    }
    #expect(frozen > 100)
  }

  @Test("The budget of 20 years closes to 1e-12, with ice and dry reaches")
  func twentyYears() {
    for (water, name) in [(HeatCase.Water.conserved, "conserved"), (.random, "random")] {
      let heat = HeatCase(
        SampleNetwork.divergent(20, seed: 1).network, steps: 8_766, seed: 7, water: water,
        temperature: 0...20, equilibrium: -24...18)
      let outcome = run(heat, PositiveBox.self, repeats: 20)
      let residual = outcome.gained - outcome.left - outcome.change
      #expect(abs(residual) <= 1e-12 * (outcome.gross + outcome.left), "\(name)")
      #expect(outcome.iceSteps > 0, "\(name): no ice")
    }
  }

  @Test("A constant temperature stays, whatever the flow", arguments: SampleNetwork.graphs)
  func constant(_ sample: SampleNetwork) {
    for water in [HeatCase.Water.conserved, .random] {
      let heat = HeatCase(
        sample.network, steps: 300, seed: 3, water: water, temperature: 13...13)
      for temperatures in [
        run(heat, SmoothBox.self).temperatures, run(heat, PositiveBox.self).temperatures,
      ] {
        for value in temperatures.joined() { #expect(abs(value - 13) <= 13 * 1e-13) }
      }
    }
  }

  @Test("Positive limits make no new extremes", arguments: SampleNetwork.graphs)
  func maximumPrinciple(_ sample: SampleNetwork) {
    for water in [HeatCase.Water.conserved, .random] {
      let heat = HeatCase(
        sample.network, steps: 400, seed: 5, water: water, temperature: 4...21)
      let found = run(heat, PositiveBox.self, freezes: false).temperatures.joined()
      #expect(found.min()! >= 4 - 1e-12 && found.max()! <= 21 + 1e-12)
    }
  }

  @Test("What a flush brings in goes out again")
  func flush() {
    var heat = HeatCase(
      SampleNetwork.tree(40, seed: 2).network, steps: 3_000, seed: 11, water: .conserved,
      temperature: 6...6, exchanges: false, dryShare: 0)
    for reach in 0..<heat.network.count where heat.network.links(into: ReachIndex(reach)).isEmpty {
      for step in 100..<124 { heat.forcing[3][reach][step] = 18 }
    }
    let outcome = run(heat, PositiveBox.self)
    #expect(abs(outcome.gained - outcome.left - outcome.change) <= 1e-12 * outcome.gross)
    for series in outcome.temperatures { #expect(abs(series.last! - 6) < 1e-9) }
    #expect(outcome.temperatures.joined().max()! > 7)
  }
}
