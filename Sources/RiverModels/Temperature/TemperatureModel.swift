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
  /// Bytes a gradient's tape may take; what does not fit is computed again, segment by segment.
  let tapeBudget: Int

  /// - Parameters:
  ///   - network: the river
  ///   - timeStep: Δt, s
  ///   - leastStorage: V_min, m³
  ///   - freezes: whether water stays at 0 °C while it owes the heat of its ice
  ///   - threads: of this process
  ///   - tapeBudget: bytes a gradient's tape may take
  ///   - boundary: where `network` is a rank's share of a larger one
  public init(
    network: RiverNetwork, timeStep: Double, leastStorage: Double = Box.usualLeastStorage,
    freezes: Bool = true, threads: Int = 1,
    tapeBudget: Int = RouterConfiguration().tapeBudget, boundary: SweepBoundary? = nil
  ) {
    self.tapeBudget = tapeBudget
    self.network = network
    self.timeStep = timeStep
    self.leastStorage = leastStorage
    sweep = SpaceTimeSweep(network: network, threads: threads, boundary: boundary)
    box = Box(timeStep: timeStep, leastStorage: leastStorage, freezes: freezes)
    reverseLinks = sweep.makeReverseLinks()
  }

  func packed(_ state: TemperatureState) -> PackedBundle<Box.State> {
    let bundle: PackedBundle<Box.State> = sweep.bundle(filledWith: 1)
    for (member, values) in state.members.enumerated() {
      for reach in 0..<network.count { bundle[reach, member: member] = Scalar(values[reach]) }
    }
    return bundle
  }

  func unpacked(_ bundle: PackedBundle<Box.State>) -> TemperatureState {
    let members = (0..<5).map { bundle.values(ofMember: $0).map { Double($0) } }
    return TemperatureState(
      heat: members[0], temperature: members[1], storage: members[2], iceHeat: members[3],
      weighting: members[4])
  }

  func parameters(_ rates: [Double]) -> PackedBundle<Box.Parameters> {
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
    for reach in sweep.boundary?.share.own ?? 0..<network.count {
      let entries = (0..<5).map { Double(ledger[reach, member: $0]) * timeStep }
      balance.lateral += entries[0]
      balance.exchanged += entries[1]
      balance.made += entries[2]
      if network.links(outOf: ReachIndex(reach)).isEmpty { balance.outflow += entries[4] }
      balance.turnover += abs(entries[0]) + abs(entries[1]) + abs(entries[2])
      balance.storageChange +=
        (after.heat[reach] - after.iceHeat[reach]) - (before.heat[reach] - before.iceHeat[reach])
    }
    return balance
  }
}
