/// What a training's loss is made of:
///
///     total = w_q L_q + w_T L_T
///
/// L_q compares discharge at its gauges, L_T temperature at its own.
struct LossTerms: Sendable {
  struct Term: Sendable {
    var objective: Objective
    var gauges: [ObjectiveGauge]
    /// w_q or w_T
    var weight: Double
  }

  /// nil where discharge does not count.
  var discharge: Term?
  /// nil where temperature is not learned.
  var temperature: Term?
}

extension LossTerms {
  /// - Throws: `InputError` where a gauge has no usable observation in the fitting days
  init(_ problem: RoutingProblem, _ options: TrainingOptions) throws {
    let fitting = options.windows.fitting
    if options.dischargeWeight > 0 || problem.temperature == nil {
      let gauges = try problem.gauges.map { try ObjectiveGauge($0, fitting: fitting) }
      try options.objective.check(gauges)
      discharge = Term(
        objective: options.objective, gauges: gauges, weight: options.dischargeWeight)
    }
    if let temperature = problem.temperature {
      let gauges = try temperature.gauges.map { try ObjectiveGauge($0, fitting: fitting) }
      let objective = try Objective(
        [.init(.normalizedSquared)], warmUpDays: options.objective.warmUpDays)
      try objective.check(gauges)
      self.temperature = Term(
        objective: objective, gauges: gauges, weight: options.temperatureWeight)
    }
  }
}

/// The loss of a window: of both parts, or of the one that is defined there.
struct WindowLoss {
  private(set) var loss = 0.0
  /// Gauge-days scored, of both.
  private(set) var scoredDays = 0
  /// Whether the window has something to teach.
  private(set) var isDefined = false

  mutating func add(_ evaluation: ObjectiveEvaluation, weight: Double) {
    guard evaluation.isDefined else { return }
    loss += weight * evaluation.loss
    scoredDays += evaluation.scoredDays
    isDefined = true
  }
}
