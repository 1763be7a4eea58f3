import CGDAL
import RiverNetworks

/// One layer of a ``VectorFile``: its fields, its reference system, its rows.
public final class VectorLayer {
  public let file: VectorFile
  public let name: String
  /// The attributes, in the file's order; first the column of feature ids where it carries a name
  /// of its own (a GeoPackage whose integer primary key is `comid`).
  public let fields: [VectorField]
  /// Whether the layer has a geometry column.
  public let hasGeometry: Bool
  /// The coordinate reference system as WKT 2 (ISO 19162:2019), or nil when the file states none.
  public let crs: String?

  /// What GDAL said while the layer was opened: a broken reference system, an odd field.
  public let warnings: [String]

  let handle: OGRLayerH
  /// Whether `fields[0]` is the column of feature ids.
  let namesFeatureIDs: Bool

  /// Names that formats give the column of feature ids by themselves: not an attribute.
  private static let anonymousFeatureIDs: Set = ["", "fid", "ogc_fid"]
  /// Formats in which the column of feature ids is a stored primary key that its maker could name;
  /// in others GDAL may count the rows and call that `id`.
  private static let driversWithPrimaryKey: Set = ["GPKG", "SQLite"]

  init(file: VectorFile, position: Int) {
    self.file = file
    name = file.layerNames[position]
    let (opened, messages) = DriverMessages.collecting {
      Self.opened(file: file, position: position)
    }
    handle = opened.handle
    fields = opened.fields
    namesFeatureIDs = opened.namesFeatureIDs
    hasGeometry = opened.hasGeometry
    crs = opened.crs
    warnings = messages.failures + messages.warnings
  }

  private struct Opened {
    let handle: OGRLayerH
    var fields: [VectorField] = []
    let namesFeatureIDs: Bool
    let hasGeometry: Bool
    let crs: String?
  }

  private static func opened(file: VectorFile, position: Int) -> Opened {
    let layer = GDALDatasetGetLayer(file.handle, Int32(position))!
    let definition = OGR_L_GetLayerDefn(layer)
    let featureIDs = String(cString: OGR_L_GetFIDColumn(layer))
    var opened = Opened(
      handle: layer,
      namesFeatureIDs: driversWithPrimaryKey.contains(file.driver)
        && !anonymousFeatureIDs.contains(featureIDs.lowercased()),
      hasGeometry: OGR_L_GetGeomType(layer) != wkbNone,
      crs: OGR_L_GetSpatialRef(layer).flatMap(SpatialReference.wkt))
    if opened.namesFeatureIDs {
      opened.fields.append(VectorField(name: featureIDs, kind: .integer))
    }
    for field in 0..<OGR_FD_GetFieldCount(definition) {
      opened.fields.append(VectorField(definition: OGR_FD_GetFieldDefn(definition, field)!))
    }
    return opened
  }

  /// Number of rows; counted by reading where the format does not store it.
  public func rowCount() throws -> Int {
    let (count, messages) = DriverMessages.collecting { OGR_L_GetFeatureCount(handle, 1) }
    if let failure = messages.failure { throw unreadable(failure) }
    return Int(count)
  }

  /// Reads columns, all rows, in the file's order.
  ///
  /// - Parameters:
  ///   - columns: names of fields as the file writes them; nil reads all.
  ///   - geometry: whether to read the geometries too.
  /// - Throws: `InputError` for an unknown column, a text that is not UTF-8, or what GDAL could not
  ///   read.
  /// - Complexity: one pass over the rows; fields that are not asked for are not decoded where the
  ///   format allows it.
  public func read(columns: [String]? = nil, geometry: Bool = true) throws -> VectorTable {
    let wanted = try columns.map { try $0.map(fieldPosition) } ?? Array(fields.indices)
    let wantsGeometry = geometry && hasGeometry
    let collectors = wanted.map { position in
      ColumnCollector(
        field: fields[position],
        position: namesFeatureIDs ? position - 1 : position)
    }
    var geometries = WKBGeometries()
    let (_, messages) = try DriverMessages.collecting {
      ignoreFields(except: Set(wanted), geometry: wantsGeometry)
      defer { OGR_L_SetIgnoredFields(handle, nil) }
      OGR_L_ResetReading(handle)
      var row = 0
      while let feature = OGR_L_GetNextFeature(handle) {
        defer { OGR_F_Destroy(feature) }
        row += 1
        for collector in collectors where !collector.append(from: feature) {
          throw InputError(
            "a text is not UTF-8", file: file.path, layer: name, column: collector.field.name,
            found: "row \(row), counted from 1", expected: "UTF-8",
            remedy: "state the encoding (a .cpg file beside a shapefile) or convert the file")
        }
        if wantsGeometry { geometries.append(geometryOf: feature) }
      }
    }
    if let failure = messages.failure { throw unreadable(failure) }
    return VectorTable(
      columns: collectors.map(\.column), geometries: wantsGeometry ? geometries : nil,
      crs: crs, warnings: warnings + messages.warnings)
  }

  private func fieldPosition(_ column: String) throws -> Int {
    if let position = fields.firstIndex(where: { $0.name == column }) { return position }
    throw ColumnNames(fields.map(\.name)).missing(column).located(file: file.path, layer: name)
  }

  private func unreadable(_ failure: String) -> InputError {
    InputError(
      "the layer cannot be read to its end", file: file.path, layer: name, found: failure,
      remedy: "check that the file is complete; copy or convert it again")
  }

  private func ignoreFields(except wanted: Set<Int>, geometry: Bool) {
    var ignored = fields.indices.filter {
      !wanted.contains($0) && !(namesFeatureIDs && $0 == 0)
    }.map { fields[$0].name }
    ignored.append("OGR_STYLE")
    if !geometry { ignored.append("OGR_GEOMETRY") }
    StringList.with(ignored) { _ = OGR_L_SetIgnoredFields(handle, $0) }
  }
}

extension WKBGeometries {
  fileprivate mutating func append(geometryOf feature: OGRFeatureH) {
    guard let geometry = OGR_F_GetGeometryRef(feature) else { return appendNull() }
    _ = append(size: Int(OGR_G_WkbSize(geometry))) {
      OGR_G_ExportToIsoWkb(geometry, wkbNDR, $0)
    }
  }
}
