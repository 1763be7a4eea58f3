import ReachOperators
import RiverModels
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

/// Several ranks, here threads, that route one network together.
@Suite("Ranks give the bits of one process")
struct SharedRoutingTests {
  static let networks: [SampleNetwork] = [
    .chain(61), .star(tributaries: 40), .components, .unequalArms(long: 23),
    .tree(150, seed: 5, reach: 30), .tree(150, seed: 9, reach: 150),
    .divergent(150, seed: 6, reach: 20), .doubleLink,
  ]
  static let steps = 70

  private func compare<Element: Lane>(
    _ element: Element.Type, _ sample: SampleNetwork, ranks: Int, threads: Int, chunk: Int?,
    tapeBudget: Int
  ) throws {
    typealias Model = RoutingModel<MuskingumCunge<Element, ManningCelerity>>
    let basin = RoutingBasin(sample, steps: Self.steps, expansion: .linear, seed: 71)
    let seeds = basin.seeds(72)
    let whole = sample.network
    let one = Model(network: whole).gradient(
      channels: basin.channels, lateral: basin.forcing, steps: Self.steps,
      records: basin.everywhere, wantsLateral: true
    ) { _ in seeds }

    let partition = try Partition(network: whole, parts: ranks)
    let lateral = basin.basin.lateral
    let values = basin.valuesPerReach
    let channels = basin.channels
    let parts = InProcessCommunicator.run(InProcessCommunicator.group(of: ranks)) { rank in
      let share = NetworkShare(of: whole, partition: partition, part: rank.rank)
      let model = Model(
        network: share.network, threads: threads, chunkLength: chunk, tapeBudget: tapeBudget,
        boundary: SweepBoundary(share, communicator: rank))
      let places = share.parents.map(\.position)
      return model.gradient(
        channels: places.map { channels[$0] },
        lateral: LateralForcing(
          values: places.enumerated().flatMap { here, place in
            // What reaches across the border would get is not looked at.
            share.own.contains(here)
              ? lateral[place].map { Float($0) } : [Float](repeating: .nan, count: values)
          }, valuesPerReach: values, stepsPerValue: RoutingBasin.stepsPerValue,
          expansion: .linear),
        steps: Self.steps, records: Array(share.own), wantsLateral: true
      ) { _ in share.own.map { seeds[places[$0]] } }
    }
    let shares = (0..<ranks).map { NetworkShare(of: whole, partition: partition, part: $0) }
    func joined<Value>(_ values: (RoutingGradient) -> [Value]) -> [Value] {
      zip(parts, shares).flatMap { part, share in
        let all = values(part)
        let each = all.count / share.network.count
        return all[(share.own.lowerBound * each)..<(share.own.upperBound * each)]
      }
    }
    let label: Comment = "\(ranks) ranks, \(threads) threads"
    #expect(joined(\.channels) == one.channels, label)
    #expect(joined(\.lateral).map(\.bitPattern) == one.lateral.map(\.bitPattern), label)
    #expect(joined(\.initialDischarge) == one.initialDischarge, label)
    #expect(parts.flatMap(\.simulation.records) == one.simulation.records, label)
    #expect(joined(\.simulation.finalState.discharge) == one.simulation.finalState.discharge, label)
    #expect(joined(\.simulation.finalState.inflow) == one.simulation.finalState.inflow, label)
    #expect(
      parts.reduce(0) { $0 + $1.simulation.ledger.flooredSteps }
        == one.simulation.ledger.flooredSteps)
    let inflow = parts.reduce(0) { $0 + $1.simulation.balance.inflow }
    #expect(abs(inflow - one.simulation.balance.inflow) <= 1e-12 * inflow)
    let storage = parts.reduce(0) { $0 + $1.simulation.balance.storageChange }
    let expected = one.simulation.balance.storageChange
    #expect(abs(storage - expected) <= 1e-5 * abs(one.simulation.balance.inflow))
  }

  @Test("2, 3 and 5 ranks, forward and gradient", arguments: networks)
  func ranks(_ sample: SampleNetwork) throws {
    for count in [2, 3, 5] where count <= sample.network.count {
      try compare(
        SIMD16<Float>.self, sample, ranks: count, threads: 1, chunk: 24, tapeBudget: 512 << 20)
      try compare(
        SIMD8<Double>.self, sample, ranks: count, threads: 1, chunk: nil, tapeBudget: 512 << 20)
    }
  }

  @Test("Segments of the tape are computed again together", arguments: [networks[4], networks[6]])
  func segments(_ sample: SampleNetwork) throws {
    try compare(SIMD16<Float>.self, sample, ranks: 3, threads: 1, chunk: 10, tapeBudget: 1)
    try compare(SIMD16<Float>.self, sample, ranks: 2, threads: 2, chunk: 10, tapeBudget: 1)
  }
}
