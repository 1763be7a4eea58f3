import RiverNetworks
import TestSupport
import Testing

@Suite struct PartitionTests {
  static let samples: [SampleNetwork] = [
    .chain(61), .star(tributaries: 40), .components, .tree(400, seed: 5, reach: 30),
    .tree(400, seed: 6, reach: 400), .divergent(300, seed: 6, reach: 20),
  ]

  @Test(arguments: samples, [1, 2, 3, 4, 7])
  func partsAreRunsOfNearlyEqualLength(_ sample: SampleNetwork, _ count: Int) throws {
    let network = sample.network
    let partition = try Partition(network: network, parts: count)
    #expect(partition.parts.count == count)
    #expect(partition.parts.first?.lowerBound == 0)
    #expect(partition.parts.last?.upperBound == network.count)
    for (part, next) in zip(partition.parts, partition.parts.dropFirst()) {
      #expect(part.upperBound == next.lowerBound)
    }
    let mean = Double(network.count) / Double(count)
    for (number, part) in partition.parts.enumerated() {
      #expect(abs(Double(part.count) - mean) <= 1 + 0.02 * mean)
      for position in part { #expect(partition.part(of: position) == number) }
      // All water goes on.
      for position in part {
        for link in network.links(outOf: ReachIndex(position)) {
          #expect(partition.part(of: link.downstream.position) >= number)
        }
      }
    }
  }

  @Test func fewRiversCrossACut() throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      let network = SampleNetwork.tree(1_000, seed: seed, reach: 1_000).network
      let partition = try Partition(network: network, parts: 6)
      for cut in partition.parts.dropFirst().map(\.lowerBound) {
        let crossing = network.indices.filter { reach in
          reach.position < cut
            && network.links(outOf: reach).contains { $0.downstream.position >= cut }
        }
        // 1 + log2(1000)
        #expect((1...10).contains(crossing.count))
      }
    }
  }

  @Test func morePartsThanReachesAreRefused() throws {
    let network = SampleNetwork.confluence.network
    #expect(try Partition(network: network, parts: 3).parts == [0..<1, 1..<2, 2..<3])
    #expect(throws: InputError.self) { try Partition(network: network, parts: 4) }
  }

  @Test(arguments: samples, [2, 3, 5])
  func sharesFitTogether(_ sample: SampleNetwork, _ count: Int) throws {
    let whole = sample.network
    let partition = try Partition(network: whole, parts: count)
    let shares = (0..<count).map { NetworkShare(of: whole, partition: partition, part: $0) }
    var seen = 0
    for (part, share) in shares.enumerated() {
      #expect(share.own.count == partition.parts[part].count)
      #expect(share.parents.map(\.position) == share.parents.map(\.position).sorted())
      #expect(share.ownNetwork.ids == Array(whole.ids[partition.parts[part]]))
      for position in share.own {
        let parent = share.parents[position]
        #expect(
          parent.position == partition.parts[part].lowerBound + position - share.own.lowerBound)
        #expect(share.localPosition(of: parent.position) == position)
        #expect(share.network.ids[position] == whole.ids[parent.position])
        // Every link of an own reach is there, in the same order.
        func ends(_ links: ArraySlice<RiverNetwork.Link>, _ network: RiverNetwork) -> [String] {
          links.map {
            "\(network.ids[$0.upstream.position]) \(network.ids[$0.downstream.position]) \($0.fraction)"
          }
        }
        let here = ReachIndex(position)
        #expect(
          ends(share.network.links(into: here), share.network)
            == ends(whole.links(into: parent), whole))
        #expect(
          ends(share.network.links(outOf: here), share.network)
            == ends(whole.links(outOf: parent), whole))
      }
      seen += share.own.count
      // Both ends of a passage know it by the same channel.
      func ends(_ share: NetworkShare, _ passages: [NetworkShare.Passage], _ part: Int) -> [String]
      {
        passages.filter { $0.part == part }.map {
          "\($0.channel) \(share.network.ids[$0.reach])"
        }
      }
      for (other, there) in shares.enumerated() where other != part {
        #expect(ends(share, share.sent, other) == ends(there, there.received, part))
        #expect(ends(share, share.sentBack, other) == ends(there, there.receivedBack, part))
      }
    }
    #expect(seen == whole.count)
  }
}
