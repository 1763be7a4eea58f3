extension Skill: Codable {
  /// The names of the scores in `metrics.json` and `metrics.csv`.
  public enum CodingKeys: String, CodingKey, CaseIterable, Sendable {
    case nse
    case kge
    case correlation = "kge_r"
    case variabilityRatio = "kge_alpha"
    case biasRatio = "kge_beta"
    case rmse
    case bias
    case percentBias = "percent_bias"
    case logNSE = "log_nse"
    case highFlowBias = "fhv"
    case lowFlowBias = "flv"
    case peakTimingError = "peak_timing_error"
    case days
  }

  /// The score of that name, the days as a number; NaN where undefined.
  public subscript(_ key: CodingKeys) -> Double {
    switch key {
    case .nse: nse
    case .kge: kge
    case .correlation: correlation
    case .variabilityRatio: variabilityRatio
    case .biasRatio: biasRatio
    case .rmse: rmse
    case .bias: bias
    case .percentBias: percentBias
    case .logNSE: logNSE
    case .highFlowBias: highFlowBias
    case .lowFlowBias: lowFlowBias
    case .peakTimingError: peakTimingError
    case .days: Double(days)
    }
  }

  /// What is not a finite number is written as `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    for key in CodingKeys.allCases where key != .days {
      let value = self[key]
      if value.isFinite {
        try container.encode(value, forKey: key)
      } else {
        try container.encodeNil(forKey: key)
      }
    }
    try container.encode(days, forKey: .days)
  }

  /// `null` is read as NaN; a missing key is an error.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func score(_ key: CodingKeys) throws -> Double {
      try container.decode(Double?.self, forKey: key) ?? .nan
    }
    nse = try score(.nse)
    kge = try score(.kge)
    correlation = try score(.correlation)
    variabilityRatio = try score(.variabilityRatio)
    biasRatio = try score(.biasRatio)
    rmse = try score(.rmse)
    bias = try score(.bias)
    percentBias = try score(.percentBias)
    logNSE = try score(.logNSE)
    highFlowBias = try score(.highFlowBias)
    lowFlowBias = try score(.lowFlowBias)
    peakTimingError = try score(.peakTimingError)
    days = try container.decode(Int.self, forKey: .days)
  }
}
