/// TDX-Hydro, GEOGLOWS v2 and other networks of TauDEM's `StreamNet`.
///
/// | Column | Meaning |
/// | --- | --- |
/// | LINKNO (or TDXHydroLinkNo), DSLINKNO | link, link below (-1: none; 0 is a link) |
/// | Length (or LengthGeodesicMeters) | channel length, m |
/// | Slope | drop over length, m/m |
/// | DSContArea | drainage area at the lower end, m² |
/// | strmOrder | Strahler order |
///
/// A confluence of three is drawn with a link of length 0 between two confluences of two: such a
/// length is refused unless ``MissingLengthPolicy`` says otherwise.
///
/// Source: Tarboton, TauDEM 5, Stream Reach and Watershed tool; TDX-Hydro of the National
/// Geospatial-Intelligence Agency.
public struct TDXHydroSchema: HydrographySchema {
  public let name = "TDX-Hydro"

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns.first(of: ["TDXHydroLinkNo", "LINKNO"]),
      let below = columns["DSLINKNO"],
      let length = columns.first(of: ["LengthGeodesicMeters", "Length"])
    else { return nil }
    let slope = columns["Slope"]
    let area = columns["DSContArea"]
    var mapping = FieldMapping(
      id: id, downstreamID: below,
      length: length, lengthUnit: .metre,
      slope: slope ?? GenericSchema.slope(in: columns),
      slopeUnit: slope == nil ? nil : .metrePerMetre,
      drainageArea: area, drainageAreaUnit: area == nil ? nil : .squareMetre,
      order: columns["strmOrder"])
    mapping.outletIDs = [-1]
    return mapping
  }
}
