import ArgumentParser
import RiverNetworks
import Training

extension TrainCommand {
  /// Trains temperature on the network, alone or with discharge.
  func runNetworkTemperature(_ configuration: RunConfiguration, _ console: Console) throws {
    guard configuration.training.method == .adam, configuration.uncertainty.ensemble == 0
    else {
      throw InputError(
        "with temperature only Adam trains, and there is no ensemble", column: "training.method",
        expected: "method: adam, uncertainty.ensemble: 0")
    }
    let clock = ContinuousClock()
    let project = try Project(configuration)
    let run = try TemperatureRun(project, console: console)
    _ = try run.trainer(run.problem(offsets: project.gauges.map { _ in 0 }))
    let folder = try openFolder(configuration, console)
    run.describeInputs()
    try folder.keep(configuration, remarks: project.remarks + run.remarks)

    let baselines = try run.baselines()
    run.describe(baselines)
    let problem = try run.problem(offsets: baselines.offsets)
    let trainer = try run.trainer(problem)
    let start = clock.now
    let (checkpoint, ending, reachSteps) = try steps(trainer, folder: folder, console: console)
    let seconds = (clock.now - start).seconds
    var evaluation = try run.evaluate(
      trainer.chosenWeights(checkpoint), problem: problem, baselines: baselines)
    evaluation.metrics.training = .init(
      checkpoint, ending: ending, keepsBest: trainer.options.keepsBest)
    evaluation.metrics.trainSeconds = seconds
    evaluation.metrics.trainReachStepsPerSecond = seconds > 0 ? reachSteps / seconds : 0
    try run.write(evaluation, to: folder)
    run.report(evaluation)
    if options.json { try StandardOutput.writeJSON(evaluation.metrics) }
    console.line(
      "written to \(folder.path): metrics.json, metrics.csv, gauges.nc, parameters.gpkg, "
        + "parameters.nc")
    folder.writePages(console)
  }
}
