import RiverNetworks

/// What a run leaves for each gauge: `gauges.nc`, observed and simulated discharge.
public struct GaugeSeriesFile: Sendable {
  public var axis: TimeAxis
  public var gauges: [Gauge]
  /// m³ s⁻¹, [gauge][time], NaN where missing.
  public var observed: [Float]
  /// m³ s⁻¹, [gauge][time].
  public var simulated: [Float]
  /// What uniform roughness gives, m³ s⁻¹, [gauge][time]; nil leaves the variable out.
  public var baseline: [Float]?
  /// Between which the members of an ensemble lie, m³ s⁻¹, [gauge][time]; nil leaves them out.
  public var band: (lower: [Float], upper: [Float])?

  public init(
    axis: TimeAxis, gauges: [Gauge], observed: [Float], simulated: [Float],
    baseline: [Float]? = nil, band: (lower: [Float], upper: [Float])? = nil
  ) {
    precondition(!gauges.isEmpty, "at least one gauge")
    precondition(observed.count == gauges.count * axis.count, "[gauge][time]")
    precondition(simulated.count == gauges.count * axis.count, "[gauge][time]")
    self.axis = axis
    self.gauges = gauges
    self.observed = observed
    self.simulated = simulated
    precondition((baseline?.count ?? simulated.count) == simulated.count, "[gauge][time]")
    self.band = band
    precondition((band?.lower.count ?? simulated.count) == simulated.count, "[gauge][time]")
    precondition((band?.upper.count ?? simulated.count) == simulated.count, "[gauge][time]")
    self.baseline = baseline
  }

  /// Writes the file; it appears under its name only when it is complete.
  public func write(to path: String, provenance: SeriesProvenance) throws {
    let writer = try NetCDFWriter(path: path)
    let isPlaced = gauges.contains { $0.longitude != nil && $0.latitude != nil }
    let features = SeriesFeatures(
      ids: gauges.map { .text($0.station) }, longName: "Station ID",
      longitudes: isPlaced ? gauges.map { $0.longitude ?? .nan } : nil,
      latitudes: isPlaced ? gauges.map { $0.latitude ?? .nan } : nil)
    let coordinates = try writer.define(features)
    try writer.define(axis)
    try writer.define(provenance, featureType: "timeSeries")
    let dimension = NetCDFWriter.featureDimension
    try writer.defineVariable(
      "reach_id", .string, [dimension],
      attributes: [.init("long_name", "identifier of the reach on which the gauge stands")])
    let steps = min(axis.count, SeriesWriter.chunkValues)
    let rows = min(gauges.count, max(1, SeriesWriter.chunkValues / steps))
    let isNamed = gauges.contains { $0.name != nil }
    if isNamed {
      try writer.defineVariable(
        "station_name", .string, [dimension], attributes: [.init("long_name", "station name")])
    }
    let variables = [SeriesVariable.observed, .simulated] + (baseline == nil ? [] : [.baseline])
      + (band == nil ? [] : [.simulatedLower, .simulatedUpper])
    for variable in variables {
      try writer.defineVariable(
        variable.name, .float, [dimension, "time"],
        attributes: variable.attributes(coordinates: coordinates)
          + [.init("_FillValue", .numbers([.nan]))],
        chunks: [rows, steps])
    }
    try writer.write(features)
    try writer.write(axis)
    try writer.write("reach_id", texts: gauges.map(\.reach.description))
    if isNamed { try writer.write("station_name", texts: gauges.map { $0.name ?? "" }) }
    let count = [gauges.count, axis.count]
    try writer.write("observed", floats: observed, start: [0, 0], count: count)
    try writer.write("simulated", floats: simulated, start: [0, 0], count: count)
    if let baseline {
      try writer.write("baseline", floats: baseline, start: [0, 0], count: count)
    }
    if let band {
      try writer.write("simulated_lower", floats: band.lower, start: [0, 0], count: count)
      try writer.write("simulated_upper", floats: band.upper, start: [0, 0], count: count)
    }
    try writer.commit()
  }
}
