import Foundation
import Testing

/// The same configuration and seed give the same bits, on whatever way a run gets to its end.
@Suite struct TrainIdentityTests {
  @Test func threadsChangeNothing() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration()
    for threads in 1...3 {
      try Program.succeed(
        "train", config, "--output", basin.output("run\(threads)"), "--threads", "\(threads)",
        "--quiet")
    }
    let one = try RunResults(basin.output("run1"))
    #expect(try RunResults(basin.output("run2")) == one)
    #expect(try RunResults(basin.output("run3")) == one)
  }

  @Test func theSeedIsFollowed() throws {
    let basin = try SampleBasin()
    // Windows short enough that there is an order to draw.
    let config = try basin.configuration(replacing: [("window_days: 161", "window_days: 80")])
    for (name, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
      try Program.succeed(
        "train", config, "--output", basin.output(name), "--seed", seed, "--quiet")
    }
    let first = try RunResults(basin.output("a"))
    #expect(try RunResults(basin.output("b")) == first)
    #expect(try RunResults(basin.output("c")).parameters != first.parameters)
    #expect(try basin.folder.text("a/config.yaml").contains("seed: 7"))
  }

  @Test func anInterruptedRunGoesOnToTheSameEnd() throws {
    let config = Program.root + "/Networks/basin-200/config.yaml"
    let folder = try TemporaryFolder()
    try Program.succeed("train", config, "--output", folder.file("whole"), "--quiet")

    let running = try Program.Running(["train", config, "--output", folder.file("broken")])
    running.wait(for: "epoch 1/")
    running.interrupt()
    let outcome = running.outcome()
    #expect(outcome.status == 1, "\(outcome.message)")
    #expect(outcome.message.contains("--resume"))
    #expect(folder.has("broken/checkpoints/latest.json"))
    #expect(!folder.has("broken/metrics.json"))
    #expect(!folder.has("broken/parameters.gpkg"))

    let refused = try Program.run(["train", config, "--output", folder.file("broken")])
    #expect(refused.status == 2)
    #expect(refused.message.contains("--overwrite"))
    let other = try Program.run(
      ["train", config, "--output", folder.file("broken"), "--resume", "--seed", "9"])
    #expect(other.status == 2)
    #expect(other.message.contains("another configuration"))

    try Program.succeed("train", config, "--output", folder.file("broken"), "--resume", "--quiet")
    #expect(try RunResults(folder.file("broken")) == RunResults(folder.file("whole")))
    let log = try folder.text("broken/log.txt")
    #expect(log.contains("interrupted after step"))
    #expect(log.contains("resumed after step"))
  }

  @Test func theRunsOwnConfigurationTrainsToTheSameEnd() throws {
    let basin = try SampleBasin()
    try Program.succeed(
      "train", basin.configuration(), "--output", basin.output("first"), "--quiet")
    try Program.succeed(
      "train", basin.output("first/config.yaml"), "--output", basin.output("again"), "--quiet")
    #expect(try RunResults(basin.output("again")) == RunResults(basin.output("first")))
    #expect(
      try basin.folder.text("again/config.yaml") == basin.folder.text("first/config.yaml"))
  }

  @Test func evaluateScoresTheSame() throws {
    let basin = try SampleBasin()
    try Program.succeed(
      "train", basin.configuration(), "--output", basin.output("run"), "--quiet")
    let trained = try RunResults(basin.output("run"))
    try Program.succeed(
      "evaluate", basin.output("run"), "--output", basin.output("scored"), "--quiet")
    #expect(try RunResults(basin.output("scored")) == trained)
    try Program.succeed("evaluate", basin.output("run"), "--quiet")
    #expect(try RunResults(basin.output("run")) == trained)

    let nothing = try Program.run(["evaluate", basin.output("basin")])
    #expect(nothing.status == 2)
  }
}
