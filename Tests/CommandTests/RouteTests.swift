import Foundation
import RiverSeries
import Testing

/// Simulation in stretches, from restarts, with learned parameters.
@Suite struct RouteTests {
  private static let everyStep = "output:\n  reaches: all\n  interval: step\n"

  private func flow(_ folder: String) throws -> (bits: [UInt64], steps: Int) {
    let file = try NetCDFFile(path: folder + "/streamflow.nc")
    let bits = try RunResults.bits("streamflow", file)
    return (bits, try #require(file.dimension("time")).length)
  }

  private func state(_ folder: String) throws -> [String: [UInt64]] {
    let file = try NetCDFFile(path: folder + "/restart.nc")
    var state: [String: [UInt64]] = [:]
    for variable in file.variables where variable.type?.isFloatingPoint == true {
      state[variable.name] = try RunResults.bits(variable.name, file)
    }
    return state
  }

  @Test func stretchesAndThreadsChangeNothing() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(added: Self.everyStep)
    try Program.succeed("route", config, "--output", basin.output("whole"), "--quiet")
    let whole = try flow(basin.output("whole"))
    #expect(whole.steps == 365 * 24)
    #expect(whole.bits.count == 40 * 365 * 24)
    #expect(whole.bits.allSatisfy { Double(bitPattern: $0) > 0 })
    for (stretch, threads) in [("1", "2"), ("7", "1"), ("100", "3")] {
      let name = "cut\(stretch)"
      try Program.succeed(
        "route", config, "--output", basin.output(name), "--stretch", stretch, "--threads",
        threads, "--quiet")
      #expect(try flow(basin.output(name)).bits == whole.bits)
      #expect(try state(basin.output(name)) == state(basin.output("whole")))
    }
  }

  @Test func aRestartGoesOnToTheBit() throws {
    let basin = try SampleBasin()
    func config(_ name: String, _ dates: String?) throws -> String {
      let part = dates.map { "  dates: \($0)\n" } ?? ""
      return try basin.configuration(name, added: Self.everyStep + part)
    }
    try Program.succeed(
      "route", config("all", nil), "--output", basin.output("whole"), "--quiet")
    try Program.succeed(
      "route", config("first", "1990-10-01..1991-01-31"), "--output", basin.output("first"),
      "--quiet")
    let restart = basin.output("first/restart.nc")
    try Program.succeed(
      "route", config("second", "1991-02-01..1991-09-30"), "--output", basin.output("second"),
      "--restart", restart, "--quiet")
    let whole = try flow(basin.output("whole"))
    let first = try flow(basin.output("first"))
    let second = try flow(basin.output("second"))
    #expect(first.steps + second.steps == whole.steps)
    for reach in 0..<40 {
      let joined =
        first.bits[(reach * first.steps)..<((reach + 1) * first.steps)]
        + second.bits[(reach * second.steps)..<((reach + 1) * second.steps)]
      let unbroken = whole.bits[(reach * whole.steps)..<((reach + 1) * whole.steps)]
      #expect(Array(joined) == Array(unbroken))
    }
    #expect(try state(basin.output("second")) == state(basin.output("whole")))

    // Without dates the run goes on where the state was left.
    try Program.succeed(
      "route", config("all", nil), "--output", basin.output("after"), "--restart", restart,
      "--quiet")
    #expect(try flow(basin.output("after")).bits == second.bits)

    let wrong = try Program.run(
      ["route", try config("late", "1991-03-01..1991-09-30"), "--output", basin.output("late"),
        "--restart", restart])
    #expect(wrong.status == 2)
    #expect(wrong.message.contains("1991-02-01"))
    #expect(!basin.folder.has("late"))
  }

  @Test func learnedParametersGiveTheDischargeThatTrainingScored() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration()
    try Program.succeed("train", config, "--output", basin.output("run"), "--quiet")
    try Program.succeed(
      "route", config, "--output", basin.output("learned"), "--parameters", basin.output("run"),
      "--quiet")
    func series(_ name: String, _ file: String) throws -> [Double] {
      let file = try NetCDFFile(path: basin.output(file))
      return try file.doubles(file.requiredVariable(name))
    }
    let routed = try series("streamflow", "learned/streamflow.nc")
    let trained = try series("simulated", "run/gauges.nc")
    #expect(routed.count == 4 * 365)
    // The same daily means; their sums are formed in another order, then rounded to Float.
    #expect(zip(routed, trained).allSatisfy { abs($0 - $1) <= 1e-6 * $1 })
    #expect(routed.count == trained.count)
  }

  @Test func parametersOfNoRunAreRefused() throws {
    let basin = try SampleBasin()
    let outcome = try Program.run(
      ["route", try basin.configuration(), "--output", basin.output("sim"), "--parameters",
        basin.output("basin")])
    #expect(outcome.status == 2)
    #expect(outcome.message.contains("parameters.nc"))
    #expect(!basin.folder.has("sim"))
  }
}
