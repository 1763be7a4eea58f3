import RiverNetworks

/// What a table must fulfil before it is written, so that no format drops or bends a value.
struct TableChecks {
  let table: VectorTable
  let format: VectorFormat

  /// Longest text of a dBASE III character field, bytes.
  private static let shapefileTextBytes = 254
  /// Digits, sign included, that GDAL gives a 64-bit integer in a shapefile.
  private static let shapefileIntegerDigits = 18

  func run() throws {
    let rows = table.rowCount
    var names: Set<String> = []
    for column in table.columns {
      guard column.count == rows else { throw wrongCount(column.name, column.count, rows) }
      guard names.insert(column.name.lowercased()).inserted else {
        throw InputError(
          "two columns have the same name", column: column.name,
          expected: "names that differ by more than case", remedy: "rename one of them")
      }
      try check(column)
    }
    if let geometries = table.geometries, geometries.count != rows {
      throw wrongCount("(geometry)", geometries.count, rows)
    }
  }

  /// What the format cannot keep, whatever the table.
  static func losses(of format: VectorFormat, table: VectorTable) -> [String] {
    guard format == .shapefile else { return [] }
    let long = table.columns.map(\.name).filter { $0.utf8.count > ColumnNames.truncatedLength }
    var losses = ["a shapefile keeps 15 decimals of a real number"]
    if !long.isEmpty {
      losses.append("a shapefile cuts names to 10 characters: " + listing(long))
    }
    return losses
  }

  private func wrongCount(_ column: String, _ found: Int, _ expected: Int) -> InputError {
    InputError(
      "a column has another number of rows than the table", column: column,
      found: "\(found) rows", expected: "\(expected) rows",
      remedy: "give one value for each row, NULL where there is none")
  }

  private func check(_ column: VectorColumn) throws {
    switch column.values {
    case .reals(let values):
      let bad = values.indices.filter { values[$0].map { !$0.isFinite } ?? false }
      if let first = bad.first {
        throw InputError(
          "a number is not finite", column: column.name, count: bad.count,
          found: "\(values[first]!) in \(bad.count) rows, first in row \(first + 1)",
          expected: "finite numbers, and NULL for what is missing",
          remedy: "write NULL for values that are not known")
      }
    case .texts(let values) where format == .shapefile:
      if let row = values.firstIndex(where: { ($0 ?? "").utf8.count > Self.shapefileTextBytes }) {
        throw tooLong(column.name, row, "text of \(Self.shapefileTextBytes) bytes at most")
      }
    case .integers(let values) where format == .shapefile:
      if let row = values.firstIndex(where: {
        String($0 ?? 0).count > Self.shapefileIntegerDigits
      }) {
        throw tooLong(column.name, row, "\(Self.shapefileIntegerDigits) digits at most")
      }
    default: break
    }
  }

  private func tooLong(_ column: String, _ row: Int, _ expected: String) -> InputError {
    InputError(
      "a value is too long for a shapefile", column: column,
      found: "row \(row + 1), counted from 1", expected: expected, remedy: "write a .gpkg")
  }
}
