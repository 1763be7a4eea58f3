import NeuralNetworks
import RiverModels
import RiverNetworks

/// Fits a routing problem's weights to its gauges.
///
/// Draws windows, sweeps forward and back, steps Adam; after each epoch scores the held-out days.
/// Everything follows from (problem, options): the same bits on any number of threads, stopped and
/// resumed or not.
public struct Trainer: Sendable {
  public let problem: RoutingProblem
  public let options: TrainingOptions
  let terms: LossTerms
  /// nil where it has no weight.
  let prior: GaussianPrior?

  /// What a step tells the watcher.
  public struct Progress: Sendable {
    public let step: Int
    public let stepCount: Int
    public let epoch: Int
    public let epochCount: Int
    public let loss: Double
    /// Set after the last step of an epoch.
    public let finishedEpoch: TrainingCheckpoint.Epoch?
    /// Reach-steps of the step just taken.
    public let reachSteps: Double
  }

  public enum Ending: Sendable, Equatable {
    case finished, stoppedEarly(epoch: Int), interrupted
  }

  /// - Throws: `InputError` where a gauge has no usable observation in the fitting days.
  public init(_ problem: RoutingProblem, options: TrainingOptions) throws {
    self.problem = problem
    self.options = options
    terms = try LossTerms(problem, options)
    prior = try Self.prior(problem, weight: options.priorWeight)
    try options.learningRate.validate()
  }

  /// Hours by which a learned offset may well differ from its start.
  private static let offsetDeviation = PosteriorOptions().offsetDeviation

  private static func prior(_ problem: RoutingProblem, weight: Double) throws -> GaussianPrior? {
    guard weight > 0 else { return nil }
    guard let prior = problem.prior(offsetDeviation: offsetDeviation) else {
      throw InputError(
        "a prior has a weight, but a learned parameter has no prior", column: "prior_weight",
        found: "\(weight)", expected: "models fixed, constant, power_law or power_law_per_reach",
        remedy: "set it to 0, or choose another model")
    }
    return prior
  }

  /// Where training begins.
  public func start() -> TrainingCheckpoint {
    let weights = RoutingWeights(problem, seed: options.seed)
    return TrainingCheckpoint(
      weights: weights, optimizers: weights.counts.map { Adam(weightCount: $0) }, step: 0,
      epoch: 0, stepInEpoch: 0, losses: [], best: nil, history: [], skippedWindows: 0,
      clippedSteps: 0)
  }

  /// Goes on from `checkpoint`, which is advanced, to the end or until told to stop.
  /// - Parameters:
  ///   - checkpoint: where training stands
  ///   - shouldStop: asked before every step
  ///   - watch: told of every step
  ///   - save: given every checkpoint worth keeping: after each epoch, and on an interruption
  public func train(
    _ checkpoint: inout TrainingCheckpoint, shouldStop: () -> Bool = { false },
    watch: (Progress) -> Void = { _ in }, save: (TrainingCheckpoint) throws -> Void = { _ in }
  ) throws -> Ending {
    while checkpoint.epoch < options.epochs {
      if let patience = options.patience, let best = checkpoint.best,
        checkpoint.epoch - best.epoch >= patience
      {
        return .stoppedEarly(epoch: checkpoint.epoch)
      }
      let batches = batches(epoch: checkpoint.epoch)
      while checkpoint.stepInEpoch < batches.count {
        if shouldStop() {
          try save(checkpoint)
          return .interrupted
        }
        let reachSteps = try step(&checkpoint, windows: batches[checkpoint.stepInEpoch])
        let isLast = checkpoint.stepInEpoch == batches.count
        if isLast { try finishEpoch(&checkpoint) }
        watch(
          Progress(
            step: checkpoint.step, stepCount: options.epochs * batches.count,
            epoch: checkpoint.epoch, epochCount: options.epochs,
            loss: isLast ? checkpoint.history.last!.trainingLoss : checkpoint.losses.last ?? .nan,
            finishedEpoch: isLast ? checkpoint.history.last : nil, reachSteps: reachSteps))
        if isLast {
          try save(checkpoint)
          break
        }
      }
    }
    return .finished
  }

  /// The weights to keep: the best on validation, or the last where they are asked for or nothing
  /// was held out.
  public func chosenWeights(_ checkpoint: TrainingCheckpoint) -> RoutingWeights {
    options.keepsBest ? checkpoint.best?.weights ?? checkpoint.weights : checkpoint.weights
  }

  /// Loss on a window and its gradient, `[weight]`, as a step of training takes them.
  public func lossGradient(
    _ window: TrainingWindow, weights: RoutingWeights
  ) throws -> (loss: Double, gradient: [Double]) {
    let result = try problem.lossGradient(window, weights: weights, terms: terms)
    return (result.loss.loss, result.gradient)
  }

  /// Loss on the held-out days, from one continuous simulation of each part; nil without any.
  public func validationLoss(_ weights: RoutingWeights) throws -> Double? {
    let windows = options.windows.validationWindows
    guard !windows.isEmpty else { return nil }
    var sum = 0.0
    var days = 0
    for window in windows {
      let result = try problem.loss(window, weights: weights, terms: terms)
      guard result.isDefined else { continue }
      sum += result.loss * Double(result.scoredDays)
      days += result.scoredDays
    }
    return days > 0 ? sum / Double(days) : nil
  }

  private func batches(epoch: Int) -> [[TrainingWindow]] {
    let windows = options.windows.epoch(epoch, seed: options.seed)
    return stride(from: 0, to: windows.count, by: options.batch).map {
      Array(windows[$0..<min($0 + options.batch, windows.count)])
    }
  }

  /// One step of Adam on a batch of windows.
  private func step(
    _ checkpoint: inout TrainingCheckpoint, windows: [TrainingWindow]
  ) throws -> Double {
    var gradient = [Double](repeating: 0, count: checkpoint.weights.values.count)
    var loss = 0.0
    var days = 0
    var reachSteps = 0.0
    for window in windows {
      let result = try problem.lossGradient(
        window, weights: checkpoint.weights, terms: terms)
      reachSteps += result.reachSteps
      guard result.loss.isDefined else {
        checkpoint.skippedWindows += 1
        continue
      }
      let share = Double(result.loss.scoredDays)
      loss += share * result.loss.loss
      days += result.loss.scoredDays
      for index in gradient.indices { gradient[index] += share * result.gradient[index] }
    }
    if days > 0 {
      loss /= Double(days)
      let penalty = problem.penalty(checkpoint.weights)
      let pull = prior?.distance(checkpoint.weights.values).gradient
      for index in gradient.indices {
        gradient[index] = gradient[index] / Double(days) + penalty.gradient[index]
        if let pull { gradient[index] += options.priorWeight * pull[index] }
      }
      if let clipping = options.clipping, try clipping.clip(&gradient).isClipped {
        checkpoint.clippedSteps += 1
      }
      let rate = options.learningRate.value(at: checkpoint.step)
      for (index, group) in RoutingWeights.Group.allCases.enumerated() {
        let range = checkpoint.weights.range(group)
        if range.isEmpty || (group == .offset && !problem.offsets.isLearned) { continue }
        var part = checkpoint.weights[group]
        try checkpoint.optimizers[index].update(
          weights: &part, gradient: Array(gradient[range]),
          learningRate: rate * (options.rateFactors[group] ?? 1))
        checkpoint.weights[group] = part
      }
      checkpoint.losses.append(loss)
    }
    checkpoint.step += 1
    checkpoint.stepInEpoch += 1
    return reachSteps
  }

  private func finishEpoch(_ checkpoint: inout TrainingCheckpoint) throws {
    checkpoint.epoch += 1
    let validation = try validationLoss(checkpoint.weights)
    let mean = checkpoint.losses.reduce(0, +) / Double(max(checkpoint.losses.count, 1))
    checkpoint.history.append(
      .init(
        epoch: checkpoint.epoch, trainingLoss: mean, validationLoss: validation,
        offsets: checkpoint.weights[.offset]))
    if let validation, validation < checkpoint.best?.loss ?? .infinity {
      checkpoint.best = .init(
        weights: checkpoint.weights, epoch: checkpoint.epoch, loss: validation)
    }
    checkpoint.stepInEpoch = 0
    checkpoint.losses = []
  }
}
