/// Connectivity tables of RAPID (`rapid_connect.csv`, no header) and river-route, which carry no
/// geometry and mostly no length.
///
/// | Column | Meaning |
/// | --- | --- |
/// | river_id (RAPID: first column) | reach |
/// | downstream_river_id (RAPID: second column) | reach below (0 or -1: none) |
///
/// RAPID's further columns (the number of reaches above, and which) repeat the second. GDAL calls
/// the columns of a table without header `field_1`, `field_2`...
///
/// Source: David et al. (2011), J. Hydrometeorol. 12, 913-934, doi:10.1175/2011JHM1345.1.
public struct RiverConnectivitySchema: HydrographySchema {
  public let name = "river connectivity"

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    let named = columns["river_id"].flatMap { id in
      columns.first(of: ["downstream_river_id", "ds_river_id"]).map { (id, $0) }
    }
    let isHeaderless = columns.names.first == "field_1" && columns.names.count > 2
      && columns.names.allSatisfy { $0.hasPrefix("field_") }
    guard let (id, below) = named ?? (isHeaderless ? ("field_1", "field_2") : nil) else {
      return nil
    }
    var mapping = FieldMapping(
      id: id, downstreamID: below,
      length: GenericSchema.length(in: columns), slope: GenericSchema.slope(in: columns))
    mapping.outletIDs = [0, -1]
    return mapping
  }
}
