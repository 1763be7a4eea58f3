import RiverNetworks
import RiverSeries
import Testing

@Suite struct ObservationsTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("observations.nc") }

  init() throws { folder = try TemporaryFolder() }

  private func fixture(_ identifiers: SeriesFixture.Identifiers) -> SeriesFixture {
    SeriesFixture(
      variable: "streamflow", identifiers: identifiers, identifierName: "station_id",
      featureDimension: "gauge", timeUnits: "days since 1999-12-31 12:00:00", times: [0, 1, 2],
      values: [1, .nan, 3, 4, 5, 6])
  }

  @Test(arguments: [false, true])
  func bothLayouts(isTimeMajor: Bool) throws {
    var fixture = fixture(.characters(["01567000", "8146000"], width: 15))
    fixture.isTimeMajor = isTimeMajor
    try fixture.write(to: path)
    let observations = try Observations(path: path)
    #expect(observations.stations == ["01567000", "8146000"])
    #expect(observations.axis.stamp == .noon)
    #expect(observations.axis.text(at: 0) == "1999-12-31")
    #expect(observations.missingCounts == [1, 0])
    #expect(observations.series(of: 0).first == 1)
    #expect(observations.series(of: 0).dropFirst().first?.isNaN == true)
    #expect(Array(observations.series(of: 1)) == [4, 5, 6])
    let part = try observations.slice(day("2000-01-01")...day("2000-01-02"))
    #expect(part.values[0].isNaN)
    #expect(Array(part.values[1...]) == [3, 5, 6])
    let other = try observations.selecting(["8146000"])
    #expect(other.values == [4, 5, 6])
  }

  @Test func stringsAndIntegers() throws {
    try fixture(.strings(["01567000", "x"])).write(to: path)
    #expect(try Observations(path: path).stations == ["01567000", "x"])
    try fixture(.integers([1_567_000, 2])).write(to: path)
    let observations = try Observations(path: path)
    #expect(observations.stations == ["1567000", "2"])
    let error = #expect(throws: InputError.self) { try observations.selecting(["01567000"]) }
    #expect(error?.ids == ["01567000"])
    #expect(error?.remedy?.contains("leading zeros") == true)
  }

  @Test func unitsAreConverted() throws {
    var fixture = fixture(.strings(["a", "b"]))
    fixture.units = "cfs"
    try fixture.write(to: path)
    #expect(try Observations(path: path).series(of: 1).first == Float(4 * 0.028316846592))
  }

  @Test func negativeValuesAreCounted() throws {
    var fixture = fixture(.strings(["a", "b"]))
    fixture.values = [1, .nan, -3, 4, -5, 6]
    try fixture.write(to: path)
    let error = #expect(throws: InputError.self) { try Observations(path: path) }
    #expect(error?.ids == ["a"])
    #expect(error?.found == "2 values, the first -3.0 on 2000-01-02")
  }

  @Test func duplicateStationsAreNamed() throws {
    try fixture(.strings(["a", "a"])).write(to: path)
    let error = #expect(throws: InputError.self) { try Observations(path: path) }
    #expect(error?.ids == ["a"])
  }
}
