import NeuralNetworks
import RiverNetworks
import Testing
import TestSupport

@Suite("RiverNetwork")
struct RiverNetworkTests {
  @Test("Upstream stands before downstream on 200 random graphs, and nothing is lost")
  func topologicalOrder() throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      var generator = Xoshiro256StarStar(seed: seed)
      let count = Int.random(in: 1...150, using: &generator)
      let reach = Int.random(in: 1...40, using: &generator)
      let sample = SampleNetwork.divergent(count, seed: seed, reach: reach)
      let network = sample.network
      #expect(network.count == count)
      #expect(Set(network.ids).count == count)
      #expect(Set(network.inputRows) == Set(0..<count))
      var seen = 0
      for index in network.indices {
        #expect(network.index(of: network.ids[index.position]) == index)
        for link in network.links(into: index) {
          #expect(link.upstream < link.downstream && link.downstream == index)
          #expect(network.links(outOf: link.upstream).contains(link))
          seen += 1
        }
        let out = network.links(outOf: index)
        if !out.isEmpty { #expect(abs(out.map(\.fraction).reduce(0, +) - 1) < 1e-12) }
      }
      #expect(seen == network.linkCount)
      #expect(network.index(of: "not there") == nil)
    }
  }

  @Test("A tree's reaches stand in depth-first post-order: every subtree is one unbroken run")
  func contiguousSubtrees() {
    for seed in 1...40 as ClosedRange<UInt64> {
      let network = SampleNetwork.tree(120, seed: seed, reach: Int(seed)).network
      for index in network.indices {
        let size = network.reachesUpstream(of: [index]).count { $0 }
        let first = index.position - size + 1
        let marks = network.reachesUpstream(of: [index])
        #expect(first >= 0 && marks[max(first, 0)...index.position].allSatisfy { $0 })
      }
    }
  }

  /// 1 and 2 meet in 5; 3 and 4 in 6; 5 and 6 in 7; 8 joins in 9.
  private func strahlerNetwork() throws -> RiverNetwork {
    var builder = NetworkBuilder()
    for id in [9, 3, 7, 1, 5, 8, 2, 6, 4] {
      builder.addReach(.number(Int64(id)), length: 100 * Double(id), slope: 0.01)
    }
    for (from, to) in [(1, 5), (2, 5), (3, 6), (4, 6), (5, 7), (6, 7), (7, 9), (8, 9)] {
      builder.addLink(from: .number(Int64(from)), to: .number(Int64(to)))
    }
    return try builder.build()
  }

  private func byID<Value>(_ network: RiverNetwork, _ values: [Value], _ id: Int64) -> Value {
    values[network.index(of: .number(id))!.position]
  }

  @Test("Levels, Strahler orders, distances, headwaters and outlets")
  func derived() throws {
    let network = try strahlerNetwork()
    let levels = network.levels
    let orders = network.strahlerOrders
    let distances = network.distancesToOutlet
    let expected: [(id: Int64, level: Int, order: Int, distance: Double)] = [
      (1, 0, 1, 500 + 700 + 900), (2, 0, 1, 2_100), (3, 0, 1, 600 + 700 + 900), (4, 0, 1, 2_200),
      (5, 1, 2, 1_600), (6, 1, 2, 1_600), (7, 2, 3, 900), (8, 0, 1, 900), (9, 3, 3, 0),
    ]
    for row in expected {
      #expect(byID(network, levels, row.id) == row.level)
      #expect(byID(network, orders, row.id) == row.order)
      #expect(byID(network, distances, row.id) == row.distance)
    }
    #expect(Set(network.headwaters.map { network.ids[$0.position] }) == [1, 2, 3, 4, 8])
    #expect(network.outlets.map { network.ids[$0.position] } == [9])
    #expect(network.isTree)
    #expect(
      network.lengths.enumerated().allSatisfy { position, length in
        network.ids[position] == .number(Int64(length / 100))
      })
    #expect(
      network.inputRows.map { [9, 3, 7, 1, 5, 8, 2, 6, 4][$0] }
        == network.ids.map { Int($0.description)! })
  }

  @Test("A sum downstream counts every reach once, on a divergence by its fractions")
  func accumulation() throws {
    let network = try strahlerNetwork()
    let sums = network.accumulatedDownstream(network.lengths)
    #expect(byID(network, sums, 5) == 100 + 200 + 500)
    #expect(byID(network, sums, 9) == 4_500)

    let diamond = SampleNetwork.diamond.network
    #expect(!diamond.isTree)
    let ones = [Double](repeating: 1, count: 5)
    let through = diamond.accumulatedDownstream(ones)
    #expect(abs(byID(diamond, through, 1_001) - 1.3) < 1e-15)
    #expect(abs(byID(diamond, through, 1_002) - 1.7) < 1e-15)
    #expect(abs(byID(diamond, through, 1_004) - 5) < 1e-14)
    for seed in 1...50 as ClosedRange<UInt64> {
      let random = SampleNetwork.divergent(80, seed: seed).network
      let sums = random.accumulatedDownstream(random.lengths)
      let atOutlets = random.outlets.reduce(0) { $0 + sums[$1.position] }
      let total = random.lengths.reduce(0, +)
      #expect(abs(atOutlets - total) < 1e-12 * total)
    }
  }

  @Test("The part above a gauge is closed upstream, keeps its columns and its links")
  func subnetwork() throws {
    let network = try strahlerNetwork()
    let gauge = try #require(network.index(of: 7))
    let (part, parents) = network.subnetwork(above: [gauge])
    #expect(Set(part.ids) == [1, 2, 3, 4, 5, 6, 7])
    #expect(part.outlets.map { part.ids[$0.position] } == [7])
    #expect(part.linkCount == 6)
    for (position, parent) in parents.enumerated() {
      #expect(part.ids[position] == network.ids[parent.position])
      #expect(part.lengths[position] == network.lengths[parent.position])
      #expect(part.slopes[position] == network.slopes[parent.position])
      #expect(part.inputRows[position] == network.inputRows[parent.position])
    }
    for seed in 1...50 as ClosedRange<UInt64> {
      let network = SampleNetwork.divergent(90, seed: seed).network
      let gauges = [ReachIndex(Int(seed)), ReachIndex(40)]
      let marks = network.reachesUpstream(of: gauges)
      let (part, parents) = network.subnetwork(above: gauges)
      #expect(parents.count == marks.count { $0 })
      for (position, parent) in parents.enumerated() {
        let above = Set(network.links(into: parent).map { network.ids[$0.upstream.position] })
        let kept = part.links(into: ReachIndex(position))
        #expect(Set(kept.map { part.ids[$0.upstream.position] }) == above)
        #expect(
          kept.map(\.fraction).sorted() == network.links(into: parent).map(\.fraction).sorted())
        #expect(kept.allSatisfy { $0.upstream < $0.downstream })
      }
    }
  }

  @Test("A chain of a million reaches builds without recursion")
  func longChain() throws {
    let count = 1_000_000
    var builder = NetworkBuilder()
    builder.reserveCapacity(count)
    for id in stride(from: count, to: 0, by: -1) {
      builder.addReach(.number(Int64(id)), length: 1, slope: 0.001)
    }
    for id in 1..<count { builder.addLink(from: .number(Int64(id)), to: .number(Int64(id + 1))) }
    let network = try builder.build()
    #expect(network.ids.first == 1 && network.ids.last == .number(Int64(count)))
    #expect(network.levels.last == count - 1)
    #expect(network.distancesToOutlet.first == Double(count - 1))
    #expect(network.strahlerOrders.last == 1)
  }
}
