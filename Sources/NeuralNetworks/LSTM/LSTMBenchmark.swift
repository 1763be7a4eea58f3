/// How long a forward pass and a training step of an ``LSTM`` in single precision take.
///
/// A training step is a forward pass with tape, the loss NSE*, the pass backward (without the
/// gradient of the inputs, which are data), clipping, and a step of Adam. Inputs and weights are
/// random with a fixed seed; the last step is predicted.
public struct LSTMBenchmark: Codable, Sendable, Equatable {
  public let rowCount: Int
  public let stepCount: Int
  public let inputCount: Int
  public let hiddenCount: Int
  public let threads: Int
  /// The kernels of the matrix library: ``BLASLibrary/coreName``.
  public let kernels: String
  /// Seconds of every forward pass, after one that does not count.
  public let forwardSeconds: [Double]
  /// Seconds of every training step, after one that does not count.
  public let trainingStepSeconds: [Double]
  /// Bytes of the tape.
  public let tapeBytes: Int
  /// Whether segments were recomputed to keep within the memory budget.
  public let isRecomputed: Bool

  public var forwardMedian: Double { Self.median(of: forwardSeconds) }
  public var trainingStepMedian: Double { Self.median(of: trainingStepSeconds) }

  /// Measures.
  ///
  /// - Parameters:
  ///   - rowCount: rows of the batch
  ///   - stepCount: steps of a sequence
  ///   - inputCount: values that come in
  ///   - hiddenCount: units of the hidden state
  ///   - threads: that share the rows; results do not depend on their number
  ///   - repetitions: passes that count
  ///   - memoryBudget: bytes for the tape, as in a recorded forward pass; by default no limit
  /// - Throws: ``NeuralNetworkError`` where the sizes make no network or the budget is too small
  public init(
    rowCount: Int, stepCount: Int, inputCount: Int, hiddenCount: Int, threads: Int = 1,
    repetitions: Int = 5, memoryBudget: Int? = nil
  ) throws {
    guard rowCount > 0, stepCount > 0, threads > 0, repetitions > 0 else {
      throw NeuralNetworkError(
        "nothing to measure",
        found: "\(rowCount) rows, \(stepCount) steps, \(threads) threads, "
          + "\(repetitions) repetitions",
        expected: "positive counts")
    }
    var generator = Xoshiro256StarStar(seed: 1)
    let shape = try LSTMShape(inputCount: inputCount, hiddenCount: hiddenCount)
    var network = LSTM<Float>(shape: shape, using: &generator)
    let batch = SequenceBatch<Float>(
      inputs: (0..<rowCount * stepCount * inputCount).map { _ in Float(generator.nextNormal()) },
      rowCount: rowCount, stepCount: stepCount, inputCount: inputCount)
    let targets = (0..<rowCount).map { _ in Float(generator.nextNormal()) }
    let deviations = [Float](repeating: 1, count: rowCount)
    let isObserved = [Bool](repeating: true, count: rowCount)
    let clipping = try GradientClipping(maximumNorm: 1)
    var weights = Float.widened(network.parameters)
    var adam = Adam(weightCount: weights.count)
    let tape = LSTMTape<Float>()
    let learningRate = 1e-3
    var (tapeBytes, isRecomputed) = (0, false)

    forwardSeconds = Self.seconds(repetitions) {
      _ = network.forward(batch, threads: threads)
    }
    trainingStepSeconds = try Self.seconds(repetitions) {
      let forecast = try network.forward(
        batch, recordedOn: tape, threads: threads, memoryBudget: memoryBudget)
      (tapeBytes, isRecomputed) = (tape.byteCount, tape.isRecomputed)
      let loss = try NormalizedSquareError.evaluate(
        predictions: forecast.predictions, targets: targets, deviations: deviations,
        isObserved: isObserved)
      var gradient = Float.widened(
        tape.pullback(predictionGradient: loss.gradient, threads: threads).parameters)
      _ = try clipping.clip(&gradient)
      try adam.update(weights: &weights, gradient: gradient, learningRate: learningRate)
      try network.setParameters(Float.rounded(weights))
    }
    self.rowCount = rowCount
    self.stepCount = stepCount
    self.inputCount = inputCount
    self.hiddenCount = hiddenCount
    self.threads = threads
    self.tapeBytes = tapeBytes
    self.isRecomputed = isRecomputed
    kernels = BLASLibrary.coreName
  }

  private static func seconds(_ repetitions: Int, _ body: () throws -> Void) rethrows -> [Double] {
    try body()
    return try (0..<repetitions).map { _ in
      let clock = ContinuousClock()
      let start = clock.now
      try body()
      return (clock.now - start) / .seconds(1)
    }
  }

  private static func median(of seconds: [Double]) -> Double {
    let sorted = seconds.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
