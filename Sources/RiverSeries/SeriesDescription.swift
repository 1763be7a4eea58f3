import RiverNetworks

/// What a file says about its origin, as global attributes.
public struct SeriesProvenance: Sendable, Equatable {
  public var title: String
  public var institution: String
  /// Program, version and inputs that made the values.
  public var source: String
  /// What was done when: a line for each step, beginning with its time.
  public var history: String
  public var references: String

  public init(
    title: String, institution: String = "", source: String, history: String = "",
    references: String = ""
  ) {
    self.title = title
    self.institution = institution
    self.source = source
    self.history = history
    self.references = references
  }

  /// Attributes of the CF conventions; those without text are left out.
  func attributes(featureType: String?) -> [NetCDFAttribute] {
    [
      ("Conventions", "CF-1.11"), ("featureType", featureType ?? ""), ("title", title),
      ("institution", institution), ("source", source), ("history", history),
      ("references", references),
    ].filter { !$0.1.isEmpty }.map { NetCDFAttribute($0.0, $0.1) }
  }
}

/// What a variable of a file is.
public struct SeriesVariable: Sendable, Equatable {
  public var name: String
  public var units: String
  public var longName: String
  /// A name from the CF table, where there is a fitting one.
  public var standardName: String?
  /// How a value stands for its step: `time: mean`.
  public var cellMethods: String?

  public init(
    _ name: String, units: String, longName: String, standardName: String? = nil,
    cellMethods: String? = nil
  ) {
    self.name = name
    self.units = units
    self.longName = longName
    self.standardName = standardName
    self.cellMethods = cellMethods
  }

  public static let streamflow = SeriesVariable(
    "streamflow", units: "m3 s-1", longName: "discharge at the reach's lower end",
    standardName: dischargeName, cellMethods: "time: mean")
  public static let observed = SeriesVariable(
    "observed", units: "m3 s-1", longName: "observed discharge", standardName: dischargeName,
    cellMethods: "time: mean")
  public static let simulated = SeriesVariable(
    "simulated", units: "m3 s-1", longName: "simulated discharge", standardName: dischargeName,
    cellMethods: "time: mean")
  public static let baseline = SeriesVariable(
    "baseline", units: "m3 s-1", longName: "simulated discharge with uniform roughness",
    standardName: dischargeName, cellMethods: "time: mean")
  public static let simulatedLower = SeriesVariable(
    "simulated_lower", units: "m3 s-1",
    longName: "lower end of the ensemble's interval of simulated discharge",
    standardName: dischargeName, cellMethods: "time: mean")
  public static let simulatedUpper = SeriesVariable(
    "simulated_upper", units: "m3 s-1",
    longName: "upper end of the ensemble's interval of simulated discharge",
    standardName: dischargeName, cellMethods: "time: mean")
  public static let velocity = SeriesVariable(
    "velocity", units: "m s-1", longName: "mean velocity of the water", cellMethods: "time: mean")
  public static let depth = SeriesVariable(
    "depth", units: "m", longName: "depth of the water", cellMethods: "time: mean")
  public static let width = SeriesVariable(
    "width", units: "m", longName: "width of the water's surface", cellMethods: "time: mean")
  /// CF has no standard name for a river's temperature.
  public static let waterTemperature = SeriesVariable(
    "water_temperature", units: "degree_Celsius", longName: "stream water temperature",
    cellMethods: "time: mean")

  public static let observedWaterTemperature = SeriesVariable(
    "observed_water_temperature", units: "degree_Celsius",
    longName: "observed stream water temperature", cellMethods: "time: mean")

  private static let dischargeName = "water_volume_transport_in_river_channel"

  func attributes(coordinates: String?) -> [NetCDFAttribute] {
    var list = [NetCDFAttribute("units", units), NetCDFAttribute("long_name", longName)]
    if let standardName { list.append(.init("standard_name", standardName)) }
    if let cellMethods { list.append(.init("cell_methods", cellMethods)) }
    if let coordinates { list.append(.init("coordinates", coordinates)) }
    return list
  }
}

/// Reaches or stations that a file's values belong to.
public struct SeriesFeatures: Sendable {
  /// Written as `int64` where all are numbers, else as text.
  public var ids: [ReachID]
  /// What the identifiers are: "Reach ID", "Station ID".
  public var longName: String
  /// Degrees east, one for each feature.
  public var longitudes: [Double]?
  /// Degrees north, one for each feature.
  public var latitudes: [Double]?

  public init(
    ids: [ReachID], longName: String = "Reach ID", longitudes: [Double]? = nil,
    latitudes: [Double]? = nil
  ) {
    precondition((longitudes?.count ?? ids.count) == ids.count, "one longitude for each feature")
    precondition((latitudes?.count ?? ids.count) == ids.count, "one latitude for each feature")
    self.ids = ids
    self.longName = longName
    self.longitudes = longitudes
    self.latitudes = latitudes
  }
}
