/// NHDPlus flowlines under the names of the R package hydroloom.
///
/// | Column | Meaning |
/// | --- | --- |
/// | id, toid | reach and reach below (0: none) |
/// | fromnode, tonode | node at the upper and the lower end |
/// | topo_sort, dn_topo_sort, dn_minor_topo_sort | sequence numbers |
/// | length_km, total_da_sqkm, stream_order, divergence, slope | as in ``NHDPlusV2Schema`` |
///
/// Source: Blodgett (2023), hydroloom: Utilities to Weave Hydrologic Fabrics, US Geological Survey
/// software release, doi:10.5066/P9AQCUY0.
public struct HydroloomSchema: HydrographySchema {
  public let name = "hydroloom"

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns["id"], let length = columns["length_km"] else { return nil }
    let below = columns["toid"]
    let nodes = (from: columns["fromnode"], to: columns["tonode"])
    let sequence = (own: columns["topo_sort"], down: columns["dn_topo_sort"])
    let hasNodes = nodes.from != nil && nodes.to != nil
    let hasSequence = sequence.own != nil && sequence.down != nil
    let hasNames = columns.first(of: ["total_da_sqkm", "da_sqkm", "topo_sort"]) != nil
    guard hasNodes || hasSequence || (below != nil && hasNames) else { return nil }
    var mapping = FieldMapping(id: id, length: length, lengthUnit: .kilometre)
    if hasNodes {
      (mapping.fromNode, mapping.toNode) = nodes
    } else if !hasSequence {
      mapping.downstreamID = below
    }
    mapping.sequence = sequence.own
    mapping.downstreamSequence = sequence.down
    mapping.minorDownstreamSequence = columns["dn_minor_topo_sort"]
    mapping.slope = columns["slope"]
    mapping.slopeUnit = mapping.slope == nil ? nil : .metrePerMetre
    mapping.drainageArea = columns["total_da_sqkm"]
    mapping.drainageAreaUnit = mapping.drainageArea == nil ? nil : .squareKilometre
    mapping.order = columns["stream_order"]
    mapping.divergenceFlag = columns["divergence"]
    mapping.featureType = columns.first(of: ["feature_type", "ftype", "fcode"])
    mapping.outletIDs = [0, -1, -9999]
    mapping.unknownDownstream = .outlet
    mapping.split = .equal
    return mapping
  }
}
