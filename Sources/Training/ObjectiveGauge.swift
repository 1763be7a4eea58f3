import RiverNetworks

/// What an ``Objective`` must know of a gauge before it sees a window: its weight, and the moments
/// of its observations in the training period, by which losses are normalised.
///
/// Made from the training days alone, so that nothing of a test period can reach the loss.
public struct ObjectiveGauge: Sendable, Equatable, Codable {
  /// Station, for messages.
  public let id: String
  /// How much one observed day of this gauge counts, ≥ 0.
  public let weight: Double
  /// Mean of the training observations, m³ s⁻¹.
  public let mean: Double
  /// Population variance of the training observations, m⁶ s⁻².
  public let variance: Double
  /// Training days with an observation.
  public let days: Int

  enum CodingKeys: String, CodingKey {
    case id, weight, mean, variance, days
  }

  /// - Parameters:
  ///   - id: the station
  ///   - trainingObservations: daily means of the training period only, m³ s⁻¹, NaN where
  ///     missing.
  ///   - weight: of the gauge among the others
  /// - Throws: `InputError` where there is no observation, one is infinite, or the weight is not a
  ///   number ≥ 0.
  public init(
    id: String, trainingObservations: some Collection<Double>, weight: Double = 1
  ) throws {
    guard weight >= 0, weight.isFinite else {
      throw InputError(
        "a gauge's weight is not a number that is zero or more", column: "weight", ids: [id],
        found: "\(weight)", remedy: "correct the weight, or leave it out for 1")
    }
    let present = trainingObservations.filter { !$0.isNaN }
    guard !present.isEmpty else {
      throw InputError(
        "a gauge has no observation in the training period", ids: [id],
        found: "\(trainingObservations.count) days, all missing", expected: "at least one",
        remedy: "choose another training period, or leave the gauge out")
    }
    guard let infinite = present.first(where: \.isInfinite) else {
      self.id = id
      self.weight = weight
      mean = present.mean
      variance = present.populationVariance
      days = present.count
      return
    }
    throw InputError(
      "a gauge has an infinite observation", ids: [id], found: "\(infinite)",
      expected: "finite numbers, NaN or the fill value where missing")
  }

  /// ε of ``Loss/logSquared``: one hundredth of the mean, m³ s⁻¹ (Pushpalatha et al. 2012).
  public var logOffset: Double { Skill.logOffsetShare * mean }
}

extension ObjectiveGauge {
  /// A problem's gauge on its fitting days; one that does not train has no weight.
  init(_ gauge: RoutingProblem.Gauge, fitting: [Range<Int>]) throws {
    try self.init(
      id: gauge.station, trainingObservations: fitting.flatMap { gauge.observed[$0] },
      weight: gauge.isTrained ? 1 : 0)
  }
}
