import RiverNetworks
import SyntheticRivers

/// `truth.json`: what a generated basin was made from, so that learning can be judged.
struct GenerationRecord: Codable {
  /// n = coefficient (A / reference area)^exponent, times lognormal scatter.
  struct Law: Codable {
    var coefficient: Double
    var exponent: Double
    var referenceArea: Double
    /// Standard deviation of the natural logarithm.
    var scatter: Double
    /// Reaches that the bounds changed.
    var raised: Int
    var lowered: Int
    enum CodingKeys: String, CodingKey {
      case coefficient, exponent, referenceArea = "reference_area_km2", scatter
      case raised = "raised_to_lower_bound", lowered = "lowered_to_upper_bound"
    }
  }

  struct Series: Codable {
    var first: String
    var last: String
    var observationNoise: Double
    var stations: [String]
    enum CodingKeys: String, CodingKey {
      case first, last, observationNoise = "observation_noise", stations
    }
  }

  var thalweg: String
  var shape: String
  var seed: UInt64
  var reaches: Int
  var divergenceShare: Double
  var drainageArea: Double
  var roughnessLaw: Law
  var series: Series?

  enum CodingKeys: String, CodingKey {
    case thalweg, shape, seed, reaches, divergenceShare = "divergence_share"
    case drainageArea = "drainage_area_km2", roughnessLaw = "roughness_law", series
  }
}

extension GenerationRecord.Law {
  init(_ law: RoughnessLaw, _ roughness: RoughnessLaw.Roughness) {
    self.init(
      coefficient: law.coefficient, exponent: law.exponent,
      referenceArea: law.referenceSquareKilometres, scatter: law.scatter,
      raised: roughness.raisedCount, lowered: roughness.loweredCount)
  }
}
