import RiverNetworks

/// Observed discharge at gauges, with gaps.
public struct Observations: Sendable {
  public let axis: TimeAxis
  /// Station identifiers as text, leading zeros kept.
  public let stations: [String]
  /// Mean discharge of each step, m³ s⁻¹, [station][time], NaN where it is missing.
  public let values: [Float]

  public init(axis: TimeAxis, stations: [String], values: [Float]) {
    precondition(values.count == stations.count * axis.count, "[station][time]")
    self.axis = axis
    self.stations = stations
    self.values = values
  }

  /// Reads a NetCDF file of `(station, time)` or `(time, station)`.
  ///
  /// - Parameters:
  ///   - path: of the file
  ///   - variable: nil takes the only one with decimal numbers along time and another dimension
  ///   - identifiers: the variable that names the stations (strings, character arrays or
  ///     integers); nil looks for it
  /// - Throws: `InputError` if the variable, its identifiers, its time axis or its unit cannot be
  ///   used, if a station occurs twice, or if a value is negative or infinite.
  public init(path: String, variable: String? = nil, identifiers: String? = nil) throws {
    let file = try NetCDFFile(path: path)
    let series = try FeatureSeries(in: file, variable: variable)
    let unit = try series.dischargeUnit()
    let column = try IdentifierColumn(
      in: file, along: series.featureDimension, named: identifiers,
      known: IdentifierColumn.stationNames)
    _ = try column.rows(in: path)
    let stations = column.labels
    let axis = series.axis
    let selection = RowSelection(Array(stations.indices))
    let total = stations.count * axis.count
    values = try [Float](unsafeUninitializedCapacity: total) { buffer, initialized in
      let buffer = UnsafeMutableBufferPointer(rebasing: buffer[..<total])
      try series.read(times: 0..<axis.count, selection, into: buffer)
      buffer.scale(by: unit)
      try SeriesFaults(buffer, isMissingAllowed: true).report(
        file: path, variable: series.variable.name, stride: axis.count
      ) { (stations[$0], axis.text(at: $1)) }
      initialized = total
    }
    self.stations = stations
    self.axis = axis
  }

  /// The series of one station, m³ s⁻¹, one value a step, NaN where it is missing.
  public func series(of station: Int) -> ArraySlice<Float> {
    values[(station * axis.count)..<((station + 1) * axis.count)]
  }

  /// Number of missing values of each station.
  public var missingCounts: [Int] {
    stations.indices.map { series(of: $0).reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }
  }

  /// The part within these days, both ends included.
  /// - Throws: `InputError` if they are not covered.
  public func slice(_ dates: ClosedRange<CivilDate>) throws -> Observations {
    let steps = try axis.indices(of: dates)
    return Observations(
      axis: axis[steps], stations: stations,
      values: values.rows(ofLength: axis.count, cutTo: steps))
  }

  /// The series of these stations, in this order.
  /// - Throws: `InputError` that names the stations without a series.
  public func selecting(_ wanted: [String]) throws -> Observations {
    var places = [String: Int](minimumCapacity: stations.count)
    for (place, station) in stations.enumerated() { places[station] = place }
    let missing = wanted.filter { places[$0] == nil }
    guard missing.isEmpty else {
      let bare = missing.first.map { String($0.drop { $0 == "0" }) }
      let hint = bare.flatMap { places[$0] } != nil
      throw InputError(
        "a gauge has no observations in the file",
        ids: Array(missing.prefix(InputError.namedIDs)), count: missing.count,
        found: "stations " + stations.prefix(InputError.namedIDs).joined(separator: ", "),
        remedy: hint
          ? "the file's stations have lost their leading zeros: store them as text"
          : "give a file with this station, or take the gauge out of the table")
    }
    return Observations(
      axis: axis, stations: wanted, values: wanted.flatMap { series(of: places[$0]!) })
  }
}
