/// The National Water Model's RouteLink as a vector layer or table (from `RouteLink.nc`).
///
/// | Column | Meaning |
/// | --- | --- |
/// | link, to | reach, reach below (0: none) |
/// | Length | channel length, m |
/// | So | bed slope, m/m |
/// | order | Strahler order |
/// | gages | gauge |
///
/// A table with `link`, `to`, `Length` and `So` is RouteLink's only with its channel parameters
/// (n, BtmWdth, ChSlp, MusK...); else it is nobody's and the unit of the length must be given.
///
/// Source: Gochis et al. (2020), The WRF-Hydro Modeling System Technical Description,
/// version 5.1, NCAR.
public struct RouteLinkSchema: HydrographySchema {
  public let name = "RouteLink"
  public let reachLayers = ["flowlines", "RouteLink"]

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns["link"], let below = columns["to"], let length = columns["Length"],
      let slope = columns["So"],
      columns.first(of: ["BtmWdth", "ChSlp", "MusK", "MusX", "NHDWaterbodyComID"]) != nil
    else { return nil }
    var mapping = FieldMapping(
      id: id, downstreamID: below,
      length: length, lengthUnit: .metre,
      slope: slope, slopeUnit: .metrePerMetre,
      order: columns["order"], gaugeID: columns["gages"])
    mapping.outletIDs = [0]
    return mapping
  }
}
