import Foundation
import RiverModels
import RiverNetworks
import Training

/// The same data learned under different beliefs, side by side.
struct Ablation {
  let project: Project
  let console: Console

  /// What one belief gave.
  struct Row: Codable {
    var variant: String
    /// On the fitting and the held-out days of training, mean over the gauges.
    var fitNSE: Double
    var validationNSE: Double?
    var exponent: Double?
    /// Of the ensemble.
    var exponentInterval: [Double]?
    /// n at the reference area.
    var coefficient: Double?
    /// Hours, mean over the gauges.
    var offset: Double
    /// With a known truth: mean over the seeds.
    var lawCorrelation: Double?
    var medianError: Double?
    var coverage: Double?
    enum CodingKeys: String, CodingKey {
      case variant, fitNSE = "fit_nse", validationNSE = "validation_nse", exponent
      case exponentInterval = "exponent_interval", coefficient, offset = "offset_hours"
      case lawCorrelation = "correlation_with_law", medianError = "median_relative_error"
      case coverage = "interval_coverage"
    }
  }

  func row(_ variant: AblationVariant, seeds: Int) throws -> Row {
    var project = project
    project.configuration = variant.applied(to: project.configuration)
    let run = try RoutingRun(project, console: console)
    if let section = project.configuration.recovery {
      return try recovered(variant, run: run, section: section, seeds: seeds)
    }
    return try learned(variant, run: run)
  }

  /// On the gauges' own observations.
  private func learned(_ variant: AblationVariant, run: RoutingRun) throws -> Row {
    let configuration = run.project.configuration
    let problem = try run.problem(offsets: run.baselines().offsets)
    let mode = try run.mostProbable(problem, tells: false)
    let channels = problem.channels(mode.weights)
    let offsets = mode.weights[.offset]
    // Not a day beyond training is simulated: the test period is not for choosing.
    let days =
      max(
        0, run.periods.train.lowerBound - configuration.periods.spinUpDays)..<run.periods.train
      .upperBound
    let daily = problem.evaluate(channels: channels, offsets: offsets, days: days).daily
    func nse(_ ranges: [Range<Int>]) -> Double {
      let scores = problem.efficiencies(daily, days: ranges)
      return scores.reduce(0, +) / Double(scores.count)
    }
    let seen = run.seen
    let reaches = seen.indices.filter { seen[$0] && project.areas[$0] > 0 }
    let law = run.areaLaw(channels.map(\.roughness), seen: seen)
    let section = configuration.uncertainty
    let members = (0..<section.ensemble).map { mode.member($0, seed: section.options.seed) }
    let ensemble = RoughnessEnsemble(members, problem: problem, confidence: section.confidence)
    let exponents = ensemble.laws(
      areas: project.areas, referenceArea: configuration.parameters.roughness.referenceArea,
      reaches: reaches
    ).map(\.exponent)
    let interval = exponents.isEmpty ? nil : ensemble.interval(exponents)
    return Row(
      variant: variant.name, fitNSE: nse(run.fittingDays),
      validationNSE: run.periods.validation.map { nse([$0]) }, exponent: law?.exponent,
      exponentInterval: interval.map { [$0.lowerBound, $0.upperBound] },
      coefficient: law?.coefficient, offset: offsets.reduce(0, +) / Double(offsets.count))
  }

  /// On observations of a known truth.
  private func recovered(
    _ variant: AblationVariant, run: RoutingRun, section: RecoverySection, seeds: Int
  ) throws -> Row {
    let experiment = RecoveryExperiment(run: run, section: section)
    let results = try (1...UInt64(seeds)).map { try experiment.result(seed: $0) }
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    let intervals = results.compactMap(\.exponent.interval)
    return Row(
      variant: variant.name, fitNSE: mean(results.map { 1 - $0.loss })!, validationNSE: nil,
      exponent: mean(results.map(\.exponent.value)),
      exponentInterval: intervals.isEmpty
        ? nil : [mean(intervals.map { $0[0] })!, mean(intervals.map { $0[1] })!],
      coefficient: mean(results.map(\.coefficient.value)),
      offset: mean(results.compactMap(\.meanOffset))!,
      lawCorrelation: mean(results.compactMap(\.seen.lawCorrelation)),
      medianError: mean(results.compactMap(\.seen.medianError)),
      coverage: mean(results.compactMap(\.seen.coverage)))
  }

  /// As a table of Markdown.
  static func table(_ rows: [Row], confidence: Double) -> String {
    let hasTruth = rows.contains { $0.medianError != nil }
    let share = (100 * confidence).digits(0)
    var heads = ["what is believed of n", "fit NSE"]
    if !hasTruth { heads.append("held-out NSE") }
    heads += ["exponent", "\(share) % interval", "n at A0", "offset, h"]
    if hasTruth { heads += ["corr. with law", "median error", "inside interval"] }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let body = rows.map { row in
      var cells = [row.variant, row.fitNSE.digits(hasTruth ? 6 : 4)]
      if !hasTruth { cells.append(row.validationNSE?.digits(4) ?? "-") }
      cells += [
        row.exponent?.digits(3) ?? "-",
        row.exponentInterval.map { "\($0[0].digits(3)) to \($0[1].digits(3))" } ?? "-",
        row.coefficient?.digits(4) ?? "-", row.offset.digits(2),
      ]
      if hasTruth {
        cells += [
          row.lawCorrelation?.digits(3) ?? "-", row.medianError?.digits(3) ?? "-",
          row.coverage?.digits(2) ?? "-",
        ]
      }
      return line(cells)
    }
    return ([line(heads), line(heads.map { _ in "---" })] + body).joined(separator: "\n") + "\n"
  }
}
