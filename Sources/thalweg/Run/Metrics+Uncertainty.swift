import RiverModels
import Training

extension Metrics {
  /// What the gauges say of the map.
  struct Identifiability: Codable {
    /// Reaches of which the gauges would notice a doubled n.
    var constrainedReaches: Int?
    /// Gauge-days that count as one.
    var inflation: Double
    var gaugeDays: Int
    /// Of the level of ln n with the time offset, by station.
    var offsetCorrelations: [String: Double]
    enum CodingKeys: String, CodingKey {
      case constrainedReaches = "constrained_reaches", inflation, gaugeDays = "gauge_days"
      case offsetCorrelations = "correlation_of_ln_n_with_offset"
    }
  }

  /// What the members of an ensemble have in common.
  struct Ensemble: Codable {
    var members: Int
    var method: String
    var confidence: Double
    /// Over the members: of the law's exponent, over the reaches a gauge sees.
    var exponentInterval: [Double]?
    /// n at the law's reference area.
    var coefficientInterval: [Double]?
    /// Hours, by station.
    var offsetIntervals: [String: [Double]]
    /// Median over reaches of upper / lower.
    var medianSpread: Double
    enum CodingKeys: String, CodingKey {
      case members, method, confidence, exponentInterval = "exponent_interval"
      case coefficientInterval = "coefficient_interval"
      case offsetIntervals = "time_offset_intervals", medianSpread = "median_upper_over_lower"
    }
  }

  /// Puts in what is known beside the weights.
  mutating func add(
    _ uncertainty: RoutingRun.Uncertainty, stations: [String], method: String?, areas: [Double],
    referenceArea: Double, reaches: [Int]
  ) {
    timing.uncertaintySeconds = uncertainty.seconds
    if let found = uncertainty.identifiability {
      let correlations = found.profile?.offsetCorrelations ?? []
      identifiability = Identifiability(
        constrainedReaches: found.sensitivity?.isConstrained.count { $0 },
        inflation: found.inflation, gaugeDays: found.days,
        offsetCorrelations: Dictionary(
          uniqueKeysWithValues: zip(stations, correlations)))
      if let profile = found.profile {
        exponentProfile = profile
        if var law = roughnessAreaLaw {
          law.regressionInterval = law.exponentInterval
          law.exponentInterval = profile.interval
          law.note = profile.note
          roughnessAreaLaw = law
        }
      }
    }
    if let members = uncertainty.ensemble {
      func pair(_ values: [Double]) -> [Double]? {
        guard !values.isEmpty else { return nil }
        let interval = members.interval(values)
        return [interval.lowerBound, interval.upperBound]
      }
      let laws = members.laws(areas: areas, referenceArea: referenceArea, reaches: reaches)
      ensemble = Ensemble(
        members: members.members.count, method: method ?? "", confidence: members.confidence,
        exponentInterval: pair(laws.map(\.exponent)),
        coefficientInterval: pair(laws.map(\.coefficient)),
        offsetIntervals: Dictionary(
          uniqueKeysWithValues: stations.indices.map { gauge in
            (stations[gauge], pair(members.members.map { $0[.offset][gauge] }) ?? [])
          }),
        medianSpread: Quantiles.value(
          zip(members.upper, members.lower).map { $0 / $1 }, 0.5))
    }
  }
}

extension ExponentProfile {
  /// What the interval of the exponent speaks of.
  var note: String {
    let ends = zip(isOpen, ["below", "above"]).filter(\.0).map(\.1)
    let open = ends.isEmpty ? "" : "; open \(ends.joined(separator: " and ")): the profile ended first"
    return "95 % interval of the exponents the gauges allow: the loss along a tilt of the map, level "
      + "and time offset fitted anew, \(effectiveDays.digits(0)) of \(days) gauge-days counted as "
      + "independent\(open)"
  }
}
