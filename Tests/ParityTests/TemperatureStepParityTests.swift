import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import Testing

/// One step on a small graph with confluences, a divergence, a tiny and a dry cell: values and
/// gradients with respect to every input.
@Suite(
  .enabled(
    if: TemperatureGoldenFile.isThere, Comment(rawValue: TemperatureGoldenFile.absence)))
struct TemperatureStepParityTests {
  static let timeStep = 3_600.0
  static let leastStorage = 1e-3

  private func expect(
    _ found: Double, _ expected: Double, _ scale: Double, within tolerance: Double, _ what: String
  ) {
    #expect(
      abs(found - expected) <= tolerance * max(abs(expected), scale),
      "\(what): \(found) for \(expected)")
  }

  private func downstream(_ golden: TemperatureGoldenFile, _ cell: Int) -> [(Int, Double)] {
    (1...2).compactMap { branch in
      Int(golden.text(cell, "down\(branch)")).map { ($0, golden.number(cell, "frac\(branch)")) }
    }
  }

  @Test(arguments: TemperatureGoldenFile.all(.boxStep))
  func box(_ golden: TemperatureGoldenFile) {
    typealias Box = MatchedBox<Double, SmoothBox>
    let box = Box(timeStep: Self.timeStep, leastStorage: Self.leastStorage)
    let count = golden.count
    let none = Box.Inflow(discharge: 0, endHeat: 0, meanHeat: 0)
    var inflows = [Box.Inflow](repeating: none, count: count)
    var releases: [Box.Release] = []
    struct Given {
      var state: Box.State
      var forcing: Box.Forcing
      var imbalance: Box.Imbalance
      var weighting: Box.Weighting
    }
    var given: [Given] = []
    for cell in 0..<count {
      func number(_ column: String) -> Double { golden.number(cell, column) }
      let head = number("q_head_m3s")
      inflows[cell].discharge += head
      inflows[cell].endHeat += head * number("T_head_C")
      inflows[cell].meanHeat += head * number("T_head_C")
      let inputs = Given(
        state: .init(
          heat: number("S_old_m3C"), temperature: number("T_old_C"), storage: number("W_old_m3"),
          iceHeat: 0, weighting: 0),
        forcing: .init(
          discharge: number("Q_out_m3s"), storage: number("V1_m3"), lateral: number("q_lat_m3s"),
          lateralTemperature: number("T_lat_C"), exchange: number("E_m3s"),
          equilibriumTemperature: number("T_eq_C")),
        imbalance: .init(gain: 0, loss: number("q_loss_m3s")),
        weighting: .init(x: number("X"), theta: number("theta")))
      var state = inputs.state
      var ledger = Box.Ledger(lateral: 0, exchanged: 0, made: 0, received: 0, released: 0)
      let release = box.advance(
        &state, inflow: inflows[cell], forcing: inputs.forcing, imbalance: inputs.imbalance,
        weighting: inputs.weighting, ledger: &ledger)
      expect(state.heat, number("S_new_m3C"), 0, within: 1e-12, "S of cell \(cell)")
      expect(state.temperature, number("T_new_C"), 0, within: 1e-12, "T of cell \(cell)")
      #expect(state.iceHeat == 0)
      for (below, fraction) in downstream(golden, cell) {
        inflows[below].discharge += fraction * release.discharge
        inflows[below].endHeat += fraction * release.discharge * release.temperature
        inflows[below].meanHeat += fraction * release.discharge * release.meanTemperature
      }
      given.append(inputs)
      releases.append(release)
    }

    var inflowAdjoints = [Box.Inflow](repeating: none, count: count)
    for cell in (0..<count).reversed() {
      func number(_ column: String) -> Double { golden.number(cell, column) }
      let release = releases[cell]
      var released = Box.Release(
        discharge: 0, temperature: 0, meanTemperature: 0, storage: 0, iceHeat: 0, weighting: 0)
      for (below, fraction) in downstream(golden, cell) {
        let adjoint = inflowAdjoints[below]
        released.discharge +=
          fraction
          * (adjoint.discharge + release.temperature * adjoint.endHeat
            + release.meanTemperature * adjoint.meanHeat)
        released.temperature += fraction * release.discharge * adjoint.endHeat
        released.meanTemperature += fraction * release.discharge * adjoint.meanHeat
      }
      let result = box.advanceAdjoint(
        state: given[cell].state, inflow: inflows[cell], forcing: given[cell].forcing,
        imbalance: given[cell].imbalance, weighting: given[cell].weighting,
        adjoint: .init(
          heat: number("gJ_dS_new"), temperature: number("gJ_dT_new"), storage: 0, iceHeat: 0,
          weighting: 0),
        released: released)
      inflowAdjoints[cell] = result.inflow
      let entering =
        result.inflow.discharge
        + number("T_head_C") * (result.inflow.endHeat + result.inflow.meanHeat)
      let found: [(String, Double)] = [
        ("g_S0", result.state.heat), ("g_T0", result.state.temperature),
        ("g_W0", result.state.storage), ("g_V1", result.forcing.storage),
        ("g_Q", result.forcing.discharge), ("g_qloss", result.imbalance.loss),
        ("g_qin", result.forcing.lateral), ("g_Tl", result.forcing.lateralTemperature),
        ("g_E", result.forcing.exchange), ("g_Te", result.forcing.equilibriumTemperature),
        ("g_X", result.weighting.x), ("g_th", result.weighting.theta),
      ]
      for (column, value) in found {
        expect(
          value, number(column), cancellation(column, golden, cell), within: 1e-10,
          "\(column) of cell \(cell)")
      }
      if number("q_head_m3s") > 0 {
        expect(entering, number("g_qh"), 0, within: 1e-10, "g_qh of cell \(cell)")
        expect(
          number("q_head_m3s") * (result.inflow.endHeat + result.inflow.meanHeat),
          number("g_Th"), 0, within: 1e-10, "g_Th of cell \(cell)")
      }
    }
  }

  /// What terms a sensitivity is the sum of where it vanishes: in a dry cell the terms of S'/W' cancel.
  private func cancellation(
    _ column: String, _ golden: TemperatureGoldenFile, _ cell: Int
  ) -> Double {
    column == "g_W0" || column == "g_X" ? abs(golden.number(cell, "g_S0")) * 1e-6 : 1e-9
  }

  @Test(arguments: TemperatureGoldenFile.all(.implicitStep))
  func implicit(_ golden: TemperatureGoldenFile) throws {
    var builder = NetworkBuilder()
    for cell in 0..<golden.count {
      builder.addReach(.number(Int64(cell)), length: 1_000, slope: 0.01)
    }
    for cell in 0..<golden.count {
      for (below, fraction) in downstream(golden, cell) {
        builder.addLink(from: .number(Int64(cell)), to: .number(Int64(below)), fraction: fraction)
      }
    }
    let network = try builder.build()
    let cells = network.ids.map { Int($0.description)! }
    func column(_ name: String) -> [Double] { cells.map { golden.number($0, name) } }
    let scheme = ImplicitHeatTransport(
      network: network, timeStep: Self.timeStep, leastStorage: Self.leastStorage)
    var step = ImplicitHeatTransport.Step(reachCount: network.count)
    step.storageBefore = column("V0_m3")
    step.storageAfter = column("V1_m3")
    step.discharge = column("Q_out_m3s")
    step.loss = column("q_loss_m3s")
    step.lateral = column("q_in_m3s")
    step.lateralTemperature = column("T_in_C")
    step.dispersion = column("G_m3s")
    step.exchange = column("E_m3s")
    step.equilibriumTemperature = column("T_eq_C")
    step.theta = column("theta")
    let before = column("T_old_C")
    let after = scheme.advance(before, step)
    for (found, expected) in zip(after, column("T_new_C")) {
      expect(found, expected, 0, within: 1e-12, "T")
    }
    let gradient = scheme.advanceAdjoint(
      before, step, after: after, adjoint: column("gJ_dT_new"))
    let found: [(String, [Double])] = [
      ("g_V0", gradient.step.storageBefore), ("g_V1", gradient.step.storageAfter),
      ("g_Q", gradient.step.discharge), ("g_qloss", gradient.step.loss),
      ("g_qin", gradient.step.lateral), ("g_Tin", gradient.step.lateralTemperature),
      ("g_G", gradient.step.dispersion), ("g_E", gradient.step.exchange),
      ("g_Te", gradient.step.equilibriumTemperature), ("g_T0", gradient.before),
      ("g_theta", gradient.step.theta),
    ]
    for (name, values) in found {
      for (value, expected) in zip(values, column(name)) {
        expect(value, expected, 1e-9, within: 1e-10, name)
      }
    }
  }
}
