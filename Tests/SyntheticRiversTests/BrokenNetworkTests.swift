import RiverNetworks
import SyntheticRivers
import Testing

@Suite struct BrokenNetworkTests {
  private func builder(_ rows: [NetworkRow]) -> NetworkBuilder {
    var builder = NetworkBuilder()
    for row in rows {
      builder.addReach(.number(row.id), length: row.length, slope: row.slope)
      if row.downstream != NetworkRow.outlet {
        builder.addLink(from: .number(row.id), to: .number(row.downstream))
      }
    }
    return builder
  }

  @Test func `the sound table is sound`() throws {
    let network = try builder(BrokenNetwork.sound).build()
    #expect(network.count == 7)
    #expect(network.headwaters.count == 4)
    #expect(network.ids.last == 1)
  }

  @Test(arguments: BrokenNetwork.Fault.allCases)
  func `each fault is the one found, at the reach that has it`(fault: BrokenNetwork.Fault) throws {
    let broken = BrokenNetwork(fault)
    let issue = try #require(throws: NetworkIssue.self) { try builder(broken.rows).build() }
    #expect(issue.kind == fault.issue)
    #expect(issue.ids.sorted() == broken.faultyIDs.map(ReachID.number))
  }

  @Test func `one fault at a time`() {
    for fault in BrokenNetwork.Fault.allCases where fault != .noRows {
      let changed = zip(BrokenNetwork(fault).rows, BrokenNetwork.sound).count { $0 != $1 }
      #expect(changed == (fault == .cycle ? 2 : 1), "\(fault)")
    }
  }
}
