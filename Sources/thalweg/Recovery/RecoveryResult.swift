import Training

/// What one truth taught, `recovery.json`.
struct RecoveryResult: Codable {
  struct Interval: Codable {
    var value: Double
    var truth: Double
    /// Of the ensemble; nil without one.
    var interval: [Double]?
    var holdsTruth: Bool? {
      interval.map { $0[0] <= truth && truth <= $0[1] }
    }
    enum CodingKeys: String, CodingKey {
      case value, truth, interval, holdsTruth = "holds_truth"
    }
    init(value: Double, truth: Double, interval: [Double]?) {
      self.value = value
      self.truth = truth
      self.interval = interval
    }
    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      value = try fields.decode(Double.self, forKey: .value)
      truth = try fields.decode(Double.self, forKey: .truth)
      interval = try fields.decodeIfPresent([Double].self, forKey: .interval)
    }
    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(value, forKey: .value)
      try fields.encode(truth, forKey: .truth)
      try fields.encodeIfPresent(interval, forKey: .interval)
      try fields.encodeIfPresent(holdsTruth, forKey: .holdsTruth)
    }
  }

  var seed: UInt64
  /// 1 − NSE on the fitting days, and of uniform roughness.
  var loss: Double
  var uniformLoss: Double
  /// Of the law over the reaches a gauge sees.
  var exponent: Interval
  var coefficient: Interval
  /// Hours, by station.
  var timeOffsets: [String: Interval]
  /// Reaches with a gauge below; without; of which the gauges would notice a doubled n.
  var seen: RecoveryScore
  var unseen: RecoveryScore?
  var constrained: RecoveryScore?
  /// Uniform roughness, over the seen reaches.
  var uniform: RecoveryScore
  /// The exponents the gauges allow at 95 %, by the profile of the loss.
  var profileInterval: [Double]?
  /// Posterior over prior deviation of the exponent; near one, the data cannot tell.
  var exponentDoubt: Double?
  var inflation: Double?
  var seconds: Double

  enum CodingKeys: String, CodingKey {
    case seed, loss, uniformLoss = "uniform_loss", exponent, coefficient
    case timeOffsets = "time_offset_hours", seen, unseen, constrained, uniform
    case profileInterval = "profile_interval", exponentDoubt = "posterior_over_prior_deviation"
    case inflation, seconds
  }

  /// Above this share of the prior's deviation the gauges are said to know little of the exponent.
  static let doubtLimit = 0.5

  /// Over the gauges, summed in the order of their stations; nil where none has an offset.
  var meanOffset: Double? {
    let values = timeOffsets.sorted { $0.key < $1.key }.map(\.value.value)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// What the data cannot tell, in plain words; nil where they can.
  var doubt: String? {
    if let interval = exponent.interval, interval[0] < 0, interval[1] > 0 {
      return "the data cannot tell whether n rises or falls with drainage area: exponent "
        + "\(interval[0].digits(2)) to \(interval[1].digits(2))"
    }
    guard let exponentDoubt, exponentDoubt > Self.doubtLimit else { return nil }
    return "the data hardly tell the exponent: its deviation is "
      + "\((100 * exponentDoubt).digits(0)) % of what was believed before"
  }
}
