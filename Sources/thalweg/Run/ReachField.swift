import ReachOperators
import RiverNetworks
import RiverSeries

/// A column of a run's map.
struct ReachField {
  var name: String
  var unit: String
  var meaning: String
  /// `[reach]`
  var values: [Double]

  init(_ name: String, _ unit: String, _ meaning: String, _ values: [Double]) {
    self.name = name
    self.unit = unit
    self.meaning = meaning
    self.values = values
  }
}

extension ReachField {
  /// What a channel is routed by: roughness, and the top width's power law.
  static func channelParameters(_ channels: [ReachChannel]) -> [ReachField] {
    [
      ReachField("roughness", "s m-1/3", "Manning's n", channels.map(\.roughness)),
      ReachField(
        "width_exponent", "1", "exponent q of the top width's power law",
        channels.map(\.widthExponent)),
      ReachField(
        "width_factor", "m(1-q)", "factor p of the top width's power law",
        channels.map(\.widthFactor)),
    ]
  }

  /// One factor, the same for every reach.
  static func inflowFactor(_ factor: Double, reachCount: Int) -> ReachField {
    ReachField(
      "inflow_factor", "1", "factor on the lateral inflow",
      [Double](repeating: factor, count: reachCount))
  }
}

extension ParameterFile {
  init(_ fields: [ReachField], ids: [ReachID]) {
    self.init(
      features: SeriesFeatures(ids: ids),
      fields: fields.map {
        .init(SeriesVariable($0.name, units: $0.unit, longName: $0.meaning), values: $0.values)
      })
  }
}
