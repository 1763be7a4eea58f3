/// MERIT-Basins v0.7 and v1.0 river reaches (`riv_pfaf_*_MERIT_Hydro_v07_Basins_v01*.shp`).
///
/// | Column | Meaning |
/// | --- | --- |
/// | COMID, NextDownID | reach, downstream reach (0 at an outlet) |
/// | lengthkm | channel length, km |
/// | slope | channel slope, m/m |
/// | uparea | drainage area, km² |
/// | order | Strahler order |
///
/// Source: Lin et al. (2019), Water Resour. Res. 55, 6499-6516, doi:10.1029/2019WR025287, and the
/// readme at reachhydro.org.
public struct MERITBasinsSchema: HydrographySchema {
  public let name = "MERIT-Basins"

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns["COMID"], let downstream = columns["NextDownID"],
      let length = columns["lengthkm"]
    else { return nil }
    let area = columns["uparea"]
    return FieldMapping(
      id: id, downstreamID: downstream,
      length: length, lengthUnit: .kilometre,
      slope: columns["slope"], slopeUnit: columns["slope"] == nil ? nil : .metrePerMetre,
      drainageArea: area, drainageAreaUnit: area == nil ? nil : .squareKilometre,
      order: columns["order"])
  }
}
