import RiverNetworks

/// Daily series of many catchments: meteorology, or the runoff they gave.
public struct CatchmentSeries: Sendable {
  /// Days.
  public let axis: TimeAxis
  /// What the file calls the catchments.
  public let ids: [ReachID]
  /// What was measured: `prcp`, `tmax`.
  public let names: [String]
  /// `[variable][catchment][day]`, the last two flat; NaN where missing.
  public let values: [[Float]]
  /// m², `[catchment]`, where the file says it.
  public let areas: [Double]?

  public init(
    axis: TimeAxis, ids: [ReachID], names: [String], values: [[Float]], areas: [Double]? = nil
  ) {
    precondition(values.count == names.count, "a matrix for each variable")
    precondition(
      values.allSatisfy { $0.count == ids.count * axis.count }, "[catchment][day]")
    precondition((areas?.count ?? ids.count) == ids.count, "an area for each catchment")
    self.axis = axis
    self.ids = ids
    self.names = names
    self.values = values
    self.areas = areas
  }

  /// A variable of a catchment, one value a day.
  public func series(variable: Int, catchment: Int) -> ArraySlice<Float> {
    values[variable][(catchment * axis.count)..<((catchment + 1) * axis.count)]
  }

  /// How many values of a variable are missing.
  public func missingCount(variable: Int) -> Int { values[variable].count { $0.isNaN } }

  /// The same catchments in another order, joined by identifier.
  /// - Throws: `InputError` naming those that are not there.
  public func selecting(_ wanted: [ReachID], file: String) throws -> CatchmentSeries {
    let rows = try Self.rows(of: wanted, in: ids, file: file)
    return CatchmentSeries(
      axis: axis, ids: wanted, names: names,
      values: values.indices.map { variable in
        rows.flatMap { series(variable: variable, catchment: $0) }
      }, areas: areas.map { areas in rows.map { areas[$0] } })
  }

  /// The same series on other days, NaN where it has none.
  public func on(_ days: TimeAxis) -> CatchmentSeries {
    guard days != axis else { return self }
    let shift = Int((days.start - axis.start) / axis.step)
    return CatchmentSeries(
      axis: days, ids: ids, names: names,
      values: values.indices.map { variable in
        ids.indices.flatMap { catchment in
          let row = catchment * axis.count
          return (0..<days.count).map { day in
            let place = day + shift
            return (0..<axis.count).contains(place) ? values[variable][row + place] : .nan
          }
        }
      }, areas: areas)
  }

  /// The row of each wanted identifier; the number 15 and the text "15" are the same one.
  static func rows(of wanted: [ReachID], in ids: [ReachID], file: String) throws -> [Int] {
    let places = ReachRows(ids.map(\.byValue))
    if let row = places.repeated.first {
      throw InputError(
        "a catchment occurs more than once in the file", file: file, ids: [ids[row].description],
        remedy: "keep one series for each catchment")
    }
    let missing = wanted.filter { places[$0.byValue] == nil }
    guard missing.isEmpty else {
      throw InputError(
        "a catchment is missing from the file", file: file,
        ids: missing.prefix(InputError.namedIDs).map(\.description), count: missing.count,
        found: "\(ids.count) catchments, the first "
          + ids.prefix(3).map(\.description).joined(separator: ", "),
        expected: "each of the \(wanted.count) catchments asked for",
        remedy: "give a file with these catchments, or leave them out")
    }
    return wanted.map { places[$0.byValue]! }
  }
}
