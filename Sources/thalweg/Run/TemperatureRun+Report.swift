import Foundation
import Training

extension TemperatureRun {
  func describeInputs() {
    for remark in project.remarks + remarks { console.line("note: \(remark)") }
    let learned = RunConfiguration.HeatSection.Name.allCases.filter { heat[$0].model != .fixed }
    console.line(
      "\(project.network.count) reaches, temperature at "
        + gauges.map { $0.gauge.station + ($0.isTrained ? "" : " (scored only)") }
        .joined(separator: ", ")
        + "; learned of the heat: "
        + (learned.isEmpty ? "nothing" : learned.map(\.rawValue).joined(separator: ", ")))
    console.line(
      routing == nil
        ? "discharge is not trained on"
        : "loss: \(dischargeWeight) x discharge + \(heat.temperatureWeight) x temperature")
  }

  func describe(_ baselines: Baselines) {
    console.line("temperature before training, RMSE in degC (test, or train where there is none):")
    for name in baselines.temperature.keys.sorted() {
      console.line("  " + row(name, baselines.temperature[name]!))
    }
  }

  func report(_ evaluation: Evaluation) {
    let metrics = evaluation.metrics
    console.line("learned, RMSE in degC (days):")
    for part in periods.scored {
      let scores = gauges.map { metrics.temperature[$0.gauge.station]! }
      console.line("  " + row(part.name, scores, period: part.name))
    }
    let period = periods.test == nil ? "train" : "test"
    for gauge in gauges {
      let station = gauge.gauge.station
      guard let learned = metrics.temperature[station]?[period], learned.days > 0 else { continue }
      for name in metrics.temperatureBaselines.keys.sorted() {
        let baseline = metrics.temperatureBaselines[name]![station]![period]!
        if learned.rmse > baseline.rmse {
          console.line(
            "note: \(station): the learned \(period) RMSE is ABOVE that of \(name), "
              + baseline.rmse.digits(2))
        }
      }
    }
    for field in evaluation.fields {
      let summary = metrics.parameters[field.name]!
      guard summary.isLearned else { continue }
      console.line(
        "\(field.name): median \(summary.median.digits(4)), \(summary.least.digits(4)) to "
          + "\(summary.greatest.digits(4)) \(field.unit == "1" ? "" : field.unit)")
    }
  }

  private func row(
    _ name: String, _ scores: [[String: TemperatureScore]], period: String? = nil
  ) -> String {
    let period = period ?? (periods.test == nil ? "train" : "test")
    let cells = zip(gauges, scores).map { gauge, scores -> String in
      let score = scores[period]
      let number = score.map { $0.days > 0 ? "\($0.rmse.digits(2)) (\($0.days))" : "-" } ?? "-"
      return "\(gauge.gauge.station) \(number)"
    }
    return name.padding(toLength: 24, withPad: " ", startingAt: 0) + cells.joined(separator: ", ")
  }
}
