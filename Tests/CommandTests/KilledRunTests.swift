import Foundation
import RiverSeries
import Testing

/// Runs that are stopped, in whatever way, and go on.
@Suite struct KilledRunTests {
  /// SIGKILLs: a few where tests are to be quick, THALWEG_KILLS where they are to be many.
  private static let kills =
    ProcessInfo.processInfo.environment["THALWEG_KILLS"].flatMap { Int($0) } ?? 4
  private static let output = "output:\n  reaches: all\n  interval: step\n  restart_days: 20\n"

  /// All results of a folder, as bits by reach, and the state.
  private func results(_ folder: String) throws -> [[UInt64]] {
    var rows = [[UInt64]](repeating: [], count: 40)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    for name in names where name.hasPrefix("streamflow") {
      let bits = try RunResults.bits("streamflow", NetCDFFile(path: folder + "/" + name))
      let length = bits.count / 40
      for row in 0..<40 { rows[row] += bits[(row * length)..<((row + 1) * length)] }
    }
    let restart = try NetCDFFile(path: folder + "/restart.nc")
    for variable in ["discharge", "inflow"] {
      rows.append(try RunResults.bits(variable, restart))
    }
    return rows
  }

  /// Every file under a name of its own is whole.
  private func checkFiles(_ folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".nc") {
      let file = try NetCDFFile(path: folder + "/" + name)
      for variable in file.variables where variable.type?.isFloatingPoint == true {
        let values = try file.doubles(variable)
        #expect(!values.contains { $0.isNaN }, "\(name): \(variable.name)")
      }
    }
  }

  @Test func killsLeaveWholeFilesAndTheContinuedRunIsTheSame() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(added: Self.output)
    let clock = ContinuousClock()
    let elapsed = try clock.measure {
      try Program.succeed("route", config, "--output", basin.output("whole"), "--quiet")
    }
    let whole = try results(basin.output("whole"))
    #expect(whole[0].count == 365 * 24)
    let folder = basin.output("killed")
    var random = SeededMoments(state: 20)
    var killed = 0
    var attempts = 0
    while killed < Self.kills, attempts < 4 * Self.kills {
      attempts += 1
      let hasState = FileManager.default.fileExists(atPath: folder + "/restart.nc")
      let running = try Program.Running(
        ["route", config, "--output", folder, "--quiet", hasState ? "--resume" : "--overwrite"])
      usleep(UInt32(Double.random(in: 0...1, using: &random) * 1e6 * min(elapsed.seconds, 3)))
      let wasRunning = running.isRunning
      running.kill()
      let outcome = running.outcome()
      if wasRunning, outcome.status == -1 { killed += 1 }
      if FileManager.default.fileExists(atPath: folder) { try checkFiles(folder) }
      if outcome.status == 0 {
        // It had ended before: once more from the beginning.
        #expect(try results(folder) == whole)
        try FileManager.default.removeItem(atPath: folder)
      }
    }
    #expect(killed > 0)
    let hasState = FileManager.default.fileExists(atPath: folder + "/restart.nc")
    let last = try Program.run([
      "route", config, "--output", folder, "--quiet", hasState ? "--resume" : "--overwrite",
    ])
    // The last kill may have come between the last state and the end of the program.
    #expect(last.status == 0 || last.message.contains("finished"), "\(last.message)")
    #expect(try results(folder) == whole)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!left.contains { $0.hasSuffix(".partial") })
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalLeavesAStateToGoOnFrom(_ number: Int32) throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(
      added: "output:\n  reaches: all\n  interval: step\n")
    try Program.succeed("route", config, "--output", basin.output("whole"), "--quiet")
    let folder = basin.output("stopped")
    let running = try Program.Running(["route", config, "--output", folder, "--stretch", "1"])
    running.wait(for: "plan: memory")
    if number == SIGINT { running.interrupt() } else { running.terminate() }
    let outcome = running.outcome()
    // The signal may come so late that the run ends well.
    if outcome.status != 0 {
      #expect(outcome.status == 1)
      #expect(outcome.message.contains("--resume"))
      try checkFiles(folder)
      try Program.succeed("route", config, "--output", folder, "--resume", "--quiet")
    }
    #expect(try results(folder) == results(basin.output("whole")))
  }

  @Test func thereIsNothingToResumeWithoutAState() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration()
    let outcome = try Program.run(["route", config, "--output", basin.output("new"), "--resume"])
    #expect(outcome.status == 2 && outcome.message.contains("restart.nc"))
    try Program.succeed("route", config, "--output", basin.output("done"), "--quiet")
    let again = try Program.run(["route", config, "--output", basin.output("done"), "--resume"])
    #expect(again.status == 0 && again.message.contains("finished"))
  }

  /// A disk that is full, or here: a file that may not grow.
  @Test func filesThatCannotGrowAreOneClearError() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(added: "output:\n  reaches: all\n  interval: step\n")
    let folder = basin.output("full")
    let running = try Program.Running(
      [
        "-c", "ulimit -f 200; exec \"$0\" route \"$1\" --output \"$2\" --quiet", Program.path,
        config, folder,
      ], tool: "/bin/bash")
    let outcome = running.outcome()
    #expect(outcome.status == 2, "\(outcome.message)")
    #expect(outcome.message.contains("streamflow.nc"))
    #expect(outcome.message.contains("ulimit -f"))
    #expect(outcome.message.split(separator: "\n").count <= 6, "\(outcome.message)")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!left.contains { $0.hasSuffix(".nc") || $0.hasSuffix(".nc.partial") }, "\(left)")
  }

  @Test func inflowThatCannotBeReadIsOneClearError() throws {
    let basin = try SampleBasin()
    let path = basin.file("lateral_inflow.nc")
    let whole = try #require(FileManager.default.contents(atPath: path))
    // The header is there, the values are not.
    var broken = whole
    let half = broken.count / 2
    broken.replaceSubrange(half..<broken.count, with: Data(count: broken.count - half))
    try broken.write(to: URL(fileURLWithPath: path))
    let config = try basin.configuration(added: "output:\n  reaches: all\n")
    let outcome = try Program.run(["route", config, "--output", basin.output("sim"), "--quiet"])
    #expect(outcome.status == 2)
    #expect(outcome.message.contains("lateral_inflow.nc"))
    #expect(!basin.folder.has("sim/streamflow.nc"))
  }
}

private struct SeededMoments: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
