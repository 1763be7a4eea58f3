/// Networks with lengths in metres and slopes in m/m under plain names: what ``NetworkWriter``
/// writes, and the Juniata example.
///
/// | Column | Meaning |
/// | --- | --- |
/// | comid (or id, reach_id, any x) | reach |
/// | downstream_comid (downstream_x) | downstream reach (0 at an outlet) |
/// | split_fraction | shares of the downstream reaches, where the river divides |
/// | length_m | channel length, m |
/// | slope | channel slope, m/m |
/// | uparea_km2 (or drainage_area_km2) | drainage area, km² |
/// | order (or strahler_order) | Strahler order |
/// | gage_id (or gauge_id) | gauge on the reach |
public struct ThalwegSchema: HydrographySchema {
  public let name = "Thalweg"

  public init() {}

  private static let prefix = "downstream_"
  private static let ids = ["comid", "id", "reach_id"]

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let length = columns["length_m"], let slope = columns["slope"] else { return nil }
    let others = columns.names.filter { $0.lowercased().hasPrefix(Self.prefix) }
      .map { String($0.dropFirst(Self.prefix.count)) }
    for candidate in Self.ids + others {
      guard let id = columns[candidate], let downstream = columns[Self.prefix + candidate]
      else { continue }
      let area = columns.first(of: ["uparea_km2", "drainage_area_km2"])
      return FieldMapping(
        id: id, downstreamID: downstream,
        length: length, lengthUnit: .metre,
        slope: slope, slopeUnit: .metrePerMetre,
        drainageArea: area, drainageAreaUnit: area == nil ? nil : .squareKilometre,
        order: columns.first(of: ["order", "strahler_order"]),
        gaugeID: columns.first(of: ["gage_id", "gauge_id"]),
        splitFraction: columns["split_fraction"])
    }
    return nil
  }
}
