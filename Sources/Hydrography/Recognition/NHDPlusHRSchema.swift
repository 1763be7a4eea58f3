/// NHDPlus High Resolution: `NHDFlowline` with `NHDPlusFlowlineVAA` beside it, or both joined.
///
/// | Column | Meaning |
/// | --- | --- |
/// | NHDPlusID | flowline, 14 digits, stored as Real |
/// | FromNode, ToNode, HydroSeq, DnHydroSeq, DnMinorHyd, Divergence | as in ``NHDPlusV2Schema`` |
/// | LengthKM, Slope, TotDASqKm, StreamOrde | km, m/m (-9998 is missing), km², order |
/// | FType | 566 is a coastline |
///
/// Flowlines without value-added attributes (no nodes) are not part of the network: left out and
/// counted.
///
/// Source: Moore et al. (2019), User's guide for the NHDPlus High Resolution, US Geological Survey
/// Open-File Report 2019-1096, doi:10.3133/ofr20191096.
public struct NHDPlusHRSchema: HydrographySchema {
  public let name = "NHDPlus HR"
  public let reachLayers = ["NHDFlowline", "NetworkNHDFlowline"]
  public let nonNetworkLayers = ["NonNetworkNHDFlowline"]
  public let companions: CompanionLayers? = CompanionLayers(
    reachColumns: ["NHDPlusID", "LengthKM"], attributes: ["NHDPlusFlowlineVAA"],
    keys: ["NHDPlusID"])

  public init() {}

  public func mapping(of columns: ColumnNames) -> FieldMapping? {
    guard let id = columns["NHDPlusID"] else { return nil }
    return NHDPlusV2Schema.valueAddedAttributes(of: columns, id: id)
  }
}
