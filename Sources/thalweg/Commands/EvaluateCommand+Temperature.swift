import Foundation
import RiverNetworks
import Training

extension EvaluateCommand {
  /// Scores a run with temperature learned on a network again.
  func evaluateTemperature(
    _ configuration: RunConfiguration, _ source: RunFolder, _ console: Console
  ) throws {
    let weights = try source.readJSON("weights.json", as: RoutingWeights.self)
    let run = try TemperatureRun(Project(configuration), console: console)
    let baselines = try run.baselines()
    let problem = try run.problem(offsets: baselines.offsets)
    let expected = problem.startWeights(seed: configuration.training.seed)
    guard weights.hasShape(of: expected) else {
      throw InputError(
        "the weights are not those of the run's configuration", file: source.file("weights.json"),
        found: "\(weights.values.count) weights", expected: "\(expected.values.count)",
        remedy: "was config.yaml changed after training? train again")
    }
    var evaluation = try run.evaluate(weights, problem: problem, baselines: baselines)
    if let before = earlierMetrics(of: source, as: TemperatureMetrics.self, console) {
      evaluation.metrics.training = before.training
      evaluation.metrics.trainSeconds = before.trainSeconds
      evaluation.metrics.trainReachStepsPerSecond = before.trainReachStepsPerSecond
    }
    let target = try output.map { try RunFolder(path: $0, mayExist: true) } ?? source
    try run.write(evaluation, to: target)
    run.report(evaluation)
    if options.json { try StandardOutput.writeJSON(evaluation.metrics) }
    target.writePages(console)
  }
}
