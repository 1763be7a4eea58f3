/// The ten attributes of a catchment that learned routing models look at, by the names the field's
/// files use.
public enum CatchmentAttribute: String, CaseIterable, Sendable {
  case clay = "SoilGrids1km_clay"
  case aridity
  case meanElevation = "meanelevation"
  case meanPrecipitation = "meanP"
  case vegetation = "NDVI"
  case meanSlope = "meanslope"
  case logDrainageArea = "log10_uparea"
  case sand = "SoilGrids1km_sand"
  case potentialEvaporation = "ETPOT_Hargr"
  case porosity = "Porosity"

  public var unit: String {
    switch self {
    case .clay, .sand: "percent by mass"
    case .aridity, .vegetation, .porosity: "1"
    case .meanElevation: "m"
    case .meanPrecipitation, .potentialEvaporation: "mm year-1"
    case .meanSlope: "degree"
    case .logDrainageArea: "log10(km2)"
    }
  }

  public var summary: String {
    switch self {
    case .clay: "clay in the soil"
    case .aridity: "potential evaporation over precipitation, yearly means"
    case .meanElevation: "mean elevation of the unit catchment"
    case .meanPrecipitation: "mean yearly precipitation"
    case .vegetation: "normalised difference vegetation index"
    case .meanSlope: "mean slope of the land"
    case .logDrainageArea: "decadic logarithm of the drainage area"
    case .sand: "sand in the soil"
    case .potentialEvaporation: "mean yearly potential evaporation (Hargreaves)"
    case .porosity: "porosity of the rock below the soil"
    }
  }
}
