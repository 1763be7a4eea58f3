import NeuralNetworks
import RiverModels

/// Fits an LSTM to observed runoff.
///
/// Everything follows from (problem, options): the same bits on any number of threads, stopped and
/// resumed or not. Sequences, products of weather and dropout are drawn from (seed, epoch, step).
public struct RunoffTrainer: Sendable {
  public let problem: RunoffProblem
  public let options: RunoffTrainingOptions
  public let shape: LSTMShape

  public enum Ending: Sendable, Equatable { case finished, interrupted }

  public init(_ problem: RunoffProblem, hiddenCount: Int, options: RunoffTrainingOptions) throws {
    self.problem = problem
    self.options = options
    shape = try LSTMShape(inputCount: problem.description.inputCount, hiddenCount: hiddenCount)
  }

  /// Where training begins: random weights, or those given.
  public func start(from network: LSTM<Float>? = nil) throws -> RunoffCheckpoint {
    var generator = Xoshiro256StarStar(seed: options.seed)
    let network = network ?? LSTM<Float>(shape: shape, using: &generator)
    return RunoffCheckpoint(
      parameters: Float.widened(network.parameters),
      optimizer: Adam(
        weightCount: shape.parameterCount,
        settings: try Adam.Settings(weightDecay: options.weightDecay)), epoch: 0,
      stepInEpoch: 0, losses: [], best: nil, history: [], clippedSteps: 0, skippedSteps: 0)
  }

  /// The network with the weights to keep: the best on the held-out days, or the last.
  public func network(_ checkpoint: RunoffCheckpoint) throws -> LSTM<Float> {
    let best = options.keeps == .best ? checkpoint.best : nil
    return try network(best?.parameters ?? checkpoint.parameters)
  }

  private func network(_ parameters: [Double]) throws -> LSTM<Float> {
    try LSTM(shape: shape, parameters: Float.rounded(parameters))
  }

  /// Goes on from `checkpoint`, which is advanced, to the end or until told to stop.
  /// - Parameters:
  ///   - checkpoint: where training stands
  ///   - shouldStop: asked before every step
  ///   - watch: told of every epoch
  ///   - save: given every checkpoint worth keeping
  public func train(
    _ checkpoint: inout RunoffCheckpoint, shouldStop: () -> Bool = { false },
    watch: (RunoffCheckpoint.Epoch) -> Void = { _ in },
    save: (RunoffCheckpoint) throws -> Void = { _ in }
  ) throws -> Ending {
    let tape = LSTMTape<Float>()
    while checkpoint.epoch < options.epochs {
      let windows = problem.windows.epoch(
        checkpoint.epoch, seed: options.seed, catchments: problem.catchmentCount)
      let batches = stride(from: 0, to: windows.count, by: options.batch).map {
        Array(windows[$0..<min($0 + options.batch, windows.count)])
      }
      while checkpoint.stepInEpoch < batches.count {
        if shouldStop() {
          try save(checkpoint)
          return .interrupted
        }
        try step(&checkpoint, windows: batches[checkpoint.stepInEpoch], tape: tape)
      }
      try finishEpoch(&checkpoint)
      watch(checkpoint.history.last!)
      try save(checkpoint)
    }
    return .finished
  }

  /// One step of Adam.
  private func step(
    _ checkpoint: inout RunoffCheckpoint, windows: [RunoffWindows.Window], tape: LSTMTape<Float>
  ) throws {
    defer { checkpoint.stepInEpoch += 1 }
    let draw = UInt64(checkpoint.epoch) << 32 | UInt64(checkpoint.stepInEpoch)
    var generator = Xoshiro256StarStar(seed: options.seed &* 0x9E37_79B9_7F4A_7C15 &+ draw)
    let targets = Targets(problem, windows: windows)
    guard targets.isObserved.contains(true) else {
      checkpoint.skippedSteps += 1
      return
    }
    let product = windows.map { _ in generator.nextIndex(below: problem.products.count) }
    let batch = problem.batch(windows, products: product)
    let predicted = problem.description.predictedDays
    let factors: [Float]? =
      options.dropout.rate > 0
      ? options.dropout.factors(
        count: windows.count * predicted * shape.hiddenCount, using: &generator) : nil
    let forecast = try network(checkpoint.parameters).forward(
      batch, recordedOn: tape,
      outputSteps: batch.stepCount - predicted..<batch.stepCount, dropoutFactors: factors,
      threads: options.threads, memoryBudget: options.memoryBudget)
    let description = problem.description
    let value = try NormalizedSquareError.evaluate(
      predictions: description.runoff(forecast.predictions, previous: targets.previous),
      targets: targets.values,
      deviations: targets.deviations, isObserved: targets.isObserved)
    let heads = description.headGradient(
      heads: forecast.predictions, runoffGradient: value.gradient)
    var gradient = Float.widened(
      tape.pullback(predictionGradient: heads, threads: options.threads).parameters)
    if let clipping = options.clipping, try clipping.clip(&gradient).isClipped {
      checkpoint.clippedSteps += 1
    }
    try checkpoint.optimizer.update(
      weights: &checkpoint.parameters, gradient: gradient,
      learningRate: options.learningRate(epoch: checkpoint.epoch))
    checkpoint.losses.append(Double(value.loss))
  }

  private func finishEpoch(_ checkpoint: inout RunoffCheckpoint) throws {
    checkpoint.epoch += 1
    let validation = try validationLoss(checkpoint.parameters)
    let mean = checkpoint.losses.reduce(0, +) / Double(max(checkpoint.losses.count, 1))
    checkpoint.history.append(
      .init(epoch: checkpoint.epoch, trainingLoss: mean, validationLoss: validation))
    if let validation, validation < checkpoint.best?.loss ?? .infinity {
      checkpoint.best = .init(
        parameters: checkpoint.parameters, epoch: checkpoint.epoch, loss: validation)
    }
    checkpoint.stepInEpoch = 0
    checkpoint.losses = []
  }

  /// NSE* on the held-out days that can be predicted and were observed; nil without any.
  private func validationLoss(_ parameters: [Double]) throws -> Double? {
    guard let days = problem.heldOut else { return nil }
    let simulated = try problem.simulate(
      network(parameters), days: days, threads: options.threads)
    var sum = 0.0
    var count = 0
    for catchment in simulated.indices {
      let scale = problem.deviations[catchment] + NormalizedSquareError.epsilon
      for day in days {
        let error = (simulated[catchment][day] - problem.observed[catchment][day]) / scale
        if error.isNaN { continue }
        sum += error * error
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }
}

/// What some sequences should have predicted, `[window][predicted day]`.
private struct Targets {
  var values: [Float] = []
  var deviations: [Float] = []
  var isObserved: [Bool] = []
  /// Where the model takes it: yesterday's observation.
  var previous: [Float] = []

  init(_ problem: RunoffProblem, windows: [RunoffWindows.Window]) {
    let description = problem.description
    for window in windows {
      let end = window.firstDay + description.sequenceDays
      for day in end - description.predictedDays..<end {
        let value = problem.observed[window.catchment][day]
        values.append(Float(value))
        deviations.append(Float(problem.deviations[window.catchment]))
        var isKnown = !value.isNaN
        if description.takesPreviousRunoff {
          let before = day > 0 ? problem.observed[window.catchment][day - 1] : .nan
          previous.append(Float(before))
          // Without yesterday there is nothing to add an increment to.
          if description.output == .increment, before.isNaN { isKnown = false }
        }
        isObserved.append(window.scored.contains(day) && isKnown)
      }
    }
  }
}

extension RunoffProblem {
  /// The sequences' inputs, each from its own product of weather.
  fileprivate func batch(
    _ windows: [RunoffWindows.Window], products chosen: [Int]
  ) -> SequenceBatch<Float> {
    let length = description.sequenceDays
    let inputs = zip(windows, chosen).flatMap { window, product in
      let one: SequenceBatch<Float> = products[product].batch(
        [.init(catchment: window.catchment, firstDay: window.firstDay)], stepCount: length)
      return one.inputs
    }
    return SequenceBatch(
      inputs: inputs, rowCount: windows.count, stepCount: length,
      inputCount: description.inputCount)
  }
}
