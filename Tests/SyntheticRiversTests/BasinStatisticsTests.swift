import Foundation
import RiverNetworks
import SyntheticRivers
import Testing

@Suite struct BasinStatisticsTests {
  @Test(arguments: 0..<5 as Range<UInt64>)
  func `a generated basin scales as rivers do`(seed: UInt64) throws {
    let basin = try SyntheticBasin(configuration: .init(reachCount: 20_000, seed: seed))
    let statistics = BasinStatistics(of: basin.network, drainage: basin.drainageSquareKilometres)
    let hack = try #require(statistics.hackExponent)
    #expect((0.55...0.62).contains(hack))
    let theta = try #require(statistics.slopeAreaExponent)
    #expect((-0.46 ... -0.44).contains(theta))
    let bifurcation = try #require(statistics.bifurcationRatio)
    #expect((3...5).contains(bifurcation))
    #expect((5_000...6_500).contains(statistics.medianLength))

    // Tokunaga: T1 of order 1, each next two to three times the one before.
    let side = statistics.tokunagaSideBranches
    #expect((1...1.6).contains(side[0]))
    #expect((2...4).contains(side[1] / side[0]))
    #expect((2...3).contains(side[2] / side[1]))

    // Mostly junctions of two, a few of three.
    let junctions = statistics.reachesByTributaries
    let three = Double(junctions[3]) / Double(junctions[2] + junctions[3])
    #expect((0.01...0.08).contains(three))
    #expect(junctions.dropFirst(4).reduce(0, +) <= 20)

    let lengths = basin.network.lengths.sorted()
    #expect((1_000...2_500).contains(lengths[lengths.count / 20]))
    #expect((14_000...22_000).contains(lengths[lengths.count * 19 / 20]))
  }

  @Test(arguments: [2_000, 2_001])
  func `slope follows area exactly without scatter`(count: Int) throws {
    let law = SlopeAreaLaw(coefficient: 0.004, concavity: 0.4, scatter: 0)
    let basin = try SyntheticBasin(
      configuration: .init(reachCount: count, seed: 1, slopes: law))
    let network = basin.network
    let deviating = network.indices.filter { reach in
      let area = basin.drainageSquareKilometres[reach.position]
      return abs(network.slopes[reach.position] / (0.004 * pow(area / 100, -0.4)) - 1) > 1e-9
    }
    // Where the longest reach was halved for the exact number, its upper half has the slope of the
    // whole.
    let halves = network.indices.filter { network.links(into: $0).count == 1 }
    #expect(deviating == halves.flatMap { network.links(into: $0).map(\.upstream) })
    #expect(halves.count <= 1)
  }

  @Test func `counts of a small network by hand`() throws {
    // Two pairs of headwaters make two streams of order 2, these one of order 3, into which a
    // headwater comes from the side.
    var builder = NetworkBuilder()
    for id in 1...9 as ClosedRange<Int64> {
      builder.addReach(.number(id), length: Double(id) * 100, slope: 0.001)
    }
    let links: [(Int64, Int64)] = [(1, 3), (2, 3), (4, 6), (5, 6), (3, 7), (6, 7), (7, 9), (8, 9)]
    for (from, to) in links { builder.addLink(from: .number(from), to: .number(to)) }
    let network = try builder.build()
    let drainage = network.accumulatedDownstream([Double](repeating: 1, count: 9))
    let statistics = BasinStatistics(of: network, drainage: drainage)
    #expect(statistics.reachesByTributaries == [5, 0, 4])
    #expect(statistics.medianLength == 500)
    // 5, 2 and 1 streams: the regression of ln 5, ln 2, ln 1 on 1, 2, 3 falls by ln 5 / 2.
    #expect(abs(try #require(statistics.bifurcationRatio) - 5.0.squareRoot()) < 1e-12)
    #expect(statistics.tokunagaSideBranches == [0, 1])
    #expect(statistics.hackExponent == nil)
    #expect(abs(try #require(statistics.slopeAreaExponent)) < 1e-12)
  }
}
