import RiverNetworks
import RiverSeries
import Testing

@Suite struct CatchmentSeriesTests {
  static let axis = TimeAxis(start: 0, step: 86_400, count: 3)
  static let series = CatchmentSeries(
    axis: axis, ids: [.number(7), .text("08")], names: ["prcp"],
    values: [[1, 2, 3, 4, .nan, 6]], areas: [5, 9])

  @Test func selectsByIdentifier() throws {
    let part = try Self.series.selecting([.text("08"), .text("7")], file: "x")
    #expect(Array(part.series(variable: 0, catchment: 1)) == [1, 2, 3])
    #expect(part.areas == [9, 5])
    #expect(part.missingCount(variable: 0) == 1)
    // A text with a leading zero is another identifier than the number.
    #expect(throws: InputError.self) { try Self.series.selecting([.number(8)], file: "x") }
  }

  @Test func movesToOtherDays() {
    let moved = Self.series.on(TimeAxis(start: 86_400, step: 86_400, count: 3))
    #expect(moved.values[0][0] == 2 && moved.values[0][1] == 3)
    #expect(moved.values[0][2].isNaN)
    #expect(moved.values[0][4] == 6)
  }

  private static func written(
    units: String, values: [Float], step: Int64 = 86_400
  ) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    let variable = SeriesVariable("runoff", units: units, longName: "runoff")
    let path = folder.file("runoff.nc")
    let writer = try SeriesWriter(
      path: path, features: SeriesFeatures(ids: [.text("a"), .text("b")]),
      axis: TimeAxis(start: 0, step: step, count: 2), variables: [variable],
      provenance: SeriesProvenance(title: "test", source: "test"), stepsPerWrite: 2)
    try writer.write(variable, times: 0..<2, values: values)
    try writer.commit()
    return (folder, path)
  }

  @Test func readsDepths() throws {
    let (folder, path) = try Self.written(units: "mm day-1", values: [0.5, .nan, 2, 3])
    let series = try RunoffDepth.read(path: path, variable: "runoff")
    #expect(series.ids == [.text("a"), .text("b")])
    #expect(series.values[0][0] == 0.5 && series.values[0][1].isNaN && series.values[0][3] == 3)
    _ = folder
  }

  @Test func refusesWhatCannotBe() throws {
    // A discharge without areas, an unknown unit, a negative depth, hours.
    let faults: [(String, [Float], Int64)] = [
      ("m3 s-1", [1, 1, 1, 1], 86_400), ("furlong", [1, 1, 1, 1], 86_400),
      ("mm day-1", [1, -1, 1, 1], 86_400), ("mm day-1", [1, 1, 1, 1], 3_600),
    ]
    for (units, values, step) in faults {
      let (folder, path) = try Self.written(units: units, values: values, step: step)
      #expect(throws: InputError.self, "\(units), \(values), \(step)") {
        try RunoffDepth.read(path: path, variable: "runoff")
      }
      _ = folder
    }
  }

  @Test(.enabled(if: SharedData.has("camels"), "needs ../shared/data/camels"))
  func dischargeOverAreaIsTheRunoffOfTheRealFiles() throws {
    let file = SharedData.file("camels/camels_streamflow.nc")
    let depth = try RunoffDepth.read(path: file, variable: "runoff")
    let discharge = try RunoffDepth.read(path: file, variable: "discharge")
    #expect(depth.ids.map(\.description) == ["01022500", "01547700", "02064000", "03015500"])
    #expect(depth.axis.count == 1_096)
    for (a, b) in zip(depth.values[0], discharge.values[0]) {
      #expect(abs(a - b) <= 1e-5 * abs(a))
    }
    let weather = try CatchmentSeries(
      path: SharedData.file("camels/camels_forcing_daymet.nc"), names: ["prcp", "tmin"])
    #expect(weather.axis.count == 1_461)
    // Three of the four basins end in 2002.
    #expect(weather.missingCount(variable: 0) == 3 * 365)
  }
}
