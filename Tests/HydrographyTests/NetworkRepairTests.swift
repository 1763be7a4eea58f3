import Hydrography
import RiverNetworks
import Testing

@Suite struct NetworkRepairTests {
  private static func draft(_ rows: [String]) throws -> NetworkDraft {
    let folder = try TemporaryFolder()
    return try NetworkFile.draft(path: try folder.write("table.csv", ([
      "id,toid,length_m,slope,name",
    ] + rows).joined(separator: "\n") + "\n"))
  }

  private static let broken = [
    "1,0,500,0.001,main", "2,1,500,0.002,brook", "2,1,500,0.002,brook", ",1,500,0.001,nameless",
    "3,1,500,,gap", "4,99,500,0.004,lost", "5,5,0,0.005,round",
  ]

  @Test func repairsMendAndTell() throws {
    let draft = try Self.draft(Self.broken)
    #expect(!NetworkCheck(draft).isClean)
    let mended = try draft.repaired(
      by: NetworkRepair.withoutInvention + [
        .fillSlopes(.medianOfNeighbours), .fillLengths(.floor(50)),
      ])
    #expect(
      mended.repairs.map { [$0.name] + $0.ids.map(\.description) } == [
        ["drop_rows_without_id", "row 4"], ["drop_exact_duplicates", "2"],
        ["drop_self_links", "5"], ["dangling_to_outlets", "4"], ["fill_slopes", "3"],
        ["fill_lengths", "5"],
      ])
    #expect(NetworkCheck(mended).isClean)
    let dataset = try mended.dataset()
    let network = dataset.network
    #expect(Set(network.ids) == [1, 2, 3, 4, 5] && network.linkCount == 2)
    #expect(network.slopes[network.index(of: 3)!.position] == 0.001)
    #expect(network.lengths[network.index(of: 5)!.position] == 50)
    #expect(dataset.repairs == mended.repairs && dataset.notes.count == 6)

    // Written and read back it needs no repair.
    let folder = try TemporaryFolder()
    _ = try NetworkWriter(dataset).write(to: folder.file("clean.gpkg"))
    let back = try NetworkFile.read(path: folder.file("clean.gpkg"))
    #expect(back.network.ids == network.ids && back.network.slopes == network.slopes)
    #expect(back.network.lengths == network.lengths && back.network.linkCount == 2)
  }

  @Test func rowsThatDifferAreNoExactDuplicates() throws {
    let draft = try Self.draft(["1,0,500,0.001,main", "1,0,500,0.001,Main"])
    let same = try draft.repaired(by: [.dropExactDuplicates])
    #expect(same.repairs[0].count == 0 && same.count == 2)
    #expect(NetworkCheck(same).issue(.duplicateID)?.count == 1)
    let first = try draft.repaired(by: [.keepFirstOfDuplicates])
    #expect(first.count == 1 && first.repairs[0].ids == [1])
  }

  @Test func aLostBranchLeavesItsWaterToTheOthers() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "reaches.geojson",
      GeoJSON.lines([
        #""id": 1, "toid": "2,3,9", "split_fraction": "0.6,0.2,0.2", "length_m": 1, "slope": 1"#,
        #""id": 2, "toid": null, "split_fraction": null, "length_m": 1, "slope": 1"#,
        #""id": 3, "toid": null, "split_fraction": null, "length_m": 1, "slope": 1"#,
      ]))
    let network = try NetworkFile.draft(path: path).repaired(by: [.danglingToOutlets])
      .dataset().network
    let fractions = network.links(outOf: network.index(of: 1)!).map(\.fraction).sorted()
    #expect(zip(fractions, [0.25, 0.75]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func mediansGoFromNeighbourToNeighbour() throws {
    // 1 -> 2 -> 3 -> 4; only 1 and 5 -> 4's slope are known.
    let draft = NetworkDraft(
      source: "here", schema: "none", ids: [1, 2, 3, 4, 5], downstreamIDs: [2, 3, 4, nil, 4],
      lengths: [1, 1, 1, 1, 1], slopes: [0.5, .nan, .nan, .nan, 0.1])
    let filled = try draft.repaired(by: [.fillSlopes(.medianOfNeighbours)])
    // Round 1: 2 from 1, 4 from 5. Round 2: 3 from 2 and 4.
    #expect(filled.slopes == [0.5, 0.5, 0.3, 0.1, 0.1])
    #expect(filled.repairs[0].ids == [2, 3, 4])
    let alone = NetworkDraft(
      source: "here", schema: "none", ids: [1, 2], downstreamIDs: [nil, nil],
      lengths: [1, 1], slopes: [0.5, .nan])
    expectMessage(
      try #require(throws: InputError.self) {
        _ = try alone.repaired(by: [.fillSlopes(.medianOfNeighbours)])
      }, names: ["neighbours", "2"])
  }
}
