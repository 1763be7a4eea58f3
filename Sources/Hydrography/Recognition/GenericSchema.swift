/// Any layer whose columns carry names in common use; units only where the names tell them.
public struct GenericSchema: HydrographySchema {
  public let name = "generic"

  public init() {}

  /// Columns of the reach and of its downstream reach that belong together.
  static let pairs: [(id: String, downstream: String)] = [
    ("comid", "downstream_comid"),
    ("comid", "nextdownid"),
    ("comid", "tocomid"),
    ("hyriv_id", "next_down"),
    ("linkno", "dslinkno"),
    ("link", "to"),
    ("reach_id", "downstream_reach_id"),
    ("river_id", "downstream_river_id"),
    ("segid", "downsegid"),
    ("id", "downstream_id"),
    ("id", "toid"),
  ]

  private static let lengths = [
    "length_m", "lengthkm", "length_km", "lengthm", "length_metres", "length_meters", "length",
  ]
  private static let slopes = [
    "slope", "so", "slope_m_m", "slope_percent", "slope_m_km", "sgr_dk_rav",
  ]
  private static let areas = [
    "uparea_km2", "drainage_area_km2", "totdasqkm", "tot_drainage_areasqkm", "upland_skm",
  ]
  private static let orders = ["order", "strmorder", "streamorde", "stream_order", "ord_stra"]
  private static let gauges = ["gage_id", "gauge_id", "gages", "gauges", "gage"]

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    mapping(of: columns, id: nil, downstreamID: nil)
  }

  /// The column of the length, or of the slope, by the names in common use.
  static func length(in columns: ColumnNames) -> String? { columns.first(of: lengths) }
  static func slope(in columns: ColumnNames) -> String? { columns.first(of: slopes) }

  /// The same where one or both of the identifiers are known already: its partner is looked for.
  func mapping(of columns: ColumnNames, id: String?, downstreamID: String?) -> FieldMapping {
    let pair = Self.pairs.lazy.compactMap { pair -> (id: String, downstream: String)? in
      guard let first = columns[pair.id], let second = columns[pair.downstream],
        id == nil || id == first, downstreamID == nil || downstreamID == second
      else { return nil }
      return (first, second)
    }.first
    return FieldMapping(
      id: id ?? pair?.id, downstreamID: downstreamID ?? pair?.downstream,
      length: columns.first(of: Self.lengths), slope: columns.first(of: Self.slopes),
      drainageArea: columns.first(of: Self.areas), order: columns.first(of: Self.orders),
      gaugeID: columns.first(of: Self.gauges), splitFraction: columns["split_fraction"])
  }
}
