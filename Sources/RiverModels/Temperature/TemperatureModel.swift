import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// Water temperature on a network: the matched box in the sweep, in one precision.
///
/// Storage and step-mean fluxes are given, so that any router may stand before it; gradients come back
/// to all of them.
public final class TemperatureModel<Element: Lane, Limits: BoxLimits>: Sendable {
  public typealias Scalar = Element.Scalar
  public typealias Box = MatchedBox<Element, Limits>

  public let network: RiverNetwork
  /// Δt, s
  public let timeStep: Double
  /// V_min, m³
  public let leastStorage: Double
  let sweep: SpaceTimeSweep<Box>
  let box: Box
  let reverseLinks: SweepReverseLinks<Element>

  public init(
    network: RiverNetwork, timeStep: Double, leastStorage: Double = Box.usualLeastStorage,
    freezes: Bool = true, threads: Int = 1
  ) {
    self.network = network
    self.timeStep = timeStep
    self.leastStorage = leastStorage
    sweep = SpaceTimeSweep(network: network, threads: threads)
    box = Box(timeStep: timeStep, leastStorage: leastStorage, freezes: freezes)
    reverseLinks = sweep.makeReverseLinks()
  }

  private func packed(_ state: TemperatureState) -> PackedBundle<Box.State> {
    let bundle: PackedBundle<Box.State> = sweep.bundle(filledWith: 1)
    for (member, values) in state.members.enumerated() {
      for reach in 0..<network.count { bundle[reach, member: member] = Scalar(values[reach]) }
    }
    return bundle
  }

  private func unpacked(_ bundle: PackedBundle<Box.State>) -> TemperatureState {
    let members = (0..<5).map { bundle.values(ofMember: $0).map { Double($0) } }
    return TemperatureState(
      heat: members[0], temperature: members[1], storage: members[2], iceHeat: members[3],
      weighting: members[4])
  }

  private func parameters(_ rates: [Double]) -> PackedBundle<Box.Parameters> {
    precondition(rates.count == network.count, "one dispersion rate for each reach")
    let bundle: PackedBundle<Box.Parameters> = sweep.bundle(filledWith: 1)
    for reach in 0..<network.count { bundle[reach, member: 0] = Scalar(rates[reach]) }
    return bundle
  }

  /// Runs `steps` steps from `state`, which is advanced. Single precision adds up a few hundred steps
  /// well: cut longer runs into stretches.
  /// - Parameters:
  ///   - state: before the first step
  ///   - forcing: what enters and heats the reaches
  ///   - dispersionRates: D/L², s⁻¹, `[reach]`
  ///   - steps: time steps
  ///   - records: positions of the reaches whose temperature is wanted
  /// - Returns: temperatures after each step, `[row][step]` flat, °C, and the stretch's balance
  public func advance(
    _ state: inout TemperatureState, forcing: HeatForcing<Scalar>, dispersionRates: [Double],
    steps: Int, records: [Int]
  ) -> (temperatures: [Float], balance: HeatBalance) {
    let bundle = packed(state)
    let ledger: PackedBundle<Box.Ledger> = sweep.bundle(filledWith: 0)
    let record = SweepRecord<Scalar>(reaches: records, capacity: steps)
    sweep.run(
      box, steps: steps, parameters: parameters(dispersionRates), forcing: forcing.members,
      state: bundle, ledger: ledger, record: record)
    let after = unpacked(bundle)
    let balance = balance(before: state, after: after, ledger: ledger)
    state = after
    return ((0..<(records.count * steps)).map { Float(record.values.base[$0]) }, balance)
  }

  private func balance(
    before: TemperatureState, after: TemperatureState, ledger: PackedBundle<Box.Ledger>
  ) -> HeatBalance {
    var balance = HeatBalance()
    for index in network.indices {
      let reach = index.position
      let entries = (0..<5).map { Double(ledger[reach, member: $0]) * timeStep }
      balance.lateral += entries[0]
      balance.exchanged += entries[1]
      balance.made += entries[2]
      if network.links(outOf: index).isEmpty { balance.outflow += entries[4] }
      balance.turnover += abs(entries[0]) + abs(entries[1]) + abs(entries[2])
      balance.storageChange +=
        (after.heat[reach] - after.iceHeat[reach]) - (before.heat[reach] - before.iceHeat[reach])
    }
    return balance
  }

  /// Runs, lets `seeds` say how a loss depends on the recorded temperatures, and sweeps back.
  /// - Parameters:
  ///   - initial: before the first step
  ///   - forcing: what enters and heats the reaches
  ///   - dispersionRates: of each reach, m³ s⁻¹
  ///   - steps: time steps
  ///   - records: positions of the reaches whose temperatures are returned
  ///   - seeds: from the records, `[row][step]`, °C, to the loss's sensitivity to them
  public func gradient(
    from initial: TemperatureState, forcing: HeatForcing<Scalar>, dispersionRates: [Double],
    steps: Int, records: [Int], seeds: ([[Double]]) -> [[Double]]
  ) -> TemperatureGradient {
    let members = forcing.members
    let parameters = parameters(dispersionRates)
    let record = SweepRecord<Scalar>(reaches: records, capacity: steps)
    let tape = SweepTape<Box>(sweep: sweep, steps: steps)
    sweep.run(
      box, steps: steps, parameters: parameters, forcing: members, state: packed(initial),
      ledger: sweep.bundle(filledWith: 0), record: record, tape: tape)
    let found = records.indices.map { record.series($0).map { Double($0) } }
    let sensitivity = seeds(found)
    precondition(
      sensitivity.count == records.count && sensitivity.allSatisfy { $0.count == steps },
      "a seed for every recorded value")
    let seedRecord = SweepRecord<Scalar>(reaches: records, capacity: steps)
    for (row, series) in sensitivity.enumerated() {
      for (step, value) in series.enumerated() {
        seedRecord.values.base[row * steps + step] = Scalar(value)
      }
    }
    let adjoint = SweepAdjoint(sweep: sweep, forcing: members)
    sweep.runReverse(
      box, parameters: parameters, forcing: members, tape: tape, reverseLinks: reverseLinks,
      seeds: seedRecord, adjoint: adjoint)
    func values(_ member: Int) -> [Double] {
      (0..<adjoint.forcing[member].count).map { Double(adjoint.forcing[member].base[$0]) }
    }
    return TemperatureGradient(
      discharge: values(0), storage: values(1), lateral: values(2), lateralTemperature: values(3),
      exchange: values(4), equilibriumTemperature: values(5),
      dispersionRates: adjoint.parameters.values(ofMember: 0).map { Double($0) }, records: found)
  }
}

/// Sensitivities of a loss to everything a temperature run is driven by, laid out as the forcing is.
public struct TemperatureGradient: Sendable {
  public var discharge, storage, lateral, lateralTemperature: [Double]
  public var exchange, equilibriumTemperature: [Double]
  /// `[reach]`
  public var dispersionRates: [Double]
  /// Temperatures of the recorded reaches, `[row][step]`, °C
  public var records: [[Double]]
}
