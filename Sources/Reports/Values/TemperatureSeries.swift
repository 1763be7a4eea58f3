/// Water temperature of one place, daily means, °C, NaN where there is none.
public struct TemperatureSeries: Sendable, Equatable {
  /// In days since 1970-01-01.
  public var firstDay: Int
  public var observed: [Double]
  public var simulated: [Double]

  public init(firstDay: Int, observed: [Double], simulated: [Double]) {
    precondition(observed.count == simulated.count, "equally many days in both series")
    self.firstDay = firstDay
    self.observed = observed
    self.simulated = simulated
  }

  public var count: Int { simulated.count }
  public var isObserved: Bool { observed.contains { !$0.isNaN } }

  /// The same as a series of a gauge, for a chart.
  var asGaugeSeries: GaugeSeries {
    GaugeSeries(firstDay: firstDay, observed: observed, simulated: simulated)
  }
}

/// How far a model's temperatures are off.
public struct TemperatureError: Sendable, Equatable {
  /// ``ModelScores/learned``, or the name of what it is compared with.
  public var model: String
  /// The part of time: "test".
  public var period: String
  /// Root mean squared error, K.
  public var rootMeanSquare: Double
  /// Days with an observation.
  public var days: Int

  public init(model: String, period: String, rootMeanSquare: Double, days: Int) {
    self.model = model
    self.period = period
    self.rootMeanSquare = rootMeanSquare
    self.days = days
  }
}
