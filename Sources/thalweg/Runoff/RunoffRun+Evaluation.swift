import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import RiverSeries
import Training

extension RunoffRun {
  /// What the trivial models give, mm per day, `[model][catchment][day]`.
  struct Baselines {
    var series: [String: [[Double]]]
    var reservoirs: [String: RainReservoir]
  }

  func baselines() throws -> Baselines {
    let daysOfYear = data.daysOfYear
    let rain = data.weather.map { $0.names.firstIndex(of: "prcp") }
    let all = try data.ids.indices.map { catchment in
      // The mean of the products that know the rain.
      var precipitation = [Double](repeating: 0, count: data.axis.count)
      let known = zip(data.weather, rain).compactMap { weather, variable in
        variable.map { weather.series(variable: $0, catchment: catchment) }
      }
      guard !known.isEmpty else {
        throw InputError(
          "the linear reservoir needs precipitation", column: "forcing.variables",
          found: configuration.forcing.variables.joined(separator: ", "), expected: "prcp")
      }
      for series in known {
        for (day, value) in series.enumerated() {
          precipitation[day] += Double(value) / Double(known.count)
        }
      }
      do {
        return try RunoffBaselines(
          observed: data.observed[catchment], precipitation: precipitation,
          daysOfYear: daysOfYear, training: problem.seen)
      } catch var error as InputError {
        error.ids = [data.ids[catchment]]
        throw error
      }
    }
    return Baselines(
      series: [
        "climatology": all.map(\.climatology), "persistence": all.map(\.persistence),
        "linear_reservoir": all.map(\.reservoirRunoff),
      ],
      reservoirs: Dictionary(uniqueKeysWithValues: zip(data.ids, all.map(\.reservoir))))
  }

  func scores(_ series: [[Double]]) -> RunoffMetrics.Scores {
    Dictionary(
      uniqueKeysWithValues: data.ids.indices.map { catchment in
        let observed = data.observed[catchment]
        return (
          data.ids[catchment],
          Dictionary(
            uniqueKeysWithValues: periods.map { part in
              (
                part.name,
                Skill(observed: observed, simulated: series[catchment], days: part.days)
              )
            })
        )
      })
  }

  /// Scores of all members, their mean, and the baselines; and the mean's runoff.
  func evaluate(
    _ networks: [LSTM<Float>], baselines: Baselines, threads: Int
  ) throws -> (metrics: RunoffMetrics, runoff: [[Double]]) {
    let days = 0..<data.axis.count
    let members = try networks.map { try problem.simulate($0, days: days, threads: threads) }
    let mean = data.ids.indices.map { catchment in
      days.map { day in
        members.reduce(0) { $0 + $1[catchment][day] } / Double(members.count)
      }
    }
    var models = baselines.series.mapValues { scores($0) }
    let names = configuration.training.seeds.map { "seed_\($0)" }
    for (name, runoff) in zip(names, members) { models[name] = scores(runoff) }
    models["ensemble"] = scores(mean)
    let medians = models.mapValues { RunoffMetrics.medians($0) }
    var medianOfSeeds: [String: RunoffMetrics.Median] = [:]
    for part in periods {
      let all = names.compactMap { medians[$0]?[part.name] }
      medianOfSeeds[part.name] = .init(
        nse: RunoffMetrics.median(all.map { $0.nse ?? .nan }),
        kge: RunoffMetrics.median(all.map { $0.kge ?? .nan }))
    }
    return (
      RunoffMetrics(
        models: models, medians: medians, medianOfSeeds: medianOfSeeds,
        reservoirs: baselines.reservoirs, chosenEpochs: [:], history: [:], trainSeconds: 0,
        takesPreviousRunoff: configuration.model.takesPreviousRunoff), mean
    )
  }

  /// metrics.json, metrics.csv, runoff.nc.
  func write(_ metrics: RunoffMetrics, runoff: [[Double]], to folder: RunFolder) throws {
    try folder.writeJSON("metrics.json", metrics)
    try folder.write("metrics.csv", metrics.csv)
    try RunoffFile(
      axis: data.axis, ids: data.ids.map { .text($0) }, simulated: runoff, observed: data.observed
    ).write(to: folder.file("runoff.nc"), title: configuration.title)
  }

  /// The scores as a table.
  func describe(_ metrics: RunoffMetrics) {
    let names = periods.map(\.name)
    console.line(
      "median NSE over \(data.ids.count) catchment(s)".padded(34)
        + names.map { $0.padded(12, left: true) }.joined())
    func row(_ label: String, _ medians: [String: RunoffMetrics.Median]) {
      console.line(
        ("  " + label).padded(34)
          + names.map { (medians[$0]?.nse ?? .nan).digits(3).padded(12, left: true) }.joined())
    }
    for name in RunoffMetrics.baselines { row(name, metrics.medians[name] ?? [:]) }
    guard let ensemble = metrics.medians["ensemble"] else { return }
    for seed in configuration.training.seeds {
      row("seed_\(seed)", metrics.medians["seed_\(seed)"] ?? [:])
    }
    row("median of seeds", metrics.medianOfSeeds)
    row("ensemble", ensemble)
    guard test != nil else { return }
    for name in RunoffMetrics.baselines {
      let (own, other) = (metrics.medianOfSeeds["test"]?.nse, metrics.medians[name]?["test"]?.nse)
      if let own, let other, own < other {
        console.line("note: the median test NSE of the seeds is BELOW that of \(name)")
      }
    }
  }
}
