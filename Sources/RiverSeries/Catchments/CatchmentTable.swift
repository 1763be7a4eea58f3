import Foundation
import RiverNetworks

/// A text table with a row for each catchment, its identifier in the first column.
///
/// Columns may be separated by commas, or by semicolons as CAMELS has them; then no field is quoted.
public struct CatchmentTable: Sendable {
  public let path: String
  public let header: [String]
  private let rows: [String: [String]]

  /// - Throws: `InputError` where the file cannot be read or an identifier occurs twice.
  public init(path: String, separator: Character = ",") throws {
    self.path = path
    let records: [[String]]
    if separator == "," {
      let table = try CommaSeparatedValues(path: path)
      header = table.header
      records = table.rows.map(\.fields)
    } else {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw InputError("cannot read the file", file: path, remedy: "check the path")
      }
      let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map {
        $0.split(separator: separator, omittingEmptySubsequences: false).map {
          $0.trimmingBlanks
        }
      }
      guard let first = lines.first else { throw InputError("the table is empty", file: path) }
      header = first
      records = Array(lines.dropFirst())
    }
    var rows: [String: [String]] = [:]
    for record in records {
      guard rows.updateValue(record, forKey: record[0]) == nil else {
        throw InputError(
          "a catchment occurs more than once in the table", file: path, column: header[0],
          ids: [record[0]])
      }
    }
    self.rows = rows
  }

  /// Numbers of a column for the catchments asked for; NaN where a field is empty.
  /// - Throws: `InputError` where the column or a catchment is missing, or a field is no number.
  public func column(_ name: String, ids: [String]) throws -> [Double] {
    guard let place = header.firstIndex(of: name) else {
      throw InputError(
        "the table has no such column", file: path, column: name,
        found: header.joined(separator: ", "))
    }
    return try ids.map { id in
      guard let row = rows[id] else {
        throw InputError(
          "a catchment is missing from the table", file: path, column: header[0], ids: [id],
          found: "\(rows.count) rows", remedy: "identifiers are texts: keep leading zeros")
      }
      let field = place < row.count ? row[place] : ""
      if field.isEmpty || field.lowercased() == "nan" { return .nan }
      guard let value = Double(field), value.isFinite else {
        throw InputError(
          "an attribute is not a number", file: path, column: name, ids: [id], found: field,
          expected: "a number, or nothing where it is missing")
      }
      return value
    }
  }
}
