import Training

/// How well temperatures match the observed ones.
struct TemperatureScore: Codable {
  /// °C; NaN, in JSON null, without a day
  var rmse: Double
  /// Simulated less observed, °C
  var bias: Double
  /// Days with an observation.
  var days: Int

  init(observed: [Double], simulated: [Double]) {
    var squares = 0.0
    var sum = 0.0
    var days = 0
    for (observed, simulated) in zip(observed, simulated) where !observed.isNaN && !simulated.isNaN
    {
      squares += (simulated - observed) * (simulated - observed)
      sum += simulated - observed
      days += 1
    }
    rmse = days > 0 ? (squares / Double(days)).squareRoot() : .nan
    bias = days > 0 ? sum / Double(days) : .nan
    self.days = days
  }

  enum CodingKeys: String, CodingKey { case rmse, bias, days }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rmse.isNaN ? nil : rmse, forKey: .rmse)
    try container.encode(bias.isNaN ? nil : bias, forKey: .bias)
    try container.encode(days, forKey: .days)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rmse = try container.decodeIfPresent(Double.self, forKey: .rmse) ?? .nan
    bias = try container.decodeIfPresent(Double.self, forKey: .bias) ?? .nan
    days = try container.decode(Int.self, forKey: .days)
  }
}

/// `metrics.json` of a run in which temperature is learned.
struct TemperatureMetrics: Codable {
  /// Station, then period, then scores.
  typealias Scores = [String: [String: TemperatureScore]]

  var temperature: Scores
  /// Models of air temperature, and the river before training.
  var temperatureBaselines: [String: Scores]
  /// Where discharge is trained on too.
  var discharge: Metrics.GaugeScores?
  var dischargeBaselines: Metrics.Baselines?
  var waterBalance: Metrics.Balance?
  var limiters: Metrics.Limiters?
  /// Of each learned or given parameter.
  var parameters: [String: Summary]
  var timeOffsets: [String: Double]
  var inflowFactor: Double
  var training: Metrics.TrainingSummary?
  var trainSeconds = 0.0
  var trainReachStepsPerSecond = 0.0

  struct Summary: Codable {
    var least: Double
    var median: Double
    var greatest: Double
    var isLearned: Bool
    enum CodingKeys: String, CodingKey { case least, median, greatest, isLearned = "learned" }

    init(_ values: [Double], isLearned: Bool) {
      let sorted = values.sorted()
      least = sorted.first!
      median = sorted[sorted.count / 2]
      greatest = sorted.last!
      self.isLearned = isLearned
    }
  }

  enum CodingKeys: String, CodingKey {
    case temperature, temperatureBaselines = "temperature_baselines", discharge
    case dischargeBaselines = "discharge_baselines", waterBalance = "water_balance", limiters
    case parameters
    case timeOffsets = "time_offset_hours", inflowFactor = "inflow_factor", training
    case trainSeconds = "train_seconds"
    case trainReachStepsPerSecond = "train_reach_steps_per_second"
  }

  /// One row for every model, gauge and period.
  var csv: String {
    var lines = ["model,gauge,period,rmse_degC,bias_degC,days"]
    func add(_ model: String, _ scores: Scores) {
      for station in scores.keys.sorted() {
        for period in scores[station]!.keys.sorted() {
          let score = scores[station]![period]!
          let numbers = [score.rmse, score.bias].map { $0.isNaN ? "" : String($0) }
          lines.append(
            ([model, station, period] + numbers + ["\(score.days)"]).joined(separator: ","))
        }
      }
    }
    add("thalweg", temperature)
    for name in temperatureBaselines.keys.sorted() { add(name, temperatureBaselines[name]!) }
    return lines.joined(separator: "\n") + "\n"
  }
}
