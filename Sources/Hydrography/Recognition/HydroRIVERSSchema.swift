/// HydroRIVERS v1.0, alone or with RiverATLAS attributes.
///
/// | Column | Meaning |
/// | --- | --- |
/// | HYRIV_ID, NEXT_DOWN | reach, reach below (0: ocean or inland sink) |
/// | LENGTH_KM | channel length, km |
/// | UPLAND_SKM | drainage area, km² |
/// | ORD_STRA | Strahler order |
/// | sgr_dk_rav | RiverATLAS: stream gradient, dm/km |
///
/// HydroRIVERS itself has no slope. Regional extracts are complete basins, so a downstream id
/// without a reach is a fault.
///
/// Source: Lehner and Grill (2013), Hydrol. Process. 27, 2171-2186, doi:10.1002/hyp.9740; Linke et
/// al. (2019), Sci. Data 6, 283, doi:10.1038/s41597-019-0300-6.
public struct HydroRIVERSSchema: HydrographySchema {
  public let name = "HydroRIVERS"

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns["HYRIV_ID"], let below = columns["NEXT_DOWN"],
      let length = columns["LENGTH_KM"]
    else { return nil }
    let gradient = columns["sgr_dk_rav"]
    let area = columns["UPLAND_SKM"]
    var mapping = FieldMapping(
      id: id, downstreamID: below,
      length: length, lengthUnit: .kilometre,
      slope: gradient ?? GenericSchema.slope(in: columns),
      slopeUnit: gradient == nil ? nil : .decimetrePerKilometre,
      drainageArea: area, drainageAreaUnit: area == nil ? nil : .squareKilometre,
      order: columns["ORD_STRA"])
    mapping.outletIDs = [0]
    return mapping
  }
}
