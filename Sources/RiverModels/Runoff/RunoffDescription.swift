import NeuralNetworks

/// What must be known of a trained runoff model besides its weights: kept beside them as JSON.
///
/// Inputs of a day are the meteorological variables, then the previous day's runoff where the model
/// knows it, then the catchment's attributes, each standardized as in training.
public struct RunoffDescription: Codable, Sendable, Equatable {
  /// How the head's value z becomes runoff, mm per day.
  public enum Output: String, Codable, Sendable, CaseIterable {
    /// y = mean + deviation · z, as published (Kratzert et al. 2019); may be negative.
    case linear
    /// y = deviation · ln(1 + eᶻ): never negative, so that it can enter a river.
    case softplus
    /// y = yesterday's observed runoff + deviation · z: a forecast that begins as persistence.
    case increment
  }

  /// Meteorology, in the order of the inputs, with the statistics of the training days.
  public let forcings: Standardization
  /// Attributes of the catchments; nil where the model takes none.
  public let attributes: Standardization?
  /// Whether yesterday's observed runoff is an input: a forecast of one day, not a simulation.
  public let takesPreviousRunoff: Bool
  /// Statistics of the observed runoff in training, mm per day.
  public let runoffMean: Double
  public let runoffDeviation: Double
  public let output: Output
  /// Days the LSTM runs over for a prediction, from a state in which nothing is remembered.
  public let sequenceDays: Int
  /// How many of them, at the end, are predicted; 1 as published.
  public let predictedDays: Int

  public init(
    forcings: Standardization, attributes: Standardization?, takesPreviousRunoff: Bool,
    runoffMean: Double, runoffDeviation: Double, output: Output, sequenceDays: Int,
    predictedDays: Int
  ) throws {
    guard predictedDays > 0, sequenceDays >= predictedDays else {
      throw NeuralNetworkError(
        "a sequence is shorter than what is predicted of it",
        found: "\(sequenceDays) days, \(predictedDays) predicted",
        expected: "at least one predicted day, and as many in the sequence")
    }
    guard output != .increment || takesPreviousRunoff else {
      throw NeuralNetworkError(
        "an increment needs the runoff it is added to", subject: "output", found: "increment",
        expected: "a model that takes the previous day's runoff")
    }
    guard runoffDeviation > 0, runoffDeviation.isFinite, runoffMean.isFinite else {
      throw NeuralNetworkError(
        "the observed runoff of the training days does not vary", found: "\(runoffDeviation)",
        expected: "a standard deviation > 0")
    }
    self.forcings = forcings
    self.attributes = attributes
    self.takesPreviousRunoff = takesPreviousRunoff
    self.runoffMean = runoffMean
    self.runoffDeviation = runoffDeviation
    self.output = output
    self.sequenceDays = sequenceDays
    self.predictedDays = predictedDays
  }

  /// Inputs of the LSTM.
  public var inputCount: Int {
    forcings.names.count + (takesPreviousRunoff ? 1 : 0) + (attributes?.names.count ?? 0)
  }

  /// Days before the first one predicted.
  public var warmUpDays: Int { sequenceDays - predictedDays }

  enum CodingKeys: String, CodingKey {
    case forcings, attributes, takesPreviousRunoff = "takes_previous_runoff"
    case runoffMean = "runoff_mean_mm_per_day"
    case runoffDeviation = "runoff_deviation_mm_per_day", output
    case sequenceDays = "sequence_days", predictedDays = "predicted_days"
  }
}
