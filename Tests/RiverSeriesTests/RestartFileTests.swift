import RiverNetworks
import RiverSeries
import Testing

@Suite struct RestartFileTests {
  private let folder: TemporaryFolder
  private let provenance = SeriesProvenance(title: "state", source: "test")

  init() throws { folder = try TemporaryFolder() }

  /// Numbers that a careless file would change: NaN with a payload, the library's fill values, both
  /// zeros, subnormals, the ends of the range, a long fraction.
  private let doubles: [Double] = [
    .init(bitPattern: 0x7FF8_0000_DEAD_BEEF), 9.969_209_968_386_869e36, -0.0, 0,
    .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity, 0.1 + 0.2,
  ]
  private let floats: [Float] = [
    .init(bitPattern: 0x7FC0_BEEF), 9.969_21e36, -0.0, 0,
    .leastNonzeroMagnitude, .greatestFiniteMagnitude,
    -.infinity, 0.1,
  ]

  @Test func everyBitComesBackInAnotherOrder() throws {
    let path = folder.file("restart.nc")
    let ids: [ReachID] = (1...8).map { .number($0) }
    let moment = try day("2010-09-30").secondsSinceEpoch + 1
    let state = RestartFile(
      time: moment,
      fields: [
        .init("outflow", units: "m3 s-1", .doubles(doubles)),
        .init("inflow", units: "m3 s-1", .floats(floats)),
      ])
    try state.write(to: path, network: chain(ids), provenance: provenance)

    let same = try RestartFile(path: path, network: chain(ids))
    #expect(same.time == moment)
    #expect(same.extraCount == 0)
    #expect(same.fields.map(\.name) == ["outflow", "inflow"])
    #expect(same.fields.map(\.units) == ["m3 s-1", "m3 s-1"])
    guard case .doubles(let read) = same["outflow"], case .floats(let short) = same["inflow"] else {
      Issue.record("each field keeps its width")
      return
    }
    #expect(read.map(\.bitPattern) == doubles.map(\.bitPattern))
    #expect(short.map(\.bitPattern) == floats.map(\.bitPattern))

    let fewer = try RestartFile(path: path, network: chain([8, 3, 2]))
    #expect(fewer.extraCount == 5)
    guard case .doubles(let part) = fewer["outflow"] else {
      Issue.record("outflow is there")
      return
    }
    #expect(part.map(\.bitPattern) == [doubles[7], doubles[2], doubles[1]].map(\.bitPattern))
    #expect(fewer["storage"] == nil)
  }

  @Test func textIdentifiers() throws {
    let path = folder.file("restart.nc")
    let network = try chain(["wb-1", "wb-2"])
    let state = RestartFile(
      time: 0, fields: [.init("depth", units: "m", .doubles([1, 2]))])
    try state.write(to: path, network: network, provenance: provenance)
    #expect(try RestartFile(path: path, network: network) == state)
  }

  @Test func missingReachesAreNamed() throws {
    let path = folder.file("restart.nc")
    try RestartFile(time: 0, fields: [.init("depth", units: "m", .doubles([1]))])
      .write(to: path, network: chain([1]), provenance: provenance)
    let error = #expect(throws: InputError.self) {
      try RestartFile(path: path, network: chain([1, 2]))
    }
    #expect(error?.ids == ["2"])
    #expect(error?.file == path)
  }

  @Test func otherFilesAreRefused() throws {
    let path = folder.file("inflow.nc")
    try SeriesFixture(identifiers: .integers([1]), times: [0, 1], values: [1, 2]).write(to: path)
    #expect(throws: InputError.self) { try RestartFile(path: path, network: chain([1])) }
  }
}
