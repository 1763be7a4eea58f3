/// What is known of one gauge: where it stands, its series, its scores.
public struct GaugeReport: Sendable {
  /// The station's identifier as text, leading zeros kept.
  public var station: String
  public var name: String?
  /// What the file calls the gauge's reach.
  public var reachID: String
  /// The gauge's reach in ``RunReport/reaches``.
  public var reach: Int?
  /// Where the gauge stands, in the coordinates of ``RunReport/lines``; see ``GaugePlacement``.
  public var position: MapPosition?
  /// Hours by which the gauge's days begin after the simulation's.
  public var offsetHours: Double?
  /// Hours of the best constant delay of the summed inflow.
  public var delayHours: Double?
  public var series: GaugeSeries?
  public var temperature: TemperatureSeries?
  /// Of water temperature, of every model and part of time that has observations.
  public var temperatureErrors: [TemperatureError] = []
  /// The learned model first, then the baselines.
  public var scores: [ModelScores] = []

  public init(station: String, reachID: String, reach: Int? = nil) {
    self.station = station
    self.reachID = reachID
    self.reach = reach
  }

  /// The scores of a model on a part of time.
  public func score(_ model: String, _ period: String) -> Scores? {
    scores.first { $0.model == model }?.periods.first { $0.name == period }?.scores
  }

  /// The error of a model's temperatures on a part of time.
  public func temperatureError(_ model: String, _ period: String) -> TemperatureError? {
    temperatureErrors.first { $0.model == model && $0.period == period }
  }
}

/// A place in the coordinates of a run's lines.
public struct MapPosition: Sendable, Equatable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// The scores of one model at one gauge.
public struct ModelScores: Sendable {
  /// ``learned``, or the name of a baseline as the page shows it.
  public var model: String
  public var periods: [(name: String, scores: Scores)]

  public init(model: String, periods: [(name: String, scores: Scores)]) {
    self.model = model
    self.periods = periods
  }

  /// The name of the trained model.
  public static let learned = "learned"
}

/// How well a series matches the observed one; NaN where a score is not defined.
public struct Scores: Sendable, Equatable {
  /// Nash–Sutcliffe efficiency.
  public var nse: Double
  /// Kling–Gupta efficiency.
  public var kge: Double
  /// Simulated less observed volume, % of the observed.
  public var percentBias: Double
  /// Days on which both series have a value.
  public var days: Int

  public init(nse: Double, kge: Double, percentBias: Double, days: Int) {
    self.nse = nse
    self.kge = kge
    self.percentBias = percentBias
    self.days = days
  }
}
