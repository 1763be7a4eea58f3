import RiverNetworks

/// Observed runoff as a depth of water over the catchment, mm per day: what a runoff model predicts.
public enum RunoffDepth {
  /// mm per day that 1 m³ s⁻¹ gives over 1 m².
  static let perDischargeAndArea = 86_400 * 1_000.0

  private static let depths = ["mm day-1", "mm/day", "mm d-1", "mm/d", "kg m-2 day-1"]

  /// Reads it from a NetCDF file: a depth as it is, a discharge over the file's `area`.
  ///
  /// - Parameters:
  ///   - path: of the file
  ///   - variable: its name
  ///   - identifiers: variable that names the catchments; nil finds it
  /// - Returns: one variable, mm per day, NaN where nothing was observed
  /// - Throws: `InputError` where the file, its unit or an area cannot be used, or a value is
  ///   negative.
  public static func read(
    path: String, variable: String, identifiers: String? = nil
  ) throws -> CatchmentSeries {
    let file = try NetCDFFile(path: path)
    let units = try file.requiredVariable(variable).units
    var series = try CatchmentSeries(path: path, names: [variable], identifiers: identifiers)
    if !depths.contains(units?.lowercased() ?? "") {
      let unit: DischargeUnit
      do {
        unit = try DischargeUnit(parsing: units)
      } catch var error as InputError {
        error.column = variable
        throw error.located(file: path)
      }
      guard let areas = series.areas, areas.allSatisfy({ $0 > 0 }) else {
        throw InputError(
          "a discharge needs the areas of the catchments", file: path, column: "area",
          found: series.areas == nil ? "no such variable" : "an area that is not positive",
          expected: "m2 or km2, one for each catchment",
          remedy: "add the areas, or give the runoff in mm day-1")
      }
      let days = series.axis.count
      let values = series.values[0].enumerated().map { place, value in
        Float(Double(value) * unit.factor * perDischargeAndArea / areas[place / days])
      }
      series = CatchmentSeries(
        axis: series.axis, ids: series.ids, names: [variable], values: [values], areas: areas)
    }
    if let place = series.values[0].firstIndex(where: { $0 < 0 }) {
      throw InputError(
        "observed runoff is negative", file: path, column: variable,
        ids: [series.ids[place / series.axis.count].description],
        count: series.values[0].count { $0 < 0 },
        found: "\(series.values[0][place]) on \(series.axis.text(at: place % series.axis.count))",
        expected: "0 or more, NaN where nothing was observed")
    }
    return series
  }
}
