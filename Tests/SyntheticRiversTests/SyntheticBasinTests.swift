import RiverNetworks
import SyntheticRivers
import Testing

@Suite struct SyntheticBasinTests {
  @Test(arguments: [1, 2, 3, 4, 5, 10, 11, 50, 213, 1_000, 4_321])
  func `has exactly the reaches asked for`(count: Int) throws {
    for seed in 0..<4 as Range<UInt64> {
      let basin = try SyntheticBasin(configuration: .init(reachCount: count, seed: seed))
      #expect(basin.network.count == count)
      #expect(basin.network.linkCount == count - 1)
      #expect(basin.network.outlets == [ReachIndex(count - 1)])
      #expect(basin.network.isTree)
      #expect(basin.network.ids.sorted() == (1...Int64(count)).map(ReachID.number))
    }
  }

  @Test func `a hundred thousand reaches`() throws {
    let basin = try SyntheticBasin(configuration: .init(reachCount: 100_000, seed: 5))
    #expect(basin.network.count == 100_000)
    #expect(basin.network.isTree)
    #expect(basin.strahlerOrders.last! >= 7)
    #expect(basin.geometry.mapScale == 1)
  }

  @Test func `the same configuration gives the same basin`() throws {
    let configuration = SyntheticBasin.Configuration(
      reachCount: 500, seed: 11, divergenceShare: 0.05)
    let one = try SyntheticBasin(configuration: configuration)
    let two = try SyntheticBasin(configuration: configuration)
    #expect(one.network.ids == two.network.ids)
    #expect(one.network.lengths == two.network.lengths)
    #expect(one.network.slopes == two.network.slopes)
    #expect(one.drainageSquareKilometres == two.drainageSquareKilometres)
    #expect(one.elevations == two.elevations)
    for reach in one.network.indices {
      #expect(one.network.links(into: reach) == two.network.links(into: reach))
      #expect(one.geometry.vertices(of: reach) == two.geometry.vertices(of: reach))
    }
    for attribute in CatchmentAttribute.allCases {
      #expect(one.attributes[attribute] == two.attributes[attribute])
    }
  }

  @Test func `another seed gives another basin`() throws {
    let one = try SyntheticBasin(configuration: .init(reachCount: 500, seed: 11))
    let two = try SyntheticBasin(configuration: .init(reachCount: 500, seed: 12))
    let shared = zip(one.network.lengths, two.network.lengths).count { $0 == $1 }
    #expect(shared == 0)
    #expect(one.strahlerOrders != two.strahlerOrders)
    #expect(one.attributes[.clay] != two.attributes[.clay])
  }

  @Test func `areas add up to the basin and grow downstream`() throws {
    let basin = try SyntheticBasin(
      configuration: .init(reachCount: 1_000, seed: 3, unitCatchmentSquareKilometres: 25))
    let network = basin.network
    let total = basin.unitCatchmentsSquareKilometres.reduce(0, +)
    #expect(abs(total - 25_000) < 1e-6)
    #expect(abs(basin.drainageSquareKilometres.last! - total) < 1e-6)
    #expect(basin.unitCatchmentsSquareKilometres.allSatisfy { $0 > 0 })
    for reach in network.indices {
      for link in network.links(into: reach) {
        let above = basin.drainageSquareKilometres[link.upstream.position]
        #expect(basin.drainageSquareKilometres[reach.position] > above)
      }
    }
    let headwaters = network.headwaters.map { basin.drainageSquareKilometres[$0.position] }
    #expect(headwaters.min()! >= basin.supportSquareKilometres * (1 - 1e-12))
  }

  @Test func `the bed falls all the way to the outlet`() throws {
    let basin = try SyntheticBasin(
      configuration: .init(reachCount: 1_000, seed: 8, divergenceShare: 0.05, outletElevation: 12))
    let network = basin.network
    #expect(network.slopes.allSatisfy { $0 > 0 })
    #expect(basin.elevations.allSatisfy { $0 > 12 })
    // Half of each reach's own drop lies between its middle and its ends.
    for reach in network.indices {
      let below = reach.position
      let lower = basin.elevations[below] + network.slopes[below] * network.lengths[below] / 2
      for link in network.links(into: reach) {
        let above = link.upstream.position
        let upper = basin.elevations[above] - network.slopes[above] * network.lengths[above] / 2
        #expect(abs(upper - lower) < 1e-6)
      }
    }
  }

  @Test(arguments: [0.01, 0.05, 0.2])
  func `divergences divide and rejoin`(share: Double) throws {
    for count in [1, 4, 10, 300, 1_001] {
      let basin = try SyntheticBasin(
        configuration: .init(reachCount: count, seed: 2, divergenceShare: share))
      let network = basin.network
      #expect(network.count == count)
      let dividing = network.indices.filter { network.links(outOf: $0).count > 1 }
      #expect(dividing.count == Int(share * Double(count) / (1 + 3 * share)))
      for reach in dividing {
        let arms = network.links(outOf: reach)
        #expect(arms.count == 2)
        #expect(abs(arms.reduce(0) { $0 + $1.fraction } - 1) < 1e-12)
        let ends = arms.map { network.links(outOf: $0.downstream).map(\.downstream) }
        #expect(ends[0] == ends[1])
        #expect(ends[0].count == 1)
        // Both arms fall by the same height.
        let drops = arms.map {
          network.slopes[$0.downstream.position] * network.lengths[$0.downstream.position]
        }
        #expect(abs(drops[0] - drops[1]) < 1e-9)
      }
      let total = basin.unitCatchmentsSquareKilometres.reduce(0, +)
      #expect(abs(basin.drainageSquareKilometres.last! / total - 1) < 1e-9)
    }
  }

  @Test func `a wrong configuration is refused by name`() throws {
    func column(_ change: (inout SyntheticBasin.Configuration) -> Void) -> String? {
      var configuration = SyntheticBasin.Configuration(reachCount: 10)
      change(&configuration)
      do {
        _ = try SyntheticBasin(configuration: configuration)
        return nil
      } catch {
        return (error as? InputError)?.column
      }
    }
    #expect(column { _ in } == nil)
    #expect(column { $0.reachCount = 0 } == "reachCount")
    #expect(column { $0.reachCount = 10_000_001 } == "reachCount")
    #expect(
      column { $0.unitCatchmentSquareKilometres = 0 } == "unitCatchmentSquareKilometres")
    #expect(column { $0.divergenceShare = 0.3 } == "divergenceShare")
    #expect(column { $0.divergenceShare = .nan } == "divergenceShare")
    #expect(column { $0.slopes.coefficient = -1 } == "slopes.coefficient")
    #expect(column { $0.outletLatitude = 80 } == "outletLatitude")
  }
}
