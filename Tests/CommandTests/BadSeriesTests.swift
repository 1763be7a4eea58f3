import RiverSeries
import Testing

/// Every fault of series, periods and settings ends `train` with status 2 and one message.
@Suite struct BadSeriesTests {
  private func refusal(
    units: String = "m3 s-1", _ change: (inout [SampleBasin.ReachSeries]) -> Void
  ) throws -> String {
    let basin = try SampleBasin()
    try basin.inflow("changed.nc", units: units, reaches: change)
    return try basin.refusal(
      of: basin.configuration(
        replacing: [("file: lateral_inflow.nc", "file: changed.nc")]))
  }

  private func expect(_ parts: [String], in message: String) {
    for part in parts { #expect(message.contains(part), "'\(part)' is not in: \(message)") }
  }

  @Test func anUnchangedCopyIsAccepted() throws {
    let basin = try SampleBasin()
    try basin.inflow("changed.nc") { _ in }
    let config = try basin.configuration(
      epochs: 0, replacing: [("file: lateral_inflow.nc", "file: changed.nc")])
    try Program.succeed("train", config, "--output", basin.output("run"))
  }

  @Test func aGapInTheInflowIsCountedAndNamed() throws {
    let message = try refusal {
      $0[6].values[100] = .nan
      $0[6].values[101] = .nan
    }
    expect(
      ["changed.nc", "column:   lateral_inflow", "id:", "2 values", "1991-01-09", "remedy:"],
      in: message)
  }

  @Test func negativeInflowIsRefused() throws {
    let message = try refusal { $0[3].values[10] = -1 }
    expect(["negative", "changed.nc", "lateral_inflow", "1 value", "1990-10-11"], in: message)
  }

  @Test func aReachMissingFromTheInflowIsNamed() throws {
    let message = try refusal { $0.removeAll { $0.id == 17 } }
    expect(["changed.nc", "id:       17"], in: message)
  }

  @Test func aReachTwiceInTheInflowIsNamed() throws {
    let message = try refusal { $0[2].id = $0[5].id }
    expect(["changed.nc", "id:"], in: message)
  }

  @Test func aUnitThatIsNoDischargeIsRefused() throws {
    let message = try refusal(units: "mm d-1") { _ in }
    expect(["changed.nc", "column:   lateral_inflow", "mm d-1", "expected:"], in: message)
  }

  @Test func aMissingDayIsRefused() throws {
    let basin = try SampleBasin()
    let file = try NetCDFFile(path: basin.file("lateral_inflow.nc"))
    let ids = try file.integers(file.requiredVariable("feature_id"))
    let writer = try NetCDFWriter(path: basin.file("changed.nc"))
    let days = [0.0, 1, 2, 4, 5]
    try writer.defineDimension("feature_id", length: ids.count)
    try writer.defineDimension("time", length: days.count)
    try writer.defineVariable("feature_id", .int64, ["feature_id"])
    try writer.defineVariable(
      "time", .double, ["time"], attributes: [.init("units", "days since 1990-10-01")])
    try writer.defineVariable(
      "inflow", .float, ["feature_id", "time"], attributes: [.init("units", "m3 s-1")])
    try writer.write("feature_id", integers: ids)
    try writer.write("time", doubles: days)
    try writer.write("inflow", floats: [Float](repeating: 1, count: ids.count * days.count))
    try writer.commit()
    let message = try basin.refusal(
      of: basin.configuration(replacing: [("file: lateral_inflow.nc", "file: changed.nc")]))
    expect(["changed.nc", "time"], in: message)
  }

  @Test func aPeriodOutsideTheInflowIsRefused() throws {
    let basin = try SampleBasin()
    let message = try basin.refusal(
      of: basin.configuration(replacing: [("..1991-09-30", "..1991-10-01")]))
    expect(
      ["lateral_inflow.nc", "column:   periods.test", "1991-10-01", "1990-10-01..1991-09-30",
        "shorten the period"], in: message)
  }

  @Test func aValidationOutsideTrainingIsRefused() throws {
    let basin = try SampleBasin()
    let text = try basin.folder.text("basin/config.yaml")
    let line = try #require(text.split(separator: "\n").first { $0.contains("validation:") })
    let message = try basin.refusal(
      of: basin.configuration(
        replacing: [(String(line), "  validation: 1991-06-01..1991-08-01")]))
    expect(["periods.validation", "1991-06-01...1991-08-01", "expected:"], in: message)
  }

  @Test func aGaugeWithoutObservationsIsNamed() throws {
    let basin = try SampleBasin()
    let table = try basin.folder.text("basin/gauges.csv")
    try basin.folder.write(
      "basin/gauges.csv", table + "09999999,3,nowhere,1,0,0\n")
    let message = try basin.refusal(of: basin.configuration())
    expect(["09999999"], in: message)
  }

  @Test func aGaugeOnNoReachIsNamed() throws {
    let basin = try SampleBasin()
    let table = try basin.folder.text("basin/gauges.csv")
    try basin.folder.write("basin/gauges.csv", table + "09999999,999,nowhere,1,0,0\n")
    let message = try basin.refusal(of: basin.configuration())
    expect(["gauges.csv", "column:   reach_id", "09999999", "999", "remedy:"], in: message)
  }

  @Test func anUnknownKeyIsRefusedWithTheNearestOne() throws {
    let basin = try SampleBasin()
    let message = try basin.refusal(
      of: basin.configuration(epochs: 3, replacing: [("epochs: 3", "epoch: 3")]))
    expect(["epoch in training", "short.yaml, line", "did you mean `epochs`?"], in: message)
  }

  @Test func aWindowLongerThanThePeriodIsRefusedBeforeAnythingIsWritten() throws {
    let basin = try SampleBasin()
    let message = try basin.refusal(
      of: basin.configuration(replacing: [("window_days: 161", "window_days: 300")]))
    expect(["too short for a window", "300 days"], in: message)
  }
}
