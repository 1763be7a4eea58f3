/// NOAA's NextGen hydrofabric: flowpaths, their attributes in a table of their own, and edges from
/// flowpath to nexus and from nexus to flowpath.
///
/// | Layer and column | Meaning |
/// | --- | --- |
/// | flowpaths (flowlines): id, toid | flowpath `wb-1`, nexus `nex-2` |
/// | nexus, flowpath_edge_list, network: id, toid | nexus `nex-2`, flowpath `wb-2` |
/// | flowpaths: lengthkm, tot_drainage_areasqkm, order | km, km², Strahler order |
/// | flowpath-attributes: id (or link), So | flowpath, channel slope in m/m |
/// | flowpath-attributes: gages (rl_gages, gage) | gauge |
///
/// A terminal nexus (`tnex-`, `tnx-`, `cnx-`, `inx-`) has no row, or leads to `wb-0`.
/// The flowpaths' own `slope_percent` is 0 or 1e-6 in the files we have seen and is never used.
///
/// Source: Johnson (2022), National Hydrologic Geospatial Fabric for NextGen, HydroShare,
/// doi:10.4211/hs.129787b468aa4d55ace7b124ed27dbde.
public struct NextGenHydrofabricSchema: HydrographySchema {
  public let name = "NextGen hydrofabric"
  public let reachLayers = ["flowpaths", "flowlines"]
  public let companions: CompanionLayers? = CompanionLayers(
    reachColumns: ["id", "lengthkm"],
    attributes: ["flowpath-attributes", "flowpath-attributes-ml"], keys: ["id", "link"],
    edges: ["nexus", "flowpath-edge-list", "network"])

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns["id"], let length = columns["lengthkm"],
      columns.first(of: ["tot_drainage_areasqkm", "realized_catchment", "divide_id"]) != nil
    else { return nil }
    let slope = columns["So"]
    let area = columns["tot_drainage_areasqkm"]
    var mapping = FieldMapping(
      id: id, downstreamID: columns["toid"],
      length: length, lengthUnit: .kilometre,
      slope: slope, slopeUnit: slope == nil ? nil : .metrePerMetre,
      drainageArea: area, drainageAreaUnit: area == nil ? nil : .squareKilometre,
      order: columns.first(of: ["order", "streamorder"]),
      gaugeID: columns.first(of: ["gages", "rl_gages", "gage", "gage_id"]))
    mapping.outletIDs = [0, -1, -9999, "wb-0"]
    mapping.outletPrefixes = ["tnex-", "tnx-", "cnx-", "inx-"]
    mapping.unknownDownstream = .outlet
    mapping.split = .equal
    return mapping
  }
}
