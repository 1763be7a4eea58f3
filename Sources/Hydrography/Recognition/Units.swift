/// Unit of a column of lengths. The raw value is its symbol, as in a configuration.
public enum LengthUnit: String, Sendable, CaseIterable {
  case metre = "m"
  case kilometre = "km"

  /// Metres in one unit.
  public var metres: Double {
    switch self {
    case .metre: 1
    case .kilometre: 1_000
    }
  }

  /// The unit that a column's name ends in (`length_m`, `LENGTHKM`), or nil when it names none.
  public init?(columnName: String) {
    let name = columnName.lowercased()
    if name.hasSuffix("km") || name.hasSuffix("kilometres") || name.hasSuffix("kilometers") {
      self = .kilometre
    } else if name.hasSuffix("_m") || name == "lengthm" || name.hasSuffix("metres")
      || name.hasSuffix("meters")
    {
      self = .metre
    } else {
      return nil
    }
  }
}

/// Unit of a column of slopes. The raw value is its symbol, as in a configuration.
public enum SlopeUnit: String, Sendable, CaseIterable {
  case metrePerMetre = "m/m"
  case percent = "percent"
  /// Also metres per kilometre.
  case perMille = "m/km"
  /// RiverATLAS stores stream gradients so (`sgr_dk_rav`), to keep them whole numbers.
  case decimetrePerKilometre = "dm/km"

  /// m/m in one unit is 1 over this number; a divisor, because 1/100 has no exact binary form.
  public var unitsPerMetrePerMetre: Double {
    switch self {
    case .metrePerMetre: 1
    case .percent: 100
    case .perMille: 1_000
    case .decimetrePerKilometre: 10_000
    }
  }

  /// The unit that a column's name tells (`slope`, `So`, `slope_percent`, `slope_m_km`,
  /// `sgr_dk_rav`), or nil.
  ///
  /// A bare `slope` or `So` is m/m, as in NHDPlus, MERIT-Basins, TauDEM and RouteLink.
  public init?(columnName: String) {
    let name = columnName.lowercased()
    if name.hasSuffix("percent") || name.hasSuffix("_pct") {
      self = .percent
    } else if name.hasSuffix("permille") || name.hasSuffix("per_mille") || name.hasSuffix("_m_km") {
      self = .perMille
    } else if name.hasPrefix("sgr_dk") || name.hasSuffix("_dm_km") {
      self = .decimetrePerKilometre
    } else if ["slope", "so", "slope_m_m"].contains(name) {
      self = .metrePerMetre
    } else {
      return nil
    }
  }
}

/// Unit of a column of areas. The raw value is its symbol, as in a configuration.
public enum AreaUnit: String, Sendable, CaseIterable {
  case squareMetre = "m2"
  case squareKilometre = "km2"

  /// Square metres in one unit.
  public var squareMetres: Double {
    switch self {
    case .squareMetre: 1
    case .squareKilometre: 1_000_000
    }
  }

  /// The unit that a column's name ends in (`uparea_km2`, `TotDASqKM`, `UPLAND_SKM`), or nil.
  public init?(columnName: String) {
    let name = columnName.lowercased()
    if name.hasSuffix("km2") || name.hasSuffix("sqkm") || name.hasSuffix("skm") {
      self = .squareKilometre
    } else if name.hasSuffix("_m2") || name.hasSuffix("sqm") {
      self = .squareMetre
    } else {
      return nil
    }
  }
}
