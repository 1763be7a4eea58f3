import ArgumentParser
import Foundation
import NeuralNetworks
import RiverNetworks
import Training

struct RunoffTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train an LSTM on the observed runoff of catchments, once for each seed.",
    discussion: """
      Reads weather, observed runoff and attributes that CONFIG names (CAMELS text folders or \
      NetCDF); prints what climatology, persistence and a fitted linear reservoir score; trains; \
      writes the run folder: config.yaml, manifest.json, log.txt, metrics.json, metrics.csv, \
      runoff.nc, model.json, weights/*.safetensors, checkpoints/, report.html.

      Ctrl-C leaves checkpoints; --resume goes on from them and ends with the same bits as a run \
      that was never stopped.
      """)

  @Argument(help: "The run's configuration, a YAML file.") var config: String
  @Option(name: .shortAndLong, help: "Folder for the results.") var output: String
  @Option(help: "Seeds instead of the configuration's, as 1,2,3.") var seeds: String?
  @Flag(help: "Go on from the checkpoints in the output folder.") var resume = false
  @Flag(help: "Replace a run that is in the output folder.") var overwrite = false
  @OptionGroup var options: CommonOptions

  func validate() throws { _ = try chosenSeeds() }

  private func chosenSeeds() throws -> [UInt64]? {
    guard let seeds else { return nil }
    let numbers = seeds.split(separator: ",").compactMap { UInt64($0) }
    guard !numbers.isEmpty, numbers.count == seeds.split(separator: ",").count else {
      throw ValidationError("--seeds takes whole numbers, as 1,2,3; found \(seeds)")
    }
    return numbers
  }

  func run() throws {
    let console = Console(isQuiet: options.quiet)
    Interruption.watch()
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    let configuration = try RunoffConfiguration(path: config, seeds: chosenSeeds())
    let run = try RunoffRun(configuration, console: console)
    _ = try run.trainer(seed: 0, threads: threads)

    let folder = try RunFolder(
      opening: output, resuming: resume, overwriting: overwrite, log: console)
    if overwrite && !resume { try folder.removeCheckpoints() }
    if resume { try folder.checkResumed(configuration, origin: "configuration and seeds") }
    console.heading(configuration)
    run.describeInputs()
    try folder.keep(
      configuration, seed: configuration.training.seeds[0], threads: threads,
      remarks: run.data.remarks)
    let baselines = try run.baselines()

    let clock = ContinuousClock()
    let began = clock.now
    var networks: [LSTM<Float>] = []
    var checkpoints: [String: RunoffCheckpoint] = [:]
    for seed in configuration.training.seeds {
      let trainer = try run.trainer(seed: seed, threads: threads)
      let name = "checkpoints/seed-\(seed).json"
      var checkpoint = try trainer.start()
      if resume, folder.exists(name) {
        checkpoint = try folder.readJSON(name, as: RunoffCheckpoint.self)
        console.line("seed \(seed): resumed after epoch \(checkpoint.epoch)")
      }
      let ending = try trainer.train(
        &checkpoint, shouldStop: { Interruption.isRequested },
        watch: { epoch in
          let validation = epoch.validationLoss.map { "  validation \($0.digits(4))" } ?? ""
          console.line(
            "seed \(seed)  epoch \(epoch.epoch)/\(configuration.training.epochs)  "
              + "loss \(epoch.trainingLoss.digits(4))\(validation)")
        }, save: { try folder.writeJSON(name, $0) })
      if ending == .interrupted {
        console.line(
          "interrupted in seed \(seed), after epoch \(checkpoint.epoch); continue with: "
            + "thalweg runoff train \(config) --output \(output) --resume")
        throw ExitCode(1)
      }
      networks.append(try trainer.network(checkpoint))
      checkpoints["seed_\(seed)"] = checkpoint
    }
    let seconds = (clock.now - began).seconds

    var (metrics, runoff) = try run.evaluate(networks, baselines: baselines, threads: threads)
    metrics.trainSeconds = seconds
    metrics.history = checkpoints.mapValues(\.history)
    metrics.chosenEpochs = checkpoints.compactMapValues { $0.best?.epoch }
    try RunoffEnsemble(description: run.problem.description, networks: networks)
      .write(to: folder, seeds: configuration.training.seeds)
    try run.write(metrics, runoff: runoff, to: folder)
    run.describe(metrics)
    console.line(
      "trained \(networks.count) seed(s) in \(seconds.digits(1)) s; written to \(folder.path): "
        + "metrics.json, metrics.csv, runoff.nc, model.json, weights/")
    folder.writePages(console)
    if options.json { try StandardOutput.writeJSON(metrics) }
  }
}

extension RunFolder {
  /// Forgets the checkpoints of a run that is replaced.
  func removeCheckpoints() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: file("checkpoints")) {
      try FileManager.default.removeItem(atPath: file("checkpoints/" + name))
    }
  }
}
