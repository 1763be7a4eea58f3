import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import RiverSeries
import Training

/// One runoff run from inputs to scores.
struct RunoffRun {
  let configuration: RunoffConfiguration
  let data: RunoffData
  let problem: RunoffProblem
  let test: Range<Int>?
  let console: Console

  init(_ configuration: RunoffConfiguration, console: Console) throws {
    self.configuration = configuration
    self.console = console
    let data = try RunoffData(configuration)
    let (period, heldOut, test) = try configuration.periods.located(
      example: "2000-01-01..2001-12-31", data.days)
    let description = try Self.description(
      configuration, data: data, period: period, heldOut: heldOut)
    let ensemble = RunoffEnsemble(description: description, networks: [])
    problem = try RunoffProblem(
      description: description,
      products: data.weather.map { weather in
        try ensemble.inputs(
          weather, attributes: data.attributes,
          previousRunoff: description.takesPreviousRunoff ? data.previousRunoff : nil)
      }, observed: data.observed, ids: data.ids, period: period, heldOut: heldOut)
    self.data = data
    self.test = test
  }

  /// Statistics of the fitting days; nothing of a held-out or test day reaches them.
  private static func description(
    _ configuration: RunoffConfiguration, data: RunoffData, period: Range<Int>,
    heldOut: Range<Int>?
  ) throws -> RunoffDescription {
    let days = period.filter { !(heldOut?.contains($0) ?? false) }
    let columns = configuration.forcing.variables.indices.map { variable in
      data.weather.flatMap { weather in
        data.ids.indices.flatMap { catchment in
          let series = weather.series(variable: variable, catchment: catchment)
          return days.map { Double(series[series.startIndex + $0]) }
        }
      }
    }
    let runoff = data.observed.flatMap { series in days.map { series[$0] } }
      .filter { !$0.isNaN }
    let mean = runoff.reduce(0, +) / Double(max(runoff.count, 1))
    let variance =
      runoff.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(runoff.count, 1))
    let model = configuration.model
    do {
      return try RunoffDescription(
        forcings: Standardization(names: configuration.forcing.variables, fitting: columns),
        attributes: data.attributeNames.isEmpty
          ? nil : Standardization(names: data.attributeNames, fitting: data.attributes),
        takesPreviousRunoff: model.takesPreviousRunoff, runoffMean: mean,
        runoffDeviation: variance.squareRoot(), output: model.output,
        sequenceDays: model.sequenceDays, predictedDays: model.predictedDays)
    } catch let error as NeuralNetworkError {
      throw InputError(error)
    }
  }

  func trainer(seed: UInt64, threads: Int) throws -> RunoffTrainer {
    let training = configuration.training
    return try RunoffTrainer(
      problem, hiddenCount: configuration.model.hidden,
      options: RunoffTrainingOptions(
        epochs: training.epochs, batch: training.batch, learningRates: training.learningRates,
        dropout: Dropout(rate: training.dropout),
        clipping: GradientClipping(maximumNorm: training.clipNorm),
        weightDecay: training.weightDecay, threads: threads,
        memoryBudget: training.memoryBudget, keeps: training.keeps, seed: seed))
  }

  /// Names and days of the parts that are scored.
  var periods: [(name: String, days: [Range<Int>])] {
    var parts: [(String, [Range<Int>])] = [("train", problem.windows.fitting)]
    if let heldOut = problem.heldOut { parts.append(("validation", [heldOut])) }
    if let test { parts.append(("test", [test])) }
    return parts
  }

  func describeInputs() {
    console.line(
      "catchments: \(data.ids.count); \(data.axis.count) days from \(data.axis.date(at: 0)); "
        + "weather \(data.productNames.joined(separator: ", ")) "
        + "(\(configuration.forcing.variables.joined(separator: ", ")))")
    let attributes =
      data.attributeNames.isEmpty ? "none" : data.attributeNames.joined(separator: ", ")
    console.line("attributes: \(attributes)")
    for remark in data.remarks { console.line("note: \(remark)") }
    if problem.windows.unscoredDays > 0 {
      console.line(
        "note: the first \(problem.windows.unscoredDays) training days only warm the model up")
    }
    for count in problem.products.flatMap(\.filledCounts) where count > 0 {
      console.line("note: \(count) missing previous runoff(s) replaced by the mean")
    }
    if configuration.model.takesPreviousRunoff {
      console.line("note: the model is told yesterday's runoff: a forecast, not a simulation")
    }
  }
}
