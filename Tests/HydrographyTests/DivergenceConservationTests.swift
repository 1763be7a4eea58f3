import Hydrography
import RiverNetworks
import Testing

/// What enters New Hope's reaches leaves at its outlet, however its 83 divergences share the water.
@Suite struct DivergenceConservationTests {
  private static let policies: [SplitPolicy] = [
    .equal, .mainPath, .drainageArea, .divergenceFlag(minorShare: 0.1),
    .divergenceFlag(minorShare: 1.0 / 3),
  ]

  @Test(.needs("newhope/new_hope.gpkg"), arguments: policies)
  func whatEntersLeaves(_ split: SplitPolicy) throws {
    let network = try NetworkFile.read(
      path: SharedData.path("newhope/new_hope.gpkg"),
      policies: NetworkPolicies(missingSlopes: .medianOfNeighbours, split: split)
    ).network
    for reach in network.indices {
      let links = network.links(outOf: reach)
      #expect(links.isEmpty || abs(links.reduce(0) { $0 + $1.fraction } - 1) <= 1e-15)
    }
    // Uneven, so that a wrong branch shows.
    let inflow = network.lengths.indices.map { 0.01 + Double($0 * $0 % 97) }
    let total = inflow.reduce(0, +)
    let passed = network.accumulatedDownstream(inflow)
    let left = network.outlets.reduce(0.0) { $0 + passed[$1.position] }
    #expect(abs(left - total) <= 1e-12 * total)
    // In single precision, as the engine passes water on.
    var single = inflow.map { Float($0) }
    for reach in network.indices {
      for link in network.links(into: reach) {
        single[reach.position] += Float(link.fraction) * single[link.upstream.position]
      }
    }
    let leftInSingle = network.outlets.reduce(0.0) { $0 + Double(single[$1.position]) }
    #expect(abs(leftInSingle - total) <= 1e-6 * total)
  }
}
