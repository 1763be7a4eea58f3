import Reports
import RiverModels
import RiverSeries
import Training

// From a run's values to those of a report.

extension RunConfiguration.Periods {
  /// The periods that are configured, with their names.
  var named: [(name: String, days: ClosedRange<CivilDate>)] {
    [("train", train), ("validation", validation), ("test", test)].compactMap { name, days in
      days.map { (name, $0) }
    }
  }
}

extension ProvenanceReport {
  init(_ manifest: Manifest) {
    self.init(
      program: "thalweg \(manifest.thalweg)", command: manifest.command, seed: manifest.seed,
      threads: manifest.threads, started: manifest.started, system: manifest.system,
      inputs: manifest.inputs.map {
        Input(
          file: $0.file, bytes: $0.bytes,
          fingerprint: $0.xxh64.map { "XXH64 \($0)" } ?? "fingerprint of another kind")
      })
  }
}

extension RunReport {
  mutating func add(_ metrics: Metrics) {
    if let law = metrics.roughnessAreaLaw, law.exponentInterval.count == 2,
      law.exponentInterval[0] <= law.exponentInterval[1]
    {
      self.law = RoughnessLaw(
        coefficient: law.coefficient, referenceArea: law.referenceArea, exponent: law.exponent,
        exponentInterval: law.exponentInterval[0]...law.exponentInterval[1], note: law.note)
    }
    water = WaterReport(metrics.waterBalance, metrics.limiters)
    ensemble = metrics.ensemble.map {
      EnsembleReport(members: $0.members, confidence: $0.confidence, method: $0.method)
    }
    training = metrics.training.map {
      TrainingReport(
        $0, seconds: metrics.timing.trainSeconds,
        reachStepsPerSecond: metrics.timing.trainReachStepsPerSecond)
    }
  }

  /// Where the water went and how training went, of a run that learned temperature on a network.
  mutating func add(_ metrics: TemperatureMetrics) {
    if let balance = metrics.waterBalance, let limiters = metrics.limiters {
      water = WaterReport(balance, limiters)
    }
    training = metrics.training.map {
      TrainingReport(
        $0, seconds: metrics.trainSeconds,
        reachStepsPerSecond: metrics.trainReachStepsPerSecond)
    }
  }
}

extension RunReport {
  /// Scores of discharge and hours of the gauges' clocks.
  mutating func addDischarge(
    _ scores: Metrics.GaugeScores, _ baselines: Metrics.Baselines, offsets: [String: Double]
  ) {
    // Without series the metrics still tell of the gauges.
    if gauges.isEmpty {
      gauges = scores.keys.sorted().map { GaugeReport(station: $0, reachID: "not known") }
    }
    for index in gauges.indices {
      let station = gauges[index].station
      gauges[index].add(baselines.models(at: station, beside: scores))
      gauges[index].offsetHours = offsets[station]
      gauges[index].delayHours = baselines.bestConstantDelay.hours[station].map(Double.init)
    }
  }
}

extension TrainingReport {
  init(_ summary: Metrics.TrainingSummary, seconds: Double, reachStepsPerSecond: Double) {
    self.init(
      ending: summary.ending, steps: summary.steps, chosenEpoch: summary.chosenEpoch,
      epochs: summary.history.map {
        .init(epoch: $0.epoch, trainingLoss: $0.trainingLoss, validationLoss: $0.validationLoss)
      }, seconds: seconds, reachStepsPerSecond: reachStepsPerSecond)
  }
}

extension GaugeReport {
  mutating func add(_ models: [(name: String, periods: [String: Skill]?)]) {
    for (name, periods) in models {
      guard let periods else { continue }
      scores.append(
        ModelScores(
          model: name,
          periods: periods.keys.sorted().map { period in
            let skill = periods[period]!
            return (period, Scores(skill))
          }))
    }
  }
}

extension Metrics.Baselines {
  /// The learned model and the baselines, as they are named on a page.
  func models(
    at station: String, beside learned: Metrics.GaugeScores
  ) -> [(name: String, periods: [String: Skill]?)] {
    [
      (ModelScores.learned, learned[station]),
      ("uniform n = \(uniformRoughness.roughness)", uniformRoughness.gauges[station]),
      ("best constant delay", bestConstantDelay.gauges[station]),
      ("sum of inflows", sumOfInflows[station]),
    ]
  }
}

extension WaterReport {
  init(_ balance: Metrics.Balance, _ limiters: Metrics.Limiters) {
    self.init(
      inflow: balance.inflow, outflow: balance.outflow, storageChange: balance.storageChange,
      madeByLimiters: balance.madeByLimiters, relativeResidual: balance.relativeResidual,
      flooredShare: limiters.flooredShare,
      outsideCourantWindowShare: limiters.outsideCourantWindowShare)
  }
}

extension Scores {
  init(_ skill: Skill) {
    self.init(nse: skill.nse, kge: skill.kge, percentBias: skill.percentBias, days: skill.days)
  }
}
