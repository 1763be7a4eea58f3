import NeuralNetworks

/// How a routing model is trained.
public struct TrainingOptions: Sendable {
  public var objective: Objective
  public var windows: TrainingWindows
  /// Passes over the fitting days.
  public var epochs: Int
  /// Windows in one step.
  public var batch: Int
  public var learningRate: LearningRate
  /// How much faster (or slower) than the base rate a group moves; 1 where not named.
  public var rateFactors: [RoutingWeights.Group: Double]
  public var clipping: GradientClipping?
  /// Epochs without a better validation loss after which training stops; nil: never.
  public var patience: Int?
  /// Whether the weights of the best validation loss are kept, or the last.
  public var keepsBest = true
  public var seed: UInt64
  /// λ of λ Σ ((w − mean) / deviation)² over the weights that have a prior, added to the loss.
  public var priorWeight = 0.0
  /// w_q: what discharge counts; at 0 its gauges are not looked at.
  public var dischargeWeight = 1.0
  /// w_T: what temperature counts where it is learned: squared errors over each gauge's variance.
  public var temperatureWeight = 1.0

  public init(
    objective: Objective, windows: TrainingWindows, epochs: Int, batch: Int,
    learningRate: LearningRate, rateFactors: [RoutingWeights.Group: Double] = [:],
    clipping: GradientClipping? = nil, patience: Int? = nil, seed: UInt64
  ) {
    self.objective = objective
    self.windows = windows
    self.epochs = epochs
    self.batch = batch
    self.learningRate = learningRate
    self.rateFactors = rateFactors
    self.clipping = clipping
    self.patience = patience
    self.seed = seed
  }
}

/// Where a training stands: all that is needed to go on exactly as if it had never stopped.
public struct TrainingCheckpoint: Sendable, Codable, Equatable {
  public var weights: RoutingWeights
  var optimizers: [Adam]
  /// Steps taken in all.
  public var step: Int
  /// Epochs finished.
  public var epoch: Int
  /// Steps taken in the epoch under way, and its losses so far.
  var stepInEpoch: Int
  var losses: [Double]
  public var best: Best?
  public var history: [Epoch]
  public var skippedWindows: Int
  public var clippedSteps: Int

  /// The weights with the lowest validation loss so far.
  public struct Best: Sendable, Codable, Equatable {
    public var weights: RoutingWeights
    public var epoch: Int
    public var loss: Double
  }

  /// What is kept of each epoch.
  public struct Epoch: Sendable, Codable, Equatable {
    public var epoch: Int
    /// Mean over its windows.
    public var trainingLoss: Double
    /// nil without a validation part.
    public var validationLoss: Double?
    /// Hours, per gauge.
    public var offsets: [Double]

    enum CodingKeys: String, CodingKey {
      case epoch, trainingLoss = "training_loss", validationLoss = "validation_loss"
      case offsets = "offset_hours"
    }

    public init(epoch: Int, trainingLoss: Double, validationLoss: Double?, offsets: [Double]) {
      self.epoch = epoch
      self.trainingLoss = trainingLoss
      self.validationLoss = validationLoss
      self.offsets = offsets
    }
  }

  enum CodingKeys: String, CodingKey {
    case weights, optimizers, step, epoch, stepInEpoch = "step_in_epoch", losses, best, history
    case skippedWindows = "skipped_windows", clippedSteps = "clipped_steps"
  }
}
