import ArgumentParser
import Foundation
import RiverNetworks

struct RunoffEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score a finished runoff run again, from its configuration and weights.")

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run")) var folder: String
  @Option(name: .shortAndLong, help: "Folder for the results (default: the run's own).")
  var output: String?
  @OptionGroup var options: CommonOptions

  func run() throws {
    let console = Console(isQuiet: options.quiet)
    let source = try RunFolder(existing: folder)
    let ensemble = try RunoffEnsemble(folder: folder)
    let configuration = try RunoffConfiguration(path: source.file("config.yaml"))
    let run = try RunoffRun(configuration, console: console)
    guard run.problem.description == ensemble.description,
      ensemble.networks.count == configuration.training.seeds.count
    else {
      throw InputError(
        "the model does not fit the run's configuration and inputs",
        file: source.file(RunoffEnsemble.recordName),
        remedy: "have the inputs changed since? manifest.json has their fingerprints; train again")
    }
    var (metrics, runoff) = try run.evaluate(
      ensemble.networks, baselines: run.baselines(),
      threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    if let before = try? source.readJSON("metrics.json", as: RunoffMetrics.self) {
      metrics.history = before.history
      metrics.chosenEpochs = before.chosenEpochs
      metrics.trainSeconds = before.trainSeconds
    }
    let target = try output.map { try RunFolder(path: $0, mayExist: true) } ?? source
    try run.write(metrics, runoff: runoff, to: target)
    run.describe(metrics)
    if options.json { try StandardOutput.writeJSON(metrics) }
  }
}
