import RiverNetworks

// Parts of a file that follow the CF conventions 1.11, doi:10.5281/zenodo.14275599.

extension NetCDFWriter {
  /// The dimension has another name than the identifiers: a variable named like its dimension would
  /// be a coordinate, whose values must rise (CF 1.2), and reaches stand in the order of the river.
  static let featureDimension = "feature"
  static let identifierName = "feature_id"

  func define(_ provenance: SeriesProvenance, featureType: String?) throws {
    for attribute in provenance.attributes(featureType: featureType) {
      try setAttribute(attribute)
    }
  }

  /// Defines the features' dimension, identifiers and coordinates.
  /// - Returns: the `coordinates` attribute for variables of these features.
  @discardableResult
  func define(_ features: SeriesFeatures) throws -> String {
    let dimension = Self.featureDimension
    try defineDimension(dimension, length: features.ids.count)
    try defineVariable(
      Self.identifierName, features.numbers == nil ? .string : .int64, [dimension],
      attributes: [.init("cf_role", "timeseries_id"), .init("long_name", features.longName)])
    for (name, _, units) in features.coordinates {
      try defineVariable(
        name, .double, [dimension],
        attributes: [.init("standard_name", name), .init("units", units)])
    }
    return ([Self.identifierName] + features.coordinates.map(\.name)).joined(separator: " ")
  }

  func write(_ features: SeriesFeatures) throws {
    if let numbers = features.numbers {
      try write(Self.identifierName, integers: numbers)
    } else {
      try write(Self.identifierName, texts: features.ids.map(\.description))
    }
    for (name, values, _) in features.coordinates { try write(name, doubles: values) }
  }

  /// Defines an unlimited time dimension, the beginnings of its steps, and their bounds.
  func define(_ axis: TimeAxis) throws {
    try defineDimension("time", length: nil)
    try defineDimension("bounds", length: 2)
    try defineVariable(
      "time", .double, ["time"],
      attributes: [
        .init("standard_name", "time"), .init("long_name", "beginning of the step"),
        .init("units", "seconds since 1970-01-01 00:00:00"),
        .init("calendar", "proleptic_gregorian"), .init("axis", "T"),
        .init("bounds", "time_bnds"),
      ], chunks: [axis.count])
    try defineVariable("time_bnds", .double, ["time", "bounds"], chunks: [axis.count, 2])
  }

  func write(_ axis: TimeAxis) throws { try write(axis, times: 0..<axis.count) }

  /// Writes some of the steps.
  func write(_ axis: TimeAxis, times: Range<Int>) throws {
    let starts = times.map { Double(axis.seconds(at: $0)) }
    try write("time", doubles: starts, start: [times.lowerBound], count: [times.count])
    try write(
      "time_bnds", doubles: starts.flatMap { [$0, $0 + Double(axis.step)] },
      start: [times.lowerBound, 0], count: [times.count, 2])
  }
}

extension SeriesFeatures {
  /// The identifiers, where all of them are numbers.
  fileprivate var numbers: [Int64]? {
    var numbers: [Int64] = []
    for id in ids {
      guard case .number(let value) = id else { return nil }
      numbers.append(value)
    }
    return numbers
  }

  fileprivate var coordinates: [(name: String, values: [Double], units: String)] {
    var list: [(name: String, values: [Double], units: String)] = []
    if let latitudes { list.append(("latitude", latitudes, "degrees_north")) }
    if let longitudes { list.append(("longitude", longitudes, "degrees_east")) }
    return list
  }
}
