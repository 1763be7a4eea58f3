import RiverNetworks

/// What a run leaves for each gauge: `gauges.nc`, observed and simulated series.
public struct GaugeSeriesFile: Sendable {
  public var axis: TimeAxis
  public var gauges: [Gauge]
  /// Values are [gauge][time], NaN where missing.
  public var series: [(variable: SeriesVariable, values: [Float])]

  public init(
    axis: TimeAxis, gauges: [Gauge], series: [(variable: SeriesVariable, values: [Float])]
  ) {
    precondition(!gauges.isEmpty, "at least one gauge")
    precondition(
      series.allSatisfy { $0.values.count == gauges.count * axis.count }, "[gauge][time]")
    self.axis = axis
    self.gauges = gauges
    self.series = series
  }

  /// Discharge, m³ s⁻¹, [gauge][time], NaN where missing.
  /// - Parameters:
  ///   - axis: of all series
  ///   - gauges: at least one
  ///   - observed: daily means
  ///   - simulated: daily means
  ///   - baseline: what uniform roughness gives; nil leaves the variable out
  ///   - band: between which the members of an ensemble lie; nil leaves them out
  public init(
    axis: TimeAxis, gauges: [Gauge], observed: [Float], simulated: [Float],
    baseline: [Float]? = nil, band: (lower: [Float], upper: [Float])? = nil
  ) {
    let series: [(SeriesVariable, [Float]?)] = [
      (.observed, observed), (.simulated, simulated), (.baseline, baseline),
      (.simulatedLower, band?.lower), (.simulatedUpper, band?.upper),
    ]
    self.init(
      axis: axis, gauges: gauges,
      series: series.compactMap { variable, values in values.map { (variable, $0) } })
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
    for (variable, _) in series {
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
    for (variable, values) in series {
      try writer.write(
        variable.name, floats: values, start: [0, 0], count: [gauges.count, axis.count])
    }
    try writer.commit()
  }
}
