import RiverNetworks

/// A place where discharge is observed, and the reach it stands on.
public struct Gauge: Sendable, Equatable {
  /// The station's identifier as text, leading zeros kept.
  public let station: String
  public let reach: ReachID
  public let index: ReachIndex
  public let name: String?
  /// Drainage area, m².
  public let drainageArea: Double?
  /// Degrees east.
  public let longitude: Double?
  /// Degrees north.
  public let latitude: Double?

  public init(
    station: String, reach: ReachID, index: ReachIndex, name: String? = nil,
    drainageArea: Double? = nil, longitude: Double? = nil, latitude: Double? = nil
  ) {
    self.station = station
    self.reach = reach
    self.index = index
    self.name = name
    self.drainageArea = drainageArea
    self.longitude = longitude
    self.latitude = latitude
  }
}

/// The gauges of a network, from a table in text with a header.
public struct GaugeTable: Sendable {
  /// In the table's order.
  public let gauges: [Gauge]

  private static let stationColumns = [
    "staid", "station", "station_id", "gauge_id", "gage_id", "site_no", "gauge", "gage",
  ]
  private static let reachColumns = [
    "comid", "reach_id", "reach", "feature_id", "divide_id", "link", "linkno", "hyriv_id", "rivid",
    "river_id", "segid", "seg_id", "seg_id_nat", "nhdplusid",
  ]
  private static let nameColumns = ["staname", "station_name", "station_nm", "name"]
  private static let areaColumns = [
    "drain_sqkm", "drainage_area_km2", "drainage_sqkm", "area_km2", "area_sqkm",
  ]
  private static let longitudeColumns = ["lng_gage", "lon", "longitude", "dec_long_va"]
  private static let latitudeColumns = ["lat_gage", "lat", "latitude", "dec_lat_va"]
  private static let squareMetresPerSquareKilometre = 1e6

  /// - Parameters:
  ///   - path: of the file
  ///   - stationColumn: nil looks for STAID, station, gauge_id, site_no and the like
  ///   - reachColumn: nil looks for COMID, reach_id, feature_id and the like
  ///   - network: whose reaches the gauges stand on
  /// - Throws: `InputError` if a column is missing, if a station occurs twice or is empty, if a
  ///   reach is not in the network, or if a number is not one.
  public init(
    path: String, stationColumn: String? = nil, reachColumn: String? = nil, network: RiverNetwork
  ) throws {
    try self.init(
      CommaSeparatedValues(path: path), stationColumn: stationColumn, reachColumn: reachColumn,
      network: network)
  }

  /// As ``init(path:stationColumn:reachColumn:network:)``, from a table already read.
  public init(
    _ table: CommaSeparatedValues, stationColumn: String? = nil, reachColumn: String? = nil,
    network: RiverNetwork
  ) throws {
    func required(_ names: [String], _ what: String) throws -> Int {
      if let column = table.column(names) { return column }
      throw InputError(
        "the table has no column for \(what)", file: table.file,
        found: "columns " + table.header.joined(separator: ", "),
        expected: "one of " + names.joined(separator: ", "),
        remedy: "rename the column, or name it")
    }
    let station = try required(
      stationColumn.map { [$0] } ?? Self.stationColumns, "the station's identifier")
    let reach = try required(
      reachColumn.map { [$0] } ?? Self.reachColumns, "the identifier of the gauge's reach")
    let name = table.column(Self.nameColumns)
    let area = table.column(Self.areaColumns)
    let longitude = table.column(Self.longitudeColumns)
    let latitude = table.column(Self.latitudeColumns)

    func number(_ row: CommaSeparatedValues.Row, _ column: Int?) throws -> Double? {
      guard let column, !row.fields[column].isEmpty else { return nil }
      if let value = Double(row.fields[column]), value.isFinite { return value }
      throw InputError(
        "a field of the table is not a number", file: table.file, column: table.header[column],
        ids: [row.fields[station]], found: "'\(row.fields[column])' in line \(row.line)",
        remedy: "correct it, or leave it empty")
    }

    var places: Set<String> = []
    var strangers: [String] = []
    var gauges: [Gauge] = []
    for row in table.rows {
      let label = row.fields[station]
      guard !label.isEmpty, places.insert(label).inserted else {
        throw InputError(
          label.isEmpty ? "a gauge has no station" : "a station occurs twice in the table",
          file: table.file, column: table.header[station], ids: label.isEmpty ? [] : [label],
          found: "line \(row.line)", remedy: "keep one row for each station")
      }
      guard let (id, index) = network.reach(labelled: row.fields[reach]) else {
        strangers.append("\(label) (reach \(row.fields[reach]))")
        continue
      }
      gauges.append(
        Gauge(
          station: label, reach: id, index: index,
          name: name.flatMap { row.fields[$0].isEmpty ? nil : row.fields[$0] },
          drainageArea: try number(row, area).map { $0 * Self.squareMetresPerSquareKilometre },
          longitude: try number(row, longitude), latitude: try number(row, latitude)))
    }
    guard strangers.isEmpty else {
      throw InputError(
        "a gauge stands on a reach that the network does not have", file: table.file,
        column: table.header[reach], ids: Array(strangers.prefix(InputError.namedIDs)),
        count: strangers.count,
        remedy: "correct the reach, or take the gauge out of the table")
    }
    self.gauges = gauges
  }
}

extension RiverNetwork {
  /// The reach that a file's text names, whether the network holds its identifier as number or
  /// as text.
  fileprivate func reach(labelled label: String) -> (ReachID, ReachIndex)? {
    for id in [ReachID(parsing: label), .text(label)] {
      if let index = index(of: id) { return (id, index) }
    }
    return nil
  }
}
