import Foundation
import RiverNetworks
import RiverSeries
import Testing

/// What `thalweg route` writes, from which files it reads, and what it says beforehand.
@Suite struct StreamingTests {
  private func values(_ path: String, _ name: String) throws -> [Float] {
    let file = try NetCDFFile(path: path)
    return try file.floats(file.requiredVariable(name))
  }

  @Test func meansAndMaximaAreThoseOfTheSteps() throws {
    let basin = try SampleBasin()
    let quantities =
      "variables: [discharge, velocity, depth, width]\n  dates: 1990-10-01..1990-11-30"
    let hourly = try basin.configuration(
      "hourly", added: "output:\n  reaches: all\n  interval: step\n  \(quantities)\n")
    let daily = try basin.configuration(
      "daily", added: "output:\n  reaches: all\n  statistics: [mean, maximum]\n  \(quantities)\n")
    try Program.succeed("route", hourly, "--output", basin.output("hourly"), "--quiet")
    for stretch in ["3", "100"] {
      let name = "daily\(stretch)"
      try Program.succeed(
        "route", daily, "--output", basin.output(name), "--stretch", stretch, "--quiet")
      let path = basin.output(name + "/streamflow.nc")
      for quantity in ["streamflow", "velocity", "depth", "width"] {
        let steps = try values(basin.output("hourly/streamflow.nc"), quantity)
        let means = try values(path, quantity)
        let maxima = try values(path, quantity + "_maximum")
        #expect(steps.count == 40 * 61 * 24 && means.count == 40 * 61)
        for reach in 0..<40 {
          // The first day's mean begins with the state before it, which is not written.
          for day in 1..<61 {
            let first = (reach * 61 + day) * 24
            let ends = (Double(steps[first - 1]) + Double(steps[first + 23])) / 2
            let sum = steps[first..<(first + 23)].reduce(ends) { $0 + Double($1) }
            let mean = means[reach * 61 + day]
            #expect(abs(Double(mean) - sum / 24) <= 1e-6 * sum / 24)
          }
          for day in 0..<61 {
            let first = (reach * 61 + day) * 24
            #expect(maxima[reach * 61 + day] == steps[first..<(first + 24)].max())
          }
        }
      }
    }
    #expect(
      try values(basin.output("daily3/streamflow.nc"), "depth").map(\.bitPattern)
        == values(basin.output("daily100/streamflow.nc"), "depth").map(\.bitPattern))
  }

  @Test func chosenReachesComeInTheOrderOfTheirIds() throws {
    let basin = try SampleBasin()
    let all = try basin.configuration("all", added: "output:\n  reaches: all\n")
    let some = try basin.configuration(
      "some", added: "output:\n  reaches: chosen\n  ids: [17, 3, 40]\n")
    try Program.succeed("route", all, "--output", basin.output("all"), "--quiet")
    try Program.succeed("route", some, "--output", basin.output("some"), "--quiet")
    let file = try NetCDFFile(path: basin.output("some/streamflow.nc"))
    #expect(try file.integers(file.requiredVariable("feature_id")) == [17, 3, 40])
    let whole = try NetCDFFile(path: basin.output("all/streamflow.nc"))
    let ids = try whole.integers(whole.requiredVariable("feature_id"))
    let flows = try values(whole.path, "streamflow")
    #expect(
      try values(file.path, "streamflow")
        == ([17, 3, 40] as [Int64]).flatMap { id -> ArraySlice<Float> in
          let row = ids.firstIndex(of: id)!
          return flows[(row * 365)..<((row + 1) * 365)]
        })
    for (ids, word) in [("[17, 99]", "99"), ("[3, 3]", "twice")] {
      let wrong = try basin.configuration(
        "wrong", added: "output:\n  reaches: chosen\n  ids: \(ids)\n")
      let outcome = try Program.run(["route", wrong, "--output", basin.output("wrong")])
      #expect(outcome.status == 2 && outcome.message.contains(word))
    }
  }

  /// The inflow cut into files, each in its own layout.
  private func cut(_ basin: SampleBasin, _ parts: [(name: String, days: Range<Int>)]) throws {
    let file = try NetCDFFile(path: basin.file("lateral_inflow.nc"))
    let ids = try file.integers(file.requiredVariable("feature_id"))
    let flows = try file.floats(file.requiredVariable("lateral_inflow"))
    let axis = try TimeAxis(file.requiredVariable("time"), of: file)
    for (number, part) in parts.enumerated() {
      let rows = number.isMultiple(of: 2) ? Array(ids.indices) : ids.indices.reversed()
      let writer = try NetCDFWriter(path: basin.file(part.name))
      try writer.defineDimension("time", length: part.days.count)
      try writer.defineDimension("comid", length: ids.count)
      try writer.defineVariable(
        "time", .int64, ["time"],
        attributes: [
          .init("units", "seconds since 1970-01-01"), .init("calendar", "standard"),
        ])
      try writer.defineVariable("comid", .int64, ["comid"])
      let isTimeMajor = number.isMultiple(of: 2)
      try writer.defineVariable(
        "q", .float, isTimeMajor ? ["time", "comid"] : ["comid", "time"],
        attributes: [.init("units", "m3 s-1")])
      try writer.write("time", integers: part.days.map { axis.seconds(at: $0) })
      try writer.write("comid", integers: rows.map { ids[$0] })
      try writer.write(
        "q",
        floats: isTimeMajor
          ? part.days.flatMap { day in rows.map { flows[$0 * 365 + day] } }
          : rows.flatMap { row in part.days.map { flows[row * 365 + $0] } })
      try writer.commit()
    }
  }

  @Test func manyFilesAreOneSeries() throws {
    let basin = try SampleBasin()
    try cut(basin, [("part_b.nc", 0..<100), ("part_a.nc", 100..<250), ("part_c.nc", 250..<365)])
    let output = "output:\n  reaches: all\n"
    try Program.succeed(
      "route", basin.configuration("one", added: output), "--output", basin.output("one"),
      "--quiet")
    let many = try basin.configuration(
      "many", replacing: [("lateral_inflow.nc", "part_*.nc")], added: output)
    try Program.succeed(
      "route", many, "--output", basin.output("many"), "--stretch", "30", "--quiet")
    #expect(
      try values(basin.output("many/streamflow.nc"), "streamflow").map(\.bitPattern)
        == values(basin.output("one/streamflow.nc"), "streamflow").map(\.bitPattern))
    for (days, word) in [(100..<249, "gap"), (100..<251, "overlap")] {
      try cut(basin, [("part_x.nc", 0..<1), ("part_a.nc", days)])
      try FileManager.default.removeItem(atPath: basin.file("part_x.nc"))
      let outcome = try Program.run(["route", many, "--output", basin.output("wrong")])
      #expect(outcome.status == 2)
      #expect(outcome.message.contains(word) && outcome.message.contains("part_c.nc"))
    }
    let none = try basin.configuration("none", replacing: [("lateral_inflow.nc", "no_*.nc")])
    let outcome = try Program.run(["route", none, "--output", basin.output("wrong")])
    #expect(outcome.status == 2 && outcome.message.contains("no file matches"))
    #expect(!basin.folder.has("wrong"))
  }

  @Test func aPlanSaysWhatARunTakesAndWritesNothing() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(added: "output:\n  reaches: all\n")
    let outcome = try Program.succeed(
      "route", config, "--output", basin.output("sim"), "--plan", "--json", "--stretch", "10")
    #expect(outcome.message.contains("plan: 40 reaches x 8760 steps in 37 stretch(es)"))
    let plan = try JSONValue(outcome.output)
    #expect(plan["steps"]?.number == 8_760)
    // 365 days of 40 floats, a fifth saved.
    #expect(plan["disk_bytes"]?.number == 0.8 * 40 * 365 * 4)
    #expect(!basin.folder.has("sim"))
  }

  @Test func ranksAreForeseen() throws {
    let basin = try SampleBasin()
    let outcome = try Program.succeed(
      "plan", basin.file("reaches.gpkg"), "--ranks", "4", "--steps", "9600", "--json")
    let plans = try #require(JSONValue(outcome.output).list)
    #expect(plans.compactMap { $0["ranks"]?.number } == [1, 2, 4])
    #expect(abs(try #require(plans[0]["efficiency"]?.number) - 1) < 1e-9)
    #expect(plans[0]["series"]?.number == 0)
    for plan in plans.dropFirst() {
      let efficiency = try #require(plan["efficiency"]?.number)
      #expect(efficiency > 0 && efficiency < 1)
      #expect(try #require(plan["imbalance"]?.number) < 1.2)
      #expect(try #require(plan["depth"]?.number) >= 1)
    }
  }
}
