/// How training went.
public struct TrainingReport: Sendable, Equatable {
  /// In plain words: "finished".
  public var ending: String
  /// nil where it is not told.
  public var steps: Int?
  /// The epoch whose weights were kept; nil where the last one's were.
  public var chosenEpoch: Int?
  public var epochs: [Epoch]
  public var seconds: Double?
  /// Reach-steps a second with gradient.
  public var reachStepsPerSecond: Double?

  public struct Epoch: Sendable, Equatable {
    public var epoch: Int
    /// Mean over the epoch's windows.
    public var trainingLoss: Double
    public var validationLoss: Double?

    public init(epoch: Int, trainingLoss: Double, validationLoss: Double?) {
      self.epoch = epoch
      self.trainingLoss = trainingLoss
      self.validationLoss = validationLoss
    }
  }

  public init(
    ending: String, steps: Int?, chosenEpoch: Int?, epochs: [Epoch], seconds: Double? = nil,
    reachStepsPerSecond: Double? = nil
  ) {
    self.ending = ending
    self.steps = steps
    self.chosenEpoch = chosenEpoch
    self.epochs = epochs
    self.seconds = seconds
    self.reachStepsPerSecond = reachStepsPerSecond
  }
}
