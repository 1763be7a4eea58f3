import Hydrography
import RiverNetworks
import RiverSeries

/// What a run learned, from its parameters.nc, brought into the order of other identifiers.
struct LearnedValues: CustomStringConvertible {
  /// One column for each variable; NULL where the run knows nothing of the reach.
  let columns: [VectorColumn]
  /// How many of the identifiers the run does not know.
  let missingCount: Int
  /// How many of the run's reaches are not among them.
  let extraCount: Int

  private let path: String
  private let count: Int

  /// - Parameter ids: the identifiers whose values are wanted, in their order
  /// - Throws: `InputError` where the file is no parameters.nc, or knows none of the identifiers.
  init(path: String, ids: [ReachID]) throws {
    let file = try NetCDFFile(path: path)
    let variable = try file.requiredVariable(Self.identifiers)
    let known = variable.type?.isText == true
      ? try file.texts(variable).map { ReachID(parsing: $0) }
      : try file.integers(variable).map(ReachID.number)
    let rows = ReachRows(known)
    // The number 15 and the text "15" are the same identifier.
    let places = ids.map { rows[$0] ?? rows[ReachID(parsing: $0.description)] }
    let found = Set(places.compactMap(\.self))
    guard !found.isEmpty else {
      throw InputError(
        "the run knows none of the reaches", file: path, column: Self.identifiers,
        found: known.prefix(3).map(\.description).joined(separator: ", "),
        expected: ids.prefix(3).map(\.description).joined(separator: ", "),
        remedy: "give the run's own network, or name the column of the identifiers (--id)")
    }
    let wanted = file.variables.filter {
      $0.dimensions == variable.dimensions && $0.name != variable.name
        && $0.type?.isText == false && !Self.coordinates.contains($0.name)
    }
    columns = try wanted.map { variable in
      let values = try file.doubles(variable)
      return VectorColumn(
        variable.name,
        optional: places.map { $0.flatMap { values[$0].isNaN ? nil : values[$0] } })
    }
    missingCount = places.count { $0 == nil }
    extraCount = known.count - found.count
    self.path = path
    count = ids.count
  }

  private static let identifiers = "feature_id"
  private static let coordinates: Set = ["latitude", "longitude"]

  func column(_ name: String) -> VectorColumn? { columns.first { $0.name == name } }

  var description: String {
    "\(path): \(columns.map(\.name).joined(separator: ", ")) for \(count - missingCount) of "
      + "\(count) reaches"
      + (extraCount > 0 ? "; \(extraCount) of the run's reaches are not in the file" : "")
  }
}
