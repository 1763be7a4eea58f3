/// NHDPlus Version 2, medium resolution: flowlines with their value-added attributes, names in any
/// case, whole or cut to ten characters.
///
/// | Column | Meaning |
/// | --- | --- |
/// | COMID | flowline |
/// | FromNode, ToNode | node at the upper and the lower end |
/// | Hydroseq | sequence number; with the next two used where the nodes are missing |
/// | DnHydroseq, DnMinorHyd | sequence number of the main and of a minor reach below (0: none) |
/// | Divergence | 0 none, 1 main path and 2 minor path below a divergence, 9 coastline |
/// | LENGTHKM | channel length, km |
/// | SLOPE | smoothed channel slope, m/m; -9998 is missing |
/// | TotDASqKM | drainage area, km² |
/// | StreamOrde | modified Strahler order |
/// | FTYPE | kind of feature: Coastline is no river |
///
/// A reach flows into every reach whose FromNode is its ToNode.
///
/// No share of the flow is given for the branches of a divergence: they get equal shares unless a
/// ``SplitPolicy`` says otherwise. A downstream reach that is not in the file is a cut-out's edge:
/// an outlet, counted.
///
/// Source: McKay et al. (2012), NHDPlus Version 2: User Guide, US Environmental Protection Agency.
public struct NHDPlusV2Schema: HydrographySchema {
  public let name = "NHDPlus V2"
  public let reachLayers = [
    "NHDFlowline_Network", "nhdplus_flowline", "nhdflowline_network", "flowline", "flowlines",
    "nhdflowline",
  ]
  public let nonNetworkLayers = ["NHDFlowline_NonNetwork"]
  public let companions: CompanionLayers? = CompanionLayers(
    reachColumns: ["COMID", "LENGTHKM"], attributes: ["PlusFlowlineVAA", "elevslope"],
    keys: ["COMID", "ComID"])

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns.first(of: ["COMID", "nhdplus_comid"]) else { return nil }
    return Self.valueAddedAttributes(of: columns, id: id)
  }

  /// The columns that NHDPlus V2 and HR share.
  static func valueAddedAttributes(of columns: ColumnNames, id: String) -> FieldMapping? {
    var mapping = FieldMapping(id: id)
    mapping.fromNode = columns["FromNode"]
    mapping.toNode = columns["ToNode"]
    mapping.sequence = columns["Hydroseq"]
    mapping.downstreamSequence = columns.first(of: ["DnHydroseq", "dnhydroseq"])
    mapping.minorDownstreamSequence = columns.first(of: ["DnMinorHyd", "DnMinorHydroseq"])
    let hasNodes = mapping.fromNode != nil && mapping.toNode != nil
    let hasSequence = mapping.sequence != nil && mapping.downstreamSequence != nil
    guard hasNodes || hasSequence, let length = columns["LENGTHKM"] else { return nil }
    mapping.length = length
    mapping.lengthUnit = .kilometre
    mapping.slope = columns["SLOPE"]
    mapping.slopeUnit = mapping.slope == nil ? nil : .metrePerMetre
    mapping.drainageArea = columns["TotDASqKM"]
    mapping.drainageAreaUnit = mapping.drainageArea == nil ? nil : .squareKilometre
    mapping.order = columns.first(of: ["StreamOrde", "StreamOrder"])
    mapping.divergenceFlag = columns["Divergence"]
    mapping.featureType = columns.first(of: ["FTYPE", "FCODE"])
    mapping.gaugeID = columns.first(of: ["gage_id", "gauge_id", "gages"])
    mapping.splitFraction = columns["split_fraction"]
    mapping.outletIDs = [0, -1, -9998, -9999]
    mapping.unknownDownstream = .outlet
    mapping.split = .equal
    return mapping
  }
}
