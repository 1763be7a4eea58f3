import Training

/// Baselines in `metrics.json`: each station's scores by period, as for the learned model, beside
/// what belongs to the baseline as a whole: `{"hours": {...}, "01567000": {"test": {...}}}`.

extension Metrics.Baselines.Delay: Codable {
  private static let hoursKey = MetricsKey("hours")

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: MetricsKey.self)
    try container.encode(hours, forKey: Self.hoursKey)
    try container.encode(stations: gauges)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: MetricsKey.self)
    hours = try container.decode([String: Int].self, forKey: Self.hoursKey)
    gauges = try container.decodeStations(besides: [Self.hoursKey])
  }
}

extension Metrics.Baselines.Uniform: Codable {
  private static let roughnessKey = MetricsKey("roughness")
  private static let offsetKey = MetricsKey("offset_hours")

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: MetricsKey.self)
    try container.encode(roughness, forKey: Self.roughnessKey)
    try container.encode(offsetHours, forKey: Self.offsetKey)
    try container.encode(stations: gauges)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: MetricsKey.self)
    roughness = try container.decode(Double.self, forKey: Self.roughnessKey)
    offsetHours = try container.decode([String: Double].self, forKey: Self.offsetKey)
    gauges = try container.decodeStations(besides: [Self.roughnessKey, Self.offsetKey])
  }
}

/// A key that is known only when the program runs: a station.
private struct MetricsKey: CodingKey, Equatable {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer<MetricsKey> {
  fileprivate mutating func encode(stations: Metrics.GaugeScores) throws {
    for station in stations.keys.sorted() {
      try encode(stations[station]!, forKey: MetricsKey(station))
    }
  }
}

extension KeyedDecodingContainer<MetricsKey> {
  fileprivate func decodeStations(besides others: [MetricsKey]) throws -> Metrics.GaugeScores {
    var scores: Metrics.GaugeScores = [:]
    for key in allKeys where !others.contains(key) {
      scores[key.stringValue] = try decode([String: Skill].self, forKey: key)
    }
    return scores
  }
}
