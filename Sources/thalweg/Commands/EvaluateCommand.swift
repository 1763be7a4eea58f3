import ArgumentParser
import Foundation
import RiverNetworks
import Training

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score a finished run again, from its configuration and weights.",
    discussion: """
      Simulates all periods with the run's weights and writes metrics, gauges.nc, parameters and \
      report.html. For runs that learned discharge, temperature on a network, or both.
      """)

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run")) var folder: String
  @Option(name: .shortAndLong, help: "Folder for the results (default: the run's own).") var output: String?
  @OptionGroup var options: CommonOptions

  func run() throws {
    let console = Console(isQuiet: options.quiet)
    let source = try RunFolder(existing: folder)
    guard try !SiteTemperatureConfiguration.applies(to: source.file("config.yaml")) else {
      throw InputError(
        "temperature at gauges is scored when it is trained, and not again",
        file: source.file("config.yaml"), remedy: "see its metrics.json")
    }
    let configuration = try RunConfiguration(
      path: source.file("config.yaml"), seed: nil, threads: options.threads)
    if configuration.processes.contains(.temperature) {
      return try evaluateTemperature(configuration, source, console)
    }
    let routing = try RoutingRun(Project(configuration), console: console)
    let weights = try source.readJSON("weights.json", as: RoutingWeights.self)
    let baselines = try routing.baselines()
    let record = try source.exists(EnsembleRecord.name)
      ? source.readJSON(EnsembleRecord.name, as: EnsembleRecord.self) : nil
    var evaluation = try routing.evaluate(
      weights, problem: routing.problem(offsets: baselines.offsets), baselines: baselines,
      ensemble: record)
    if let before = earlierMetrics(of: source, as: Metrics.self, console) {
      evaluation.metrics.training = before.training
      evaluation.metrics.timing.trainSeconds = before.timing.trainSeconds
      evaluation.metrics.timing.trainReachStepsPerSecond = before.timing.trainReachStepsPerSecond
    }
    let target = try output.map { try RunFolder(path: $0, mayExist: true) } ?? source
    try routing.write(evaluation, to: target)
    try routing.report(evaluation, to: target, json: options.json)
    routing.sketch(evaluation)
    target.writePages(console)
  }

  /// What training said of itself, to be kept; nil, and said, where it cannot be understood.
  func earlierMetrics<Value: Decodable>(
    of source: RunFolder, as type: Value.Type, _ console: Console
  ) -> Value? {
    let name = "metrics.json"
    guard source.exists(name) else { return nil }
    do {
      return try source.readJSON(name, as: type)
    } catch {
      console.line("note: \(source.file(name)) cannot be understood: losses and time of training are lost")
      return nil
    }
  }
}

extension RunFolder {
  /// The folder of a run that is there.
  init(existing path: String) throws {
    guard FileManager.default.fileExists(atPath: path + "/config.yaml") else {
      throw InputError(
        "this is not the folder of a run", file: path, expected: "a folder with config.yaml in it",
        remedy: "give the --output of a `thalweg train`")
    }
    self.path = path
  }
}
