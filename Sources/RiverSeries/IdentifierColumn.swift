import RiverNetworks

/// The variable of a file that names the features (reaches, stations) along a dimension.
struct IdentifierColumn: Sendable {
  let variable: NetCDFVariable
  /// The dimension along which the features stand.
  let dimension: String
  /// What the file calls each feature, in the file's order; text of digits alone is a number.
  let ids: [ReachID]
  /// The same as the file spells it.
  var labels: [String] { ids.map(\.description) }

  /// Names by which data sets call their reaches.
  static let reachNames = [
    "feature_id", "comid", "reach_id", "divide_id", "rivid", "river_id", "link", "linkno", "segid",
    "seg_id", "seg_id_nat", "hyriv_id", "nhdplusid", "catchment", "id",
  ]
  /// Names by which data sets call their stations.
  static let stationNames = [
    "station_id", "station", "gauge_id", "gage_id", "staid", "site_no", "gauge", "gage", "basin",
    "feature_id",
  ]

  /// Finds and reads the identifiers.
  ///
  /// In this order: the variable of the given name; the one with `cf_role = "timeseries_id"`; the
  /// dimension's coordinate variable; the one with a known name (whatever its case).
  ///
  /// - Parameters:
  ///   - dimension: the dimension to be named; nil where any will do
  ///   - known: lower case, the likeliest first
  /// - Throws: `InputError` if there is none, or if two are equally likely.
  init(
    in file: NetCDFFile, along dimension: String?, named name: String?, known: [String]
  ) throws {
    let candidates = file.variables.filter {
      Self.isColumn($0) && (dimension == nil || $0.dimensions[0] == dimension)
    }
    let variable: NetCDFVariable
    if let name {
      variable = try file.requiredVariable(name)
      guard candidates.contains(variable) else {
        throw InputError(
          "this variable cannot name the features", file: file.path, column: name,
          found: Self.shape(variable),
          expected: "integers or text along " + (dimension ?? "one dimension"))
      }
    } else {
      func only(_ choices: [NetCDFVariable]) throws -> NetCDFVariable? {
        guard choices.count > 1 else { return choices.first }
        throw InputError(
          "more than one variable may hold the identifiers", file: file.path,
          found: choices.map(\.name).joined(separator: ", "),
          remedy: "name the variable that holds the identifiers")
      }
      let roles = candidates.filter { $0.attribute("cf_role")?.text == "timeseries_id" }
      let coordinates = candidates.filter { $0.name == $0.dimensions[0] }
      let familiar = known.lazy.compactMap { name in
        candidates.first { $0.name.lowercased() == name }
      }
      guard let found = try only(roles) ?? only(coordinates) ?? familiar.first else {
        throw InputError(
          "the file does not say which reach or station its values belong to", file: file.path,
          found: candidates.isEmpty
            ? "no column of integers or text" : candidates.map(\.name).joined(separator: ", "),
          expected: "a variable of identifiers" + (dimension.map { " along \($0)" } ?? ""),
          remedy: "name the variable that holds the identifiers")
      }
      variable = found
    }
    self.variable = variable
    self.dimension = variable.dimensions[0]
    ids = try Self.ids(of: variable, in: file)
  }

  /// Rows of the identifiers.
  /// - Throws: `InputError` if an identifier occurs twice.
  func rows(in file: String) throws -> ReachRows {
    let rows = ReachRows(ids)
    let duplicates = rows.repeated.map { ids[$0] }
    guard duplicates.isEmpty else {
      throw InputError(
        "an identifier occurs more than once in the file", file: file, column: variable.name,
        ids: duplicates.prefix(InputError.namedIDs).map(\.description), count: duplicates.count,
        remedy: "keep one series for each identifier")
    }
    return rows
  }

  private static func isColumn(_ variable: NetCDFVariable) -> Bool {
    switch variable.type {
    case .character: variable.shape.count == 2
    case .none: false
    default: variable.shape.count == 1
    }
  }

  private static func shape(_ variable: NetCDFVariable) -> String {
    let type = variable.type.map { "\($0)" } ?? "a type of the user's"
    return "\(type)(\(variable.dimensions.joined(separator: ", ")))"
  }

  private static func ids(of variable: NetCDFVariable, in file: NetCDFFile) throws -> [ReachID] {
    if variable.type?.isText == true {
      return try file.texts(variable).map { ReachID(parsing: $0) }
    }
    if variable.type?.isInteger == true { return try file.integers(variable).map(ReachID.number) }
    // Some files hold identifiers in doubles: they are taken where they are whole numbers.
    return try file.doubles(variable).enumerated().map { row, value in
      guard let whole = Int64(exactly: value), abs(value) <= Self.largestExact else {
        throw InputError(
          "an identifier is not a whole number", file: file.path, column: variable.name,
          found: "\(value) at index \(row)", remedy: "store the identifiers as integers or text")
      }
      return .number(whole)
    }
  }

  /// Whole numbers up to 2⁵³ are exact in a double.
  private static let largestExact = 9_007_199_254_740_992.0
}
