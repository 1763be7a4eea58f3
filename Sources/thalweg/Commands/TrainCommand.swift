import ArgumentParser
import RiverModels
import RiverNetworks
import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a routing model on downstream gauges and map the roughness it learned.",
    discussion: """
      Reads the network, lateral inflow and observations that CONFIG names; prints what the trivial \
      baselines score; trains; scores training, validation and test periods; writes the run folder: \
      config.yaml, manifest.json, log.txt, metrics.json, metrics.csv, gauges.nc, parameters.gpkg, \
      parameters.nc, checkpoints/, report.html, map.svg.

      Ctrl-C leaves a checkpoint; --resume goes on from it and ends with the same bits as a run that \
      was never stopped.

      Over several ranks (mpirun, with a program built with --traits MPI) each reads the lateral \
      inflow of its share of the network and routes that; what is learned is the same to the bit.
      """)

  @Argument(help: "The run's configuration, a YAML file.") var config: String
  @Option(name: .shortAndLong, help: "Folder for the results.") var output: String
  @Option(help: "Seed of everything random (default: the configuration's, else 1).") var seed: UInt64?
  @Option(help: "Members of an ensemble that says how far n may lie from what was learned.")
  var ensemble: Int?
  @Flag(help: "Go on from the checkpoint in the output folder.") var resume = false
  @Flag(help: "Replace a run that is in the output folder.") var overwrite = false
  @OptionGroup var options: CommonOptions

  func validate() throws {
    if let ensemble, ensemble < 0 { throw ValidationError("--ensemble must not be negative") }
  }

  func run() throws {
    let ranks = Ranks.communicator
    let isFirst = Ranks.isFirst
    let console = Console(isQuiet: options.quiet || !isFirst)
    Interruption.watch()
    let clock = ContinuousClock()
    let began = clock.now
    if try SiteTemperatureConfiguration.applies(to: config) {
      guard ranks == nil else { throw Ranks.refusal("temperature at gauges") }
      return try runTemperature(console)
    }
    // Ranks share a machine's cores: one thread each, unless the user knows better.
    let configuration = try RunConfiguration(
      path: config, seed: seed, threads: options.threads ?? (ranks == nil ? nil : 1),
      ensemble: ensemble, ranks: ranks?.count ?? 1)
    if ranks != nil { try configuration.checkRanks() }
    if configuration.processes.contains(.temperature) {
      guard ranks == nil else { throw Ranks.refusal("temperature learned on a network") }
      return try runNetworkTemperature(configuration, console)
    }
    let project = try Project(configuration, communicator: ranks)
    let run = try RoutingRun(project, console: console)
    // What the settings may be refused for is known before anything is written.
    try run.checkSettings()
    let readSeconds = (clock.now - began).seconds

    let folder = isFirst ? try makeFolder(run, console) : RunFolder(named: output)
    // The other ranks wait for the folder.
    _ = ranks?.gathered([])

    let baselines = try run.baselines()
    run.describe(baselines)

    let problem = try run.problem(offsets: baselines.offsets)
    let trained = try train(run, problem, folder: folder)
    let record: EnsembleRecord?
    do {
      record = try run.ensemble(
        trained.weights, mode: trained.mode, problem: problem, folder: folder, resuming: resume)
    } catch is MemberInterrupted {
      return try interrupted(console, "the ensemble's members so far")
    }
    if let record, isFirst { try folder.writeJSON(EnsembleRecord.name, record) }
    var evaluation = try run.evaluate(
      trained.weights, problem: problem, baselines: baselines, ensemble: record)
    guard isFirst else { return }
    evaluation.metrics.timing.readSeconds = readSeconds
    evaluation.metrics.timing.trainSeconds = trained.seconds
    evaluation.metrics.timing.trainReachStepsPerSecond =
      trained.seconds > 0 ? trained.reachSteps / trained.seconds : 0
    evaluation.metrics.training = trained.summary
    try run.write(evaluation, to: folder)
    try run.report(evaluation, to: folder, json: options.json)
    run.sketch(evaluation)
    folder.writePages(console)
  }

  /// The folder with what is known before training begins.
  private func makeFolder(_ run: RoutingRun, _ console: Console) throws -> RunFolder {
    let configuration = run.project.configuration
    let folder = try openFolder(configuration, console)
    run.describeInputs()
    try folder.keep(configuration, remarks: run.project.remarks)
    return folder
  }

  /// What training left.
  private struct Trained {
    var weights: RoutingWeights
    var mode: PosteriorMode?
    var summary: Metrics.TrainingSummary
    var seconds: Double
    var reachSteps: Double
  }

  private func train(
    _ run: RoutingRun, _ problem: RoutingProblem, folder: RunFolder
  ) throws -> Trained {
    let clock = ContinuousClock()
    let start = clock.now
    guard run.project.configuration.training.method == .adam else {
      let mode = try run.mostProbable(problem)
      return Trained(
        weights: mode.weights, mode: mode, summary: .init(mode),
        seconds: (clock.now - start).seconds, reachSteps: 0)
    }
    let trainer = try run.trainer(problem)
    let (checkpoint, ending, reachSteps) = try steps(
      trainer, folder: folder, console: run.console)
    return Trained(
      weights: trainer.chosenWeights(checkpoint), mode: nil,
      summary: .init(checkpoint, ending: ending, keepsBest: trainer.options.keepsBest),
      seconds: (clock.now - start).seconds, reachSteps: reachSteps)
  }

  /// The folder, with a log in it, and nothing of another configuration.
  func openFolder(_ configuration: RunConfiguration, _ console: Console) throws -> RunFolder {
    let folder = try RunFolder(
      opening: output, resuming: resume, overwriting: overwrite, log: console)
    if resume { try folder.checkResumed(configuration, origin: "configuration and seed") }
    console.heading(configuration)
    return folder
  }

  /// Trains from the start or the checkpoint to the end.
  func steps(
    _ trainer: Trainer, folder: RunFolder, console: Console
  ) throws -> (checkpoint: TrainingCheckpoint, ending: Trainer.Ending, reachSteps: Double) {
    var checkpoint = trainer.start()
    if resume, folder.exists(Self.checkpointName) {
      checkpoint = try folder.readJSON(Self.checkpointName, as: TrainingCheckpoint.self)
      let step = Double(checkpoint.step)
      if let ranks = Ranks.communicator, ranks.minimum(step) != ranks.maximum(step) {
        throw InputError(
          "the ranks read different checkpoints", file: folder.file(Self.checkpointName),
          remedy: "give all ranks one folder, on a file system they share")
      }
      console.line("resumed after step \(checkpoint.step), epoch \(checkpoint.epoch)")
    }
    let reporter = TrainingReporter(console: console)
    let ending = try trainer.train(
      &checkpoint, shouldStop: { Ranks.isToStop }, watch: reporter.watch,
      save: { if Ranks.isFirst { try folder.writeJSON(Self.checkpointName, $0) } })
    if ending == .interrupted { try interrupted(console, "step \(checkpoint.step)") }
    return (checkpoint, ending, reporter.reachSteps)
  }

  private func interrupted(_ console: Console, _ place: String) throws {
    console.line(
      "interrupted after \(place); continue with: thalweg train \(config) --output \(output) "
        + "--resume")
    throw ExitCode(1)
  }

  static let checkpointName = "checkpoints/latest.json"

  /// Temperature at gauges: seconds, so that there is nothing to resume; nothing is random.
  private func runTemperature(_ console: Console) throws {
    if resume {
      throw ValidationError("temperature at gauges is trained in one go: leave --resume out")
    }
    let configuration = try SiteTemperatureConfiguration(path: config)
    let run = try SiteTemperatureRun(configuration)
    let folder = try RunFolder(
      opening: output, resuming: false, overwriting: overwrite, log: console)
    console.heading(configuration)
    try folder.keep(configuration, seed: 0, threads: 1, remarks: [])
    let (temperatures, results) = try run.run(console)
    try folder.writeJSON("metrics.json", results)
    try run.write(temperatures, to: folder.file("gauges.nc"))
    if options.json { try StandardOutput.writeJSON(results) }
    console.line("written to \(folder.path): metrics.json, gauges.nc")
    folder.writePages(console)
  }
}

extension Metrics.TrainingSummary {
  init(_ checkpoint: TrainingCheckpoint, ending: Trainer.Ending, keepsBest: Bool) {
    self.init(
      ending: {
        switch ending {
        case .finished: "finished"
        case .stoppedEarly: "stopped early: validation did not improve"
        case .interrupted: "interrupted"
        }
      }(), epochs: checkpoint.epoch, steps: checkpoint.step,
      chosenEpoch: keepsBest ? checkpoint.best?.epoch : nil,
      skippedWindows: checkpoint.skippedWindows,
      clippedSteps: checkpoint.clippedSteps, history: checkpoint.history)
  }
}

extension Metrics.TrainingSummary {
  init(_ mode: PosteriorMode) {
    self.init(
      ending: mode.isConverged ? "finished" : "ended before it had converged",
      epochs: mode.history.count - 1, steps: mode.history.count - 1, chosenEpoch: nil,
      skippedWindows: 0, clippedSteps: 0,
      history: mode.history.enumerated().map { step, loss in
        .init(epoch: step + 1, trainingLoss: loss, validationLoss: nil, offsets: [])
      })
  }
}

/// Turns a training's progress into lines.
final class TrainingReporter {
  private let console: Console
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var firstStep: Int?
  private(set) var reachSteps = 0.0

  init(console: Console) {
    self.console = console
    start = clock.now
  }

  func watch(_ progress: Trainer.Progress) {
    reachSteps += progress.reachSteps
    let first = firstStep ?? progress.step - 1
    firstStep = first
    let seconds = (clock.now - start).seconds
    let rate = reachSteps / max(seconds, 1e-9)
    let remaining =
      seconds / Double(max(progress.step - first, 1)) * Double(progress.stepCount - progress.step)
    let pace = "\(rate.scaled) reach-steps/s, \(max(remaining, 0).clock) left"
    if let epoch = progress.finishedEpoch {
      let validation = epoch.validationLoss.map { "  validation \($0.digits(4))" } ?? ""
      let offsets = epoch.offsets.prefix(3).map { $0.digits(2) }.joined(separator: " ")
      console.line(
        "epoch \(progress.epoch)/\(progress.epochCount)  loss \(epoch.trainingLoss.digits(4))"
          + validation + (offsets.isEmpty ? "" : "  offset h \(offsets)") + "  \(pace)")
    } else {
      console.progress("step \(progress.step)/\(progress.stepCount)  loss \(progress.loss.digits(4))  \(pace)")
    }
  }
}
