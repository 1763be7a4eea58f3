/// GRIT, the Global River Topology v0.6 and v1.0: rivers that part as well as join.
///
/// | Column | Meaning |
/// | --- | --- |
/// | global_id | segment or reach |
/// | upstream_node_id, downstream_node_id | node at the upper and the lower end |
/// | drainage_area_out | drainage area, km² |
/// | width_adjusted | width by which a bifurcation shares its water |
/// | is_mainstem | 1 on the main stem |
///
/// The unit of GRIT's `length` is not known to us and must be given. The data's licence is CC
/// BY-NC 4.0: not for commercial use.
///
/// Source: Wortmann et al. (2025), Water Resour. Res., doi:10.1029/2024WR038308; data
/// doi:10.5281/zenodo.7629907.
public struct GRITSchema: HydrographySchema {
  public let name = "GRIT"
  public let reachLayers = ["lines"]

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns["global_id"], let from = columns["upstream_node_id"],
      let to = columns["downstream_node_id"]
    else { return nil }
    let area = columns["drainage_area_out"]
    var mapping = FieldMapping(
      id: id,
      length: GenericSchema.length(in: columns), slope: GenericSchema.slope(in: columns),
      drainageArea: area, drainageAreaUnit: area == nil ? nil : .squareKilometre,
      order: columns.first(of: ["strahler_order", "order"]),
      splitFraction: columns["split_fraction"])
    mapping.fromNode = from
    mapping.toNode = to
    mapping.width = columns.first(of: ["width_adjusted", "width"])
    mapping.mainStem = columns["is_mainstem"]
    mapping.split = mapping.width == nil ? .equal : .width
    mapping.unknownDownstream = .outlet
    return mapping
  }
}
