import RiverNetworks

extension CatchmentSeries {
  /// Reads some variables of a NetCDF file, each with two dimensions, catchment and day, in either
  /// order.
  ///
  /// - Parameters:
  ///   - path: of the file
  ///   - names: the variables wanted
  ///   - identifiers: the variable that names the catchments; nil looks for it
  /// - Throws: `InputError` where a variable, its identifiers or its time axis cannot be used, the
  ///   steps are not days, or a value is infinite.
  public init(path: String, names: [String], identifiers: String? = nil) throws {
    precondition(!names.isEmpty, "variables to read")
    let file = try NetCDFFile(path: path)
    let all = try names.map { try FeatureSeries(in: file, variable: $0) }
    let axis = all[0].axis
    for (name, series) in zip(names, all) {
      guard series.axis.step == TimeAxis.secondsPerDay else {
        throw InputError(
          "the series is not daily", file: path, column: name,
          found: "a step of \(series.axis.step) s", expected: "\(TimeAxis.secondsPerDay) s",
          remedy: "average it to days")
      }
      guard series.axis == axis, series.featureDimension == all[0].featureDimension else {
        throw InputError(
          "two variables do not have the same days and catchments", file: path, column: name,
          found: "along \(series.featureDimension), from \(series.axis.text(at: 0))",
          expected: "as \(names[0])")
      }
    }
    let column = try IdentifierColumn(
      in: file, along: all[0].featureDimension, named: identifiers,
      known: ["basin"] + IdentifierColumn.reachNames + IdentifierColumn.stationNames)
    _ = try column.rows(in: path)
    let selection = RowSelection(Array(column.ids.indices))
    let total = column.ids.count * axis.count
    let values = try zip(names, all).map { name, series in
      let read = try [Float](unsafeUninitializedCapacity: total) { buffer, initialized in
        try series.read(
          times: 0..<axis.count, selection,
          into: UnsafeMutableBufferPointer(
            rebasing: buffer[..<total]))
        initialized = total
      }
      if let place = read.firstIndex(where: \.isInfinite) {
        throw InputError(
          "a value is infinite", file: path, column: name,
          ids: [column.ids[place / axis.count].description],
          found: axis.text(at: place % axis.count), expected: "a number, NaN where missing")
      }
      return read
    }
    self.init(
      axis: axis, ids: column.ids, names: names, values: values,
      areas: try Self.areas(in: file, along: column.dimension))
  }

  /// The variable `area` along the catchments, m² (or km², as its unit says).
  private static func areas(in file: NetCDFFile, along dimension: String) throws -> [Double]? {
    guard let variable = file.variable("area"), variable.dimensions == [dimension] else {
      return nil
    }
    let factor: Double
    switch variable.units?.lowercased() {
    case "m2", "m^2", "m**2": factor = 1
    case "km2", "km^2", "km**2": factor = squareMetresPerSquareKilometre
    default:
      throw InputError(
        "the unit of the catchments' areas is not known", file: file.path, column: "area",
        found: variable.units ?? "no units attribute", expected: "m2 or km2",
        remedy: "set the units attribute of the variable")
    }
    return try file.doubles(variable).map { $0 * factor }
  }

  static let squareMetresPerSquareKilometre = 1e6
}
