import Foundation
import Hydrography
import RiverNetworks
import RiverSeries

/// Gauges with coordinates and drainage areas, from a table in text with a header.
struct GaugePointTable {
  let table: CommaSeparatedValues
  /// One for each row of the table.
  let points: [GaugePoint]
  /// Whether the table has a column of drainage areas.
  let hasAreas: Bool

  private static let stationColumns = [
    "staid", "station", "station_id", "gauge_id", "gage_id", "site_no", "gauge", "gage", "id",
  ]
  private static let longitudeColumns = [
    "lng_gage", "lon", "lng", "long", "longitude", "dec_long_va",
  ]
  private static let latitudeColumns = ["lat_gage", "lat", "latitude", "dec_lat_va"]
  private static let areaColumns = [
    "drain_sqkm", "drainage_area_km2", "drainage_sqkm", "area_km2", "area_sqkm",
  ]
  private static let squareMetresPerSquareKilometre = 1e6

  /// - Parameters: names of columns; nil looks for those in common use
  /// - Throws: `InputError` where a column is missing, a station is empty or occurs twice, or a
  ///   number is none.
  init(
    path: String, station: String?, longitude: String?, latitude: String?, area: String?
  ) throws {
    let table = try CommaSeparatedValues(path: path)
    func place(_ given: String?, _ usual: [String], _ what: String) throws -> Int {
      if let place = table.column(given.map { [$0] } ?? usual) { return place }
      throw InputError(
        "the table has no column for the \(what)", file: path, column: given,
        found: "columns " + table.header.joined(separator: ", "),
        expected: given == nil ? "one of " + usual.joined(separator: ", ") : nil,
        remedy: "rename the column, or name it")
    }
    let stationPlace = try place(station, Self.stationColumns, "station")
    let longitudePlace = try place(longitude, Self.longitudeColumns, "longitude")
    let latitudePlace = try place(latitude, Self.latitudeColumns, "latitude")
    let areaPlace = try area.map { try place($0, [], "drainage area") }
      ?? table.column(Self.areaColumns)

    func number(_ row: CommaSeparatedValues.Row, _ column: Int) throws -> Double? {
      let text = row.fields[column]
      if text.isEmpty { return nil }
      if let value = Double(text), value.isFinite { return value }
      throw InputError(
        "a field of the table is not a number", file: path, column: table.header[column],
        ids: [row.fields[stationPlace]], found: "'\(text)' in line \(row.line)",
        remedy: "correct it, or leave it empty")
    }
    var seen: Set<String> = []
    points = try table.rows.map { row in
      let station = row.fields[stationPlace]
      guard !station.isEmpty, seen.insert(station).inserted else {
        throw InputError(
          station.isEmpty ? "a gauge has no station" : "a station occurs twice in the table",
          file: path, column: table.header[stationPlace], ids: station.isEmpty ? [] : [station],
          found: "line \(row.line)", remedy: "keep one row for each station")
      }
      return GaugePoint(
        station: station, longitude: try number(row, longitudePlace),
        latitude: try number(row, latitudePlace),
        drainageArea: try areaPlace.flatMap { try number(row, $0) }
          .map { $0 * Self.squareMetresPerSquareKilometre })
    }
    self.table = table
    hasAreas = areaPlace != nil
  }
}
