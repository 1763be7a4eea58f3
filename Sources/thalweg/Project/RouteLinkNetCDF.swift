import Hydrography
import RiverNetworks
import RiverSeries

/// A river network as a NetCDF table, one row a reach: the National Water Model's RouteLink.nc, or
/// another file whose variables bear the names of a known schema (mizuRoute's segId, downSegId).
///
/// Reaches are drawn as points where the table has `lon` and `lat` (RouteLink: of the reach's
/// midpoint). The unit of a length is that of the variable's `units`, else the schema's.
struct RouteLinkNetCDF {
  private let file: NetCDFFile
  private let mapping: FieldMapping
  private let schema: String
  private let columns: [NetCDFVariable]
  private let dimension: String

  /// - Throws: `InputError` where the file holds no such table.
  init(path: String, mapping given: FieldMapping) throws {
    let file = try NetCDFFile(path: path)
    self.file = file
    let names = ColumnNames(file.variables.filter(Self.isColumn).map(\.name))
    let schemas = try given.schema.map { [try HydrographySchemas.named($0)] }
      ?? HydrographySchemas.known
    let recognised = schemas.lazy.compactMap { schema in
      schema.mapping(of: names).map { (schema.name, $0) }
    }.first { ($0.1.id ?? given.id) != nil && ($0.1.downstreamID ?? given.downstreamID) != nil }
    var mapping = recognised?.1 ?? FieldMapping()
    schema = recognised?.0 ?? "NetCDF table"
    mapping.id = given.id ?? mapping.id
    mapping.downstreamID = given.downstreamID ?? mapping.downstreamID
    mapping.length = given.length ?? mapping.length
    mapping.lengthUnit = given.lengthUnit
      ?? (given.length == nil ? mapping.lengthUnit : nil)
    mapping.slope = given.slope ?? mapping.slope
    mapping.slopeUnit = given.slopeUnit ?? (given.slope == nil ? mapping.slopeUnit : nil)
    mapping.drainageArea = given.drainageArea ?? mapping.drainageArea
    mapping.drainageAreaUnit = given.drainageAreaUnit ?? mapping.drainageAreaUnit
    mapping.order = given.order ?? mapping.order
    mapping.gaugeID = given.gaugeID ?? mapping.gaugeID
    mapping.outletIDs = given.outletIDs ?? mapping.outletIDs
    mapping.unknownDownstream = given.unknownDownstream ?? mapping.unknownDownstream
    mapping.missingValues = given.missingValues
    self.mapping = mapping
    guard let id = mapping.id, mapping.downstreamID != nil else {
      throw InputError(
        "the NetCDF file holds no river network", file: path,
        found: "variables " + file.variables.map(\.name).joined(separator: ", "),
        expected: "a table of reaches as RouteLink.nc: link, to, Length, So",
        remedy: "name the variables of id and downstream id, or give another file")
    }
    let first = try file.requiredVariable(id).dimensions.first ?? ""
    dimension = first
    columns = file.variables.filter { Self.isColumn($0) && $0.dimensions[0] == first }
  }

  private static func isColumn(_ variable: NetCDFVariable) -> Bool {
    switch variable.type {
    case nil: false
    case .character: variable.dimensions.count == 2
    default: variable.dimensions.count == 1
    }
  }

  /// The table with all its faults.
  func draft() throws -> NetworkDraft {
    let ids = try identifiers(mapping.id!)
    let below = try identifiers(mapping.downstreamID!)
    let lengths = try mapping.length.map { name in
      let metres = try metres(of: name)
      return try numbers(name).map { $0 * metres }
    }
    let slopes = try mapping.slope.map { name in
      let unit = mapping.slopeUnit?.unitsPerMetrePerMetre ?? 1
      return try numbers(name).map { $0 / unit }
    }
    let missing = [Double](repeating: .nan, count: ids.count)
    let areas = try mapping.drainageArea.map { name in
      let unit = try squareMetres(of: name)
      return try numbers(name).map { $0 * unit }
    }
    let taken = [mapping.id, mapping.downstreamID, mapping.length, mapping.slope]
    let geometries = try points(count: ids.count)
    return NetworkDraft(
      source: file.path, schema: schema, ids: ids, downstreamIDs: below,
      lengths: lengths ?? missing, slopes: slopes ?? missing, drainageAreas: areas,
      orders: try mapping.order.map(numbers), gaugeIDs: try mapping.gaugeID.map(texts),
      columns: try columns.filter { !taken.contains($0.name) }.map(column),
      geometries: geometries, crs: geometries == nil ? nil : "EPSG:4326",
      outletIDs: mapping.outletIDs ?? FieldMapping.usualOutletIDs,
      unknownDownstream: mapping.unknownDownstream ?? .refused)
  }

  // MARK: Columns

  private func variable(_ name: String) throws -> NetCDFVariable {
    let variable = try file.requiredVariable(name)
    guard columns.contains(variable) else {
      throw InputError(
        "the variable has not one value for each reach", file: file.path, column: name,
        found: "\(name)(\(variable.dimensions.joined(separator: ", ")))",
        expected: "\(name)(\(dimension))")
    }
    return variable
  }

  private func identifiers(_ name: String) throws -> [ReachID] {
    let variable = try variable(name)
    if variable.type?.isText == true {
      return try file.texts(variable).map { ReachID(parsing: $0) }
    }
    if variable.type?.isInteger == true { return try file.integers(variable).map(ReachID.number) }
    return try file.doubles(variable).enumerated().map { row, value in
      guard let whole = Int64(exactly: value) else {
        throw InputError(
          "an identifier is not a whole number", file: file.path, column: name,
          found: "\(value) at index \(row)", remedy: "store the identifiers as integers or text")
      }
      return .number(whole)
    }
  }

  /// NaN where missing.
  private func numbers(_ name: String) throws -> [Double] {
    try file.doubles(variable(name)).map { mapping.missingValues.contains($0) ? .nan : $0 }
  }

  private func texts(_ name: String) throws -> [String] {
    let variable = try variable(name)
    return variable.type?.isText == true
      ? try file.texts(variable) : try file.integers(variable).map { String($0) }
  }

  private func column(_ variable: NetCDFVariable) throws -> VectorColumn {
    if variable.type?.isText == true {
      return VectorColumn(
        variable.name, optional: try file.texts(variable).map { $0.isEmpty ? nil : $0 })
    }
    if variable.type?.isInteger == true, !variable.isPacked {
      return VectorColumn(variable.name, try file.integers(variable))
    }
    return VectorColumn(
      variable.name, optional: try file.doubles(variable).map { $0.isNaN ? nil : $0 })
  }

  // MARK: Units

  private static let metreNames: Set = ["m", "metre", "metres", "meter", "meters"]
  private static let kilometreNames: Set = [
    "km", "kilometre", "kilometres", "kilometer", "kilometers",
  ]
  private static let squareMetreNames: Set = ["m2", "m^2", "m**2"]
  private static let squareKilometreNames: Set = ["km2", "km^2", "km**2"]

  private func metres(of name: String) throws -> Double {
    if let unit = mapping.lengthUnit ?? LengthUnit(columnName: name) { return unit.metres }
    switch try variable(name).units?.lowercased() {
    case let unit? where Self.metreNames.contains(unit): return LengthUnit.metre.metres
    case let unit? where Self.kilometreNames.contains(unit): return LengthUnit.kilometre.metres
    case let unit: throw unknownUnit(name, unit, "m or km")
    }
  }

  private func squareMetres(of name: String) throws -> Double {
    if let unit = mapping.drainageAreaUnit ?? AreaUnit(columnName: name) {
      return unit.squareMetres
    }
    switch try variable(name).units?.lowercased() {
    case let unit? where Self.squareMetreNames.contains(unit): return 1
    case let unit? where Self.squareKilometreNames.contains(unit):
      return AreaUnit.squareKilometre.squareMetres
    case let unit: throw unknownUnit(name, unit, "m2 or km2")
    }
  }

  private func unknownUnit(_ name: String, _ unit: String?, _ expected: String) -> InputError {
    InputError(
      "the unit of a variable is not known", file: file.path, column: name,
      found: unit.map { "units \($0)" } ?? "no units", expected: expected,
      remedy: "state the unit in the file, or in the mapping")
  }

  // MARK: Points

  /// Little-endian ISO WKB points of longitude and latitude.
  private func points(count: Int) throws -> WKBGeometries? {
    guard let lon = columns.first(where: { ["lon", "longitude"].contains($0.name.lowercased()) }),
      let lat = columns.first(where: { ["lat", "latitude"].contains($0.name.lowercased()) })
    else { return nil }
    let (x, y) = (try file.doubles(lon), try file.doubles(lat))
    var points = WKBGeometries()
    points.reserveCapacity(count)
    for row in 0..<count {
      if x[row].isFinite, y[row].isFinite {
        points.append(WKBPoint(x: x[row], y: y[row]).bytes)
      } else {
        points.appendNull()
      }
    }
    return points
  }
}

/// A point as ISO well-known binary.
struct WKBPoint {
  var x: Double
  var y: Double

  private static let littleEndian: UInt8 = 1
  private static let code: UInt32 = 1

  var bytes: [UInt8] {
    func bytes(_ value: some Any) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }
    return [Self.littleEndian] + bytes(Self.code.littleEndian)
      + bytes(x.bitPattern.littleEndian) + bytes(y.bitPattern.littleEndian)
  }
}
