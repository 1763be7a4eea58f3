import RiverNetworks

/// One quantity of the weather, or a water temperature, read for reaches or stations; gaps are NaN.
public struct WeatherSeries: Sendable {
  public let axis: TimeAxis
  /// `[feature][time]`, in the quantity's unit, NaN where missing.
  public let values: [Float]

  /// - Parameters:
  ///   - path: of the file
  ///   - variable: its name in the file
  ///   - quantity: that the variable holds; its units are checked
  ///   - identifiers: the variable that names the reaches; nil looks for it
  ///   - network: the river
  /// - Throws: `InputError` if the variable, its unit, its identifiers or its time axis cannot be
  ///   used, if a reach is missing, or if a value is not plausible: a wrong unit shows so.
  public init(
    path: String, variable: String, quantity: WeatherQuantity, identifiers: String? = nil,
    network: RiverNetwork
  ) throws {
    let file = try NetCDFFile(path: path)
    let series = try FeatureSeries(in: file, variable: variable)
    let column = try IdentifierColumn(
      in: file, along: series.featureDimension, named: identifiers,
      known: IdentifierColumn.reachNames)
    let join = try ReachJoin(network, to: column, in: path)
    try self.init(
      series, quantity: quantity, rows: join.rows, ids: network.ids.map(\.description))
  }

  /// As above, for stations by their names.
  public init(
    path: String, variable: String, quantity: WeatherQuantity, identifiers: String? = nil,
    stations: [String]
  ) throws {
    let file = try NetCDFFile(path: path)
    let series = try FeatureSeries(in: file, variable: variable)
    let column = try IdentifierColumn(
      in: file, along: series.featureDimension, named: identifiers,
      known: IdentifierColumn.stationNames + IdentifierColumn.reachNames)
    let labels = column.labels
    let rows = try stations.map { station in
      guard let row = labels.firstIndex(of: station) else {
        throw InputError(
          "a station is missing from the file", file: path, column: column.variable.name,
          ids: [station], found: labels.prefix(8).joined(separator: ", "),
          remedy: "give a file with this station, or take it out of the list")
      }
      return row
    }
    try self.init(series, quantity: quantity, rows: rows, ids: stations)
  }

  /// The stations that a variable has series of.
  public static func stations(
    path: String, variable: String, identifiers: String? = nil
  ) throws -> [String] {
    let file = try NetCDFFile(path: path)
    let series = try FeatureSeries(in: file, variable: variable)
    return try IdentifierColumn(
      in: file, along: series.featureDimension, named: identifiers,
      known: IdentifierColumn.stationNames + IdentifierColumn.reachNames
    ).labels
  }

  private init(
    _ series: FeatureSeries, quantity: WeatherQuantity, rows: [Int], ids: [String]
  ) throws {
    let path = series.file.path
    let name = series.variable.name
    let unit: WeatherQuantity.Unit
    do {
      unit = try quantity.unit(parsing: series.variable.units)
    } catch var error as InputError {
      error.column = name
      throw error.located(file: path)
    }
    let axis = series.axis
    let total = rows.count * axis.count
    values = try [Float](unsafeUninitializedCapacity: total) { buffer, initialized in
      let buffer = UnsafeMutableBufferPointer(rebasing: buffer[..<total])
      try series.read(times: 0..<axis.count, RowSelection(rows), into: buffer)
      initialized = total
      var wrong = 0
      var first: (place: Int, value: Float)?
      for place in buffer.indices where !buffer[place].isNaN {
        let value = Float(Double(buffer[place]) * unit.factor + unit.offset)
        buffer[place] = value
        if !quantity.range.contains(value) {
          wrong += 1
          if first == nil { first = (place, value) }
        }
      }
      if let first {
        throw InputError(
          "values of \(quantity.rawValue) are not plausible", file: path, column: name,
          ids: [ids[first.place / axis.count]],
          found: "\(wrong) values, the first \(first.value) on "
            + axis.text(at: first.place % axis.count),
          expected: "\(quantity.range.lowerBound) to \(quantity.range.upperBound) "
            + quantity.units[0].name,
          remedy: "check the variable's units attribute ('\(series.variable.units ?? "")')")
      }
    }
    self.axis = axis
  }

  /// The series of one feature.
  public func series(of feature: Int) -> ArraySlice<Float> {
    values[(feature * axis.count)..<((feature + 1) * axis.count)]
  }
}
