import Reports
import RiverNetworks
import RiverSeries
import Training

extension RunFolder {
  /// Reads a folder of `thalweg runoff train`: catchments, without a network.
  func readRunoff(into report: inout RunReport) throws {
    report.kind = .runoff
    report.quantity = .runoff
    let configuration = try RunoffConfiguration(path: file("config.yaml"))
    report.add(configuration, periods: configuration.periods.named)
    let metrics = exists("metrics.json")
      ? try readJSON("metrics.json", as: RunoffMetrics.self) : nil
    let files = [file("runoff.nc")]
    guard let simulated = try SimulatedSeries(files: files, variable: "runoff") else { return }
    let observed = try SimulatedSeries(files: files, variable: "observed")
    for name in simulated.rows.sorted(by: { $0.value < $1.value }).map(\.key) {
      var gauge = GaugeReport(station: name, reachID: "")
      let values = try simulated.values(of: name)
      gauge.series = GaugeSeries(
        start: Double(simulated.axis.start), step: Double(simulated.axis.step),
        observed: try observed?.values(of: name) ?? values.map { _ in .nan }, simulated: values)
      if let metrics { gauge.add(Self.models(metrics, at: name)) }
      report.gauges.append(gauge)
    }
    guard let metrics else { return }
    if metrics.takesPreviousRunoff {
      report.remarks.append("the model is told yesterday's runoff: a forecast, not a simulation")
    }
    let seeds = configuration.training.seeds
    if seeds.count > 1 {
      report.remarks.append(
        "learned: the mean of \(seeds.count) networks, each trained from its own seed; the losses "
          + "are those of seed \(seeds[0])")
    }
    let first = "seed_\(seeds[0])"
    report.training = metrics.history[first].map { epochs in
      TrainingReport(
        ending: "finished", steps: nil, chosenEpoch: metrics.chosenEpochs[first],
        epochs: epochs.map {
          .init(epoch: $0.epoch, trainingLoss: $0.trainingLoss, validationLoss: $0.validationLoss)
        }, seconds: metrics.trainSeconds)
    }
  }

  /// The networks' mean and the baselines, as they are named on a page.
  private static func models(
    _ metrics: RunoffMetrics, at catchment: String
  ) -> [(name: String, periods: [String: Skill]?)] {
    [(ModelScores.learned, metrics.models["ensemble"]?[catchment])]
      + RunoffMetrics.baselines.map {
        ($0.replacing("_", with: " "), metrics.models[$0]?[catchment])
      }
  }
}
