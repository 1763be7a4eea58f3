import RiverModels
import RiverNetworks

/// Channels of unit velocity's cross-section cut into finite volumes, joined at their ends.
struct ImplicitChannel {
  let scheme: ImplicitHeatTransport
  var step: ImplicitHeatTransport.Step
  var temperatures: [Double]
  /// Positions in the network of each branch's cells, in flow order.
  let cells: [[Int]]

  struct Branch {
    var cells: Int
    /// Of a cell, m
    var length: Double
    var discharge: Double
    var velocity: Double
    var dispersion: Double
    /// k, s⁻¹
    var rate: Double
    /// The branch its water goes to
    var below: Int?
  }

  init(_ branches: [Branch], timeStep: Double, equilibrium: Double, initial: Double) throws {
    var builder = NetworkBuilder()
    var ids: [[ReachID]] = []
    for (index, branch) in branches.enumerated() {
      ids.append((0..<branch.cells).map { .number(Int64(index * 1_000_000 + $0 + 1)) })
      for id in ids[index] { builder.addReach(id, length: branch.length, slope: 0.01) }
      for (above, below) in zip(ids[index], ids[index].dropFirst()) {
        builder.addLink(from: above, to: below)
      }
    }
    for (index, branch) in branches.enumerated() {
      if let below = branch.below { builder.addLink(from: ids[index].last!, to: ids[below][0]) }
    }
    let network = try builder.build()
    cells = ids.map { $0.map { network.index(of: $0)!.position } }
    scheme = ImplicitHeatTransport(network: network, timeStep: timeStep, leastStorage: 0)
    var step = ImplicitHeatTransport.Step(reachCount: network.count)
    for (branch, positions) in zip(branches, cells) {
      let area = branch.discharge / branch.velocity
      let storage = area * branch.length
      for position in positions {
        step.storageBefore[position] = storage
        step.storageAfter[position] = storage
        step.discharge[position] = branch.discharge
        step.exchange[position] = branch.rate * storage
        step.equilibriumTemperature[position] = equilibrium
        step.theta[position] = 0.5
        step.dispersion[position] = ImplicitHeatTransport.dispersion(
          conductance: area * branch.dispersion / branch.length, discharge: branch.discharge,
          theta: 0.5, courant: 0)
      }
    }
    self.step = step
    temperatures = [Double](repeating: initial, count: network.count)
  }

  /// Water that enters a branch's head at a temperature; with `dispersion` (A D over half a cell, m³ s⁻¹)
  /// that temperature is held at the head, without it the flux is.
  mutating func feed(_ branch: Int, discharge: Double, temperature: Double, dispersion: Double) {
    let head = cells[branch][0]
    let exchange = step.exchange[head]
    step.lateral[head] = discharge
    step.lateralTemperature[head] = temperature
    step.equilibriumTemperature[head] =
      (exchange * step.equilibriumTemperature[head] + dispersion * temperature)
      / max(exchange + dispersion, 1e-300)
    step.exchange[head] = exchange + dispersion
  }

  mutating func advance(_ steps: Int) {
    for _ in 0..<steps { temperatures = scheme.advance(temperatures, step) }
  }
}
