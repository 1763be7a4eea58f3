import RiverNetworks
import RiverSeries
import Testing

@Suite struct LateralInflowFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("inflow.nc") }

  init() throws { folder = try TemporaryFolder() }

  /// Reaches 30, 10, 20 of a file with four; days 2000-02-27 to 2000-03-02.
  private func fixture() -> SeriesFixture {
    SeriesFixture(
      identifiers: .integers([10, 20, 30, 40]), times: [0, 1, 2, 3, 4],
      values: [10, 20, 30, 40].flatMap { id in (0..<5).map { id + Double($0) } })
  }

  private let expected: [Float] = [30, 31, 32, 33, 34, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24]

  @Test(arguments: [false, true], [NetCDFType.float, .double])
  func bothLayoutsJoinByValue(isTimeMajor: Bool, type: NetCDFType) throws {
    var fixture = fixture()
    fixture.isTimeMajor = isTimeMajor
    fixture.type = type
    try fixture.write(to: path)
    let file = try LateralInflowFile(path: path, network: chain([30, 10, 20]))
    #expect(file.variable == "Qr")
    #expect(file.extraCount == 1)
    #expect(file.unit == .cubicMetresPerSecond)
    let all = try file.readAll()
    #expect(all.values == expected)
    #expect(all.axis.text(at: 2) == "2000-02-29")
    #expect(all[ReachIndex(1)] == [10, 11, 12, 13, 14])
    #expect(try file.read(times: 1..<3) == [31, 32, 11, 12, 21, 22])
    let dates = try day("2000-02-29")...day("2000-03-01")
    let part = try file.read(dates: dates)
    #expect(part.values == [32, 33, 12, 13, 22, 23])
    #expect(try all.slice(dates) == part)
    #expect(part.axis == TimeAxis(days: dates))
  }

  @Test(arguments: [false, true])
  func packedIntegers(isTimeMajor: Bool) throws {
    var fixture = fixture()
    fixture.type = .int
    fixture.attributes = [
      .init("scale_factor", .numbers([0.5])), .init("_FillValue", .integers([-9_999])),
    ]
    fixture.isTimeMajor = isTimeMajor
    try fixture.write(to: path)
    let file = try LateralInflowFile(path: path, network: chain([30, 10, 20]))
    #expect(try file.readAll().values == expected.map { $0 / 2 })
  }

  @Test(arguments: [
    SeriesFixture.Identifiers.strings(["10", "20", "30", "40"]),
    .characters(["10", "20", "30", "40"], width: 15), .doubles([10, 20, 30, 40]),
  ])
  func identifiersOfOtherTypes(identifiers: SeriesFixture.Identifiers) throws {
    var fixture = fixture()
    fixture.identifiers = identifiers
    try fixture.write(to: path)
    let file = try LateralInflowFile(path: path, network: chain([30, 10, 20]))
    #expect(try file.readAll().values == expected)
  }

  @Test func identifiersThatAreTexts() throws {
    var fixture = fixture()
    fixture.identifiers = .characters(["wb-1", "wb-2", "wb-3", "wb-40"], width: 12)
    fixture.identifierName = "divide_id"
    fixture.featureDimension = "divide"
    try fixture.write(to: path)
    let file = try LateralInflowFile(path: path, network: chain(["wb-3", "wb-1", "wb-2"]))
    #expect(try file.readAll().values == expected)
  }

  @Test func identifiersThatMustBeNamed() throws {
    var fixture = fixture()
    fixture.identifierName = "Fluss"
    try fixture.write(to: path)
    let network = try chain([30, 10, 20])
    let error = #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, network: network)
    }
    #expect(error?.found == "Fluss")
    let file = try LateralInflowFile(path: path, identifiers: "Fluss", network: network)
    #expect(try file.readAll().values == expected)
    let wrong = #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, identifiers: "time", network: network)
    }
    #expect(wrong?.column == "time")
  }

  @Test func feetAreConverted() throws {
    var fixture = fixture()
    fixture.units = "ft3/s"
    try fixture.write(to: path)
    let file = try LateralInflowFile(path: path, network: chain([10]))
    #expect(try file.read(times: 0..<1) == [Float(10 * 0.028316846592)])
  }

  @Test(arguments: ["mm/day", nil] as [String?])
  func otherUnitsAreRefused(units: String?) throws {
    var fixture = fixture()
    fixture.units = units
    try fixture.write(to: path)
    let error = #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, network: chain([10]))
    }
    #expect(error?.file == path)
    #expect(error?.column == "Qr")
  }

  @Test func severalSeriesMustBeNamed() throws {
    var fixture = fixture()
    fixture.otherVariable = "velocity"
    try fixture.write(to: path)
    let error = #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, network: chain([10]))
    }
    #expect(error?.found == "variables Qr, velocity")
    let file = try LateralInflowFile(path: path, variable: "Qr", network: chain([10]))
    #expect(file.variable == "Qr")
    let absent = #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, variable: "q", network: chain([10]))
    }
    #expect(absent?.column == "q")
    #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, variable: "comid", network: chain([10]))
    }
  }

  @Test func missingReachesAreCounted() throws {
    try fixture().write(to: path)
    let error = #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, network: chain([10, 77, 20, 78]))
    }
    #expect(error?.ids == ["77", "78"])
    #expect(error?.count == 2)
    #expect(error?.file == path)
  }

  @Test func duplicateIdentifiersAreNamed() throws {
    var fixture = fixture()
    fixture.identifiers = .integers([10, 20, 10, 30])
    try fixture.write(to: path)
    let error = #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, network: chain([10]))
    }
    #expect(error?.ids == ["10"])
    #expect(error?.count == 1)
  }

  @Test func missingValuesAreCountedWhereTheyAreRead() throws {
    var fixture = fixture()
    fixture.values[8] = .nan  // reach 20, 2000-03-01
    fixture.values[9] = .infinity
    fixture.type = .double
    try fixture.write(to: path)
    let file = try LateralInflowFile(path: path, network: chain([30, 10, 20]))
    let error = #expect(throws: InputError.self) { try file.readAll() }
    #expect(error?.ids == ["20"])
    #expect(error?.found == "2 values, the first missing on 2000-03-01")
    #expect(try file.read(times: 0..<3) == [30, 31, 32, 10, 11, 12, 20, 21, 22])
    #expect(throws: InputError.self) { try file.read(times: 3..<4) }
    let other = try LateralInflowFile(path: path, network: chain([30, 10]))
    #expect(try other.readAll().values == Array(expected[..<10]))
  }

  @Test func negativeValuesAreCounted() throws {
    var fixture = fixture()
    fixture.values[3] = -9_999
    try fixture.write(to: path)
    let file = try LateralInflowFile(path: path, network: chain([30, 10]))
    let error = #expect(throws: InputError.self) { try file.readAll() }
    #expect(error?.ids == ["10"])
    #expect(error?.found == "1 value, the first -9999.0 on 2000-03-01")
  }

  @Test func timeFaultsNameTheFile() throws {
    var fixture = fixture()
    fixture.times = [0, 1, 2, 4, 5]
    try fixture.write(to: path)
    let error = #expect(throws: InputError.self) {
      try LateralInflowFile(path: path, network: chain([10]))
    }
    #expect(error?.file == path)
    #expect(error?.column == "time")
    #expect(error?.found?.contains("index 3") == true)
    fixture.times = [0, 1, 2, 3, 4]
    fixture.calendar = "noleap"
    try fixture.write(to: path)
    #expect(throws: InputError.self) { try LateralInflowFile(path: path, network: chain([10])) }
  }

  @Test func datesBeyondTheFileNameIt() throws {
    try fixture().write(to: path)
    let file = try LateralInflowFile(path: path, network: chain([10]))
    let error = #expect(throws: InputError.self) {
      try file.read(dates: day("2000-03-01")...day("2000-03-03"))
    }
    #expect(error?.file == path)
  }

  /// More values than one read takes, rows with a wide gap between them, the file's order reversed.
  @Test(arguments: [false, true], [nil, [100, 70]])
  func manyReadsGiveOneArray(isTimeMajor: Bool, chunks: [Int]?) throws {
    let (features, steps) = (2_300, 2_048)
    let writer = try NetCDFWriter(path: path)
    try writer.defineDimension("time", length: steps)
    try writer.defineDimension("link", length: features)
    try writer.defineVariable(
      "time", .double, ["time"], attributes: [.init("units", "hours since 2001-01-01")])
    try writer.defineVariable("link", .int, ["link"])
    try writer.defineVariable(
      "q", .float, isTimeMajor ? ["time", "link"] : ["link", "time"],
      attributes: [.init("units", "cms")], chunks: chunks, isCompressed: false)
    try writer.write("time", doubles: (0..<steps).map(Double.init))
    try writer.write("link", integers: (0..<features).map { Int64(10_000 - $0) })
    // Every value says where it stands, exactly: less than 2^24.
    let stored = [Float](unsafeUninitializedCapacity: features * steps) { buffer, count in
      for slow in 0..<(isTimeMajor ? steps : features) {
        for fast in 0..<(isTimeMajor ? features : steps) {
          let (row, time) = isTimeMajor ? (fast, slow) : (slow, fast)
          buffer[count] = Float(row * steps + time)
          count += 1
        }
      }
    }
    try writer.write("q", floats: stored)
    try writer.commit()

    let rows = Array(0..<1_500) + Array(1_800..<2_300)
    let network = try chain(rows.map { .number(Int64(10_000 - $0)) })
    let file = try LateralInflowFile(path: path, network: network)
    #expect(file.extraCount == 300)
    for times in [0..<steps, 333..<1_111] {
      let values = try file.read(times: times)
      var wrong = 0
      for reach in 0..<network.count {
        guard case .number(let id) = network.ids[reach] else { continue }
        let first = (10_000 - Int(id)) * steps + times.lowerBound
        for step in 0..<times.count
        where values[reach * times.count + step] != Float(first + step) { wrong += 1 }
      }
      #expect(wrong == 0)
    }
  }
}
