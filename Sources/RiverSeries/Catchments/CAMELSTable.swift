import Foundation
import RiverNetworks

/// One text file of CAMELS-US: a value of each variable for every day.
struct CAMELSTable {
  let days: ClosedRange<CivilDate>
  /// m²
  let area: Double
  /// `[variable][day]`, NaN where missing
  private let values: [[Float]]

  /// Lines before the header: latitude, elevation, area.
  private static let headLines = 3
  private static let dateColumns = 4

  /// Reads a forcing file.
  init(forcing path: String, names: [String]) throws {
    let lines = try Self.lines(of: path)
    guard lines.count > Self.headLines + 1, let area = Double(lines[2][0]), area > 0 else {
      throw InputError(
        "this is not a CAMELS forcing file", file: path,
        expected: "latitude, elevation and area on a line each, a header, days")
    }
    // `prcp(mm/day)` and `PRCP(mm/day)` are the same.
    let header = lines[Self.headLines].map { $0.prefix { $0 != "(" }.lowercased() }
    let columns = try names.map { name in
      guard let column = header.firstIndex(of: name.lowercased()) else {
        throw InputError(
          "the forcing file has no such variable", file: path, column: name,
          found: header.dropFirst(Self.dateColumns).joined(separator: ", "))
      }
      return column
    }
    try self.init(
      rows: lines.dropFirst(Self.headLines + 1), dateColumn: 0, area: area, path: path,
      firstLine: Self.headLines + 2, columns: columns
    ) { $0 }
  }

  /// Reads a streamflow file: mm per day over `area`.
  init(streamflow path: String, gauge: String, area: Double) throws {
    let lines = try Self.lines(of: path)
    if let place = lines.firstIndex(where: { $0[0] != gauge }) {
      throw InputError(
        "a line belongs to another gauge", file: path, ids: [gauge],
        found: "\(lines[place][0]) in line \(place + 1)")
    }
    let factor =
      DischargeUnit.cubicFeetPerSecond.factor * RunoffDepth.perDischargeAndArea / area
    try self.init(
      rows: lines[...], dateColumn: 1, area: area, path: path, firstLine: 1,
      columns: [Self.dateColumns]
    ) { value in
      value == CAMELSFolder.missingDischarge ? .nan : value * factor
    }
    if let place = values[0].firstIndex(where: { $0 < 0 }) {
      throw InputError(
        "observed discharge is negative", file: path, ids: [gauge],
        found: "line \(place + 1)", expected: "0 or more, -999 where missing")
    }
  }

  private init(
    rows: ArraySlice<[Substring]>, dateColumn: Int, area: Double, path: String, firstLine: Int,
    columns: [Int], _ converted: (Double) -> Double
  ) throws {
    var days: [CivilDate] = []
    var values = columns.map { _ in [Float]() }
    for (place, row) in rows.enumerated() {
      func fault(_ found: String, _ expected: String) -> InputError {
        InputError(
          "a line cannot be read", file: path, found: "\(found) in line \(firstLine + place)",
          expected: expected)
      }
      guard row.count > max(columns.max() ?? 0, dateColumn + 2) else {
        throw fault("\(row.count) fields", "more")
      }
      let date = (0..<3).compactMap { Int(row[dateColumn + $0]) }
      guard date.count == 3,
        let day = CivilDate(year: date[0], month: date[1], day: date[2])
      else { throw fault(row.joined(separator: " "), "year, month and day") }
      if let last = days.last, day != last.adding(days: 1) {
        throw fault("\(day)", "the day after \(last)")
      }
      days.append(day)
      for (variable, column) in columns.enumerated() {
        guard let value = Double(row[column]), value.isFinite else {
          throw fault(String(row[column]), "a number")
        }
        values[variable].append(Float(converted(value)))
      }
    }
    guard let first = days.first, let last = days.last else {
      throw InputError("the file has no days", file: path)
    }
    self.days = first...last
    self.area = area
    self.values = values
  }

  /// A variable on the days of an axis, NaN where the file has none.
  func series(_ variable: Int, on axis: TimeAxis) -> [Float] {
    let shift = axis.date(at: 0).daysSinceEpoch - days.lowerBound.daysSinceEpoch
    return (0..<axis.count).map { day in
      values[variable].indices.contains(day + shift) ? values[variable][day + shift] : .nan
    }
  }

  /// The fields of every line that has some.
  private static func lines(of path: String) throws -> [[Substring]] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError("cannot read the file", file: path, remedy: "check the path")
    }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.split(whereSeparator: \.isWhitespace) }.filter { !$0.isEmpty }
  }
}
