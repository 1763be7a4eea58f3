import RiverModels
import RiverNetworks
import Training

// What a run says on the terminal.

extension RoutingRun {
  func describeInputs() {
    let network = project.network
    console.line(
      "network: \(network.count) reaches, \(network.linkCount) links, \(network.outlets.count) outlet(s), \(network.headwaters.count) headwaters, \((network.lengths.reduce(0, +) / 1000).digits(0)) km (\(project.dataset.fields))")
    console.line(
      "lateral inflow: \(project.inflowAxis.count) values from \(project.inflowAxis.date(at: 0)), every \(project.inflowAxis.step / 3600) h, expanded by \(project.configuration.expansion.rawValue)")
    console.line("gauges: \(project.gauges.count); attributes: \(project.attributeNames.joined(separator: ", "))")
    for remark in project.remarks { console.line("note: \(remark)") }
    let unseen = seen.count { !$0 }
    if unseen > 0 {
      console.line("note: \(unseen) of \(network.count) reaches have no gauge below: their roughness is unconstrained")
    }
  }

  func describe(_ baselines: BaselineScores) {
    console.line("baselines, before any training:")
    for line in table(baselines.metrics, learned: nil) { console.line("  " + line) }
  }

  /// Scores, learned beside baselines.
  private func table(_ baselines: Metrics.Baselines, learned: Metrics.GaugeScores?) -> [String] {
    let names = periods.scored.map(\.name)
    var lines = [
      "model".padded(34) + names.map { ($0 + " NSE/KGE").padded(20, left: true) }.joined()
    ]
    func row(_ label: String, _ scores: Metrics.GaugeScores) {
      let cells = names.map { name -> String in
        let all = project.gauges.compactMap { scores[$0.station]?[name] }
        return "\(median(all.map { $0[.nse] }).digits(3)) / \(median(all.map { $0[.kge] }).digits(3))"
          .padded(20, left: true)
      }
      lines.append(label.padded(34) + cells.joined())
    }
    let one = project.gauges.first?.station ?? ""
    row("sum of inflows", baselines.sumOfInflows)
    let hours = project.gauges.count == 1 ? " (\(baselines.bestConstantDelay.hours[one] ?? 0) h)" : ""
    row("best constant delay" + hours, baselines.bestConstantDelay.gauges)
    let offset =
      project.gauges.count == 1
      ? ", offset \((baselines.uniformRoughness.offsetHours[one] ?? 0).digits(0)) h" : ""
    row("uniform n = \(baselines.uniformRoughness.roughness)\(offset)", baselines.uniformRoughness.gauges)
    if let learned { row("learned", learned) }
    if project.gauges.count > 1 { lines.append("(medians over \(project.gauges.count) gauges)") }
    return lines
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted.count.isMultiple(of: 2)
      ? (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2 : sorted[sorted.count / 2]
  }

  func report(_ evaluation: Evaluation, to folder: RunFolder, json: Bool) throws {
    let metrics = evaluation.metrics
    console.line("scores:")
    for line in table(metrics.baselines, learned: metrics.gauges) { console.line("  " + line) }
    for part in periods.scored where part.name == "test" || periods.test == nil {
      for station in metrics.gauges.keys.sorted() {
        guard let learned = metrics.gauges[station]?[part.name],
          let delay = metrics.baselines.bestConstantDelay.gauges[station]?[part.name],
          let uniform = metrics.baselines.uniformRoughness.gauges[station]?[part.name]
        else { continue }
        if learned[.nse] < delay[.nse] {
          console.line("note: \(station): the learned \(part.name) NSE is BELOW the best constant delay's")
        }
        if learned[.nse] < uniform[.nse] {
          console.line("note: \(station): the learned \(part.name) NSE is BELOW that of uniform roughness")
        }
      }
    }
    let n = metrics.roughness
    console.line(
      "roughness n: median \(n.median.digits(4)), \(n.least.digits(4)) to \(n.greatest.digits(4))"
        + (n.atBounds > 0 ? "; WARNING: \(n.atBounds) reach(es) at a bound" : ""))
    for line in mapLines(metrics) { console.line(line) }
    if metrics.inflowFactor != 1 {
      console.line(
        "inflow: all lateral inflow times \(metrics.inflowFactor.digits(4))"
          + (project.configuration.inflowFactor.isLearned ? " (learned)" : ""))
    }
    let balance = metrics.waterBalance
    console.line(
      "water: in \(balance.inflow.cubicMetres), out \(balance.outflow.cubicMetres), stored \(balance.storageChange.cubicMetres), made by limiters \(balance.madeByLimiters.cubicMetres), residual \((100 * balance.relativeResidual).digits(4)) % of inflow")
    console.line(
      "limiters: discharge floored in \((100 * metrics.limiters.flooredShare).digits(4)) %, outside the Courant window in \((100 * metrics.limiters.outsideCourantWindowShare).digits(1)) % of reach-steps")
    console.line(
      "time: read \(metrics.timing.readSeconds.digits(2)) s, baselines \(metrics.timing.baselineSeconds.digits(2)) s, train \(metrics.timing.trainSeconds.digits(2)) s (\(metrics.timing.trainReachStepsPerSecond.scaled)reach-steps/s with gradient), evaluate \(metrics.timing.evaluateSeconds.digits(2)) s (\(metrics.timing.evaluateReachStepsPerSecond.scaled)reach-steps/s)")
    console.line("written to \(folder.path): metrics.json, metrics.csv, gauges.nc, parameters.gpkg, parameters.nc")
    if json { try StandardOutput.writeJSON(metrics) }
  }
}
