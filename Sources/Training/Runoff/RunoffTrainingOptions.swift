import NeuralNetworks

/// How a runoff model is trained.
public struct RunoffTrainingOptions: Sendable {
  public var epochs: Int
  /// Sequences in a step.
  public var batch: Int
  /// One for each equal part of the epochs; 1e-3, 5e-4, 1e-4 as published.
  public var learningRates: [Double]
  public var dropout: Dropout
  public var clipping: GradientClipping?
  public var weightDecay: Double
  public var threads: Int
  /// Bytes of the tape; nil for no limit.
  public var memoryBudget: Int?
  public var keeps: Kept
  public var seed: UInt64

  /// Which weights are kept where a part of the period was held out.
  public enum Kept: String, Sendable, CaseIterable {
    /// Those of the epoch with the least loss on the held-out days.
    case best
    /// The last: to judge settings on days that chose nothing.
    case last
  }

  public init(
    epochs: Int, batch: Int, learningRates: [Double], dropout: Dropout,
    clipping: GradientClipping?, weightDecay: Double = 0, threads: Int = 1,
    memoryBudget: Int? = nil, keeps: Kept = .best, seed: UInt64
  ) throws {
    guard !learningRates.isEmpty, learningRates.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw NeuralNetworkError(
        "the learning rate is not one", subject: "learning_rates", found: "\(learningRates)",
        expected: "positive numbers")
    }
    self.epochs = epochs
    self.batch = batch
    self.learningRates = learningRates
    self.dropout = dropout
    self.clipping = clipping
    self.weightDecay = weightDecay
    self.threads = threads
    self.memoryBudget = memoryBudget
    self.keeps = keeps
    self.seed = seed
  }

  /// Of an epoch, counted from 0.
  public func learningRate(epoch: Int) -> Double {
    learningRates[min(epoch * learningRates.count / max(epochs, 1), learningRates.count - 1)]
  }
}

/// Where a runoff training stands: all that is needed to go on as if it had never stopped.
public struct RunoffCheckpoint: Codable, Sendable, Equatable {
  /// Of the LSTM, in its order.
  public var parameters: [Double]
  var optimizer: Adam
  /// Epochs finished.
  public var epoch: Int
  /// Steps taken in the epoch under way, and its losses so far.
  var stepInEpoch: Int
  var losses: [Double]
  public var best: Best?
  public var history: [Epoch]
  public var clippedSteps: Int
  /// Steps in which nothing was observed.
  public var skippedSteps: Int

  public struct Best: Codable, Sendable, Equatable {
    public var parameters: [Double]
    public var epoch: Int
    public var loss: Double
  }

  public struct Epoch: Codable, Sendable, Equatable {
    public var epoch: Int
    /// NSE*, mean over the steps.
    public var trainingLoss: Double
    /// NSE* on the held-out days; nil without any.
    public var validationLoss: Double?
    enum CodingKeys: String, CodingKey {
      case epoch, trainingLoss = "training_loss", validationLoss = "validation_loss"
    }
  }

  enum CodingKeys: String, CodingKey {
    case parameters, optimizer, epoch, stepInEpoch = "step_in_epoch", losses, best, history
    case clippedSteps = "clipped_steps", skippedSteps = "skipped_steps"
  }
}
