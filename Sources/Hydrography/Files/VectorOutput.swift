import CGDAL
import RiverNetworks

/// A GDAL data set being written. Errors lack file and layer; ``VectorWriter`` adds them.
final class VectorOutput {
  private var dataset: GDALDatasetH?
  private let layer: OGRLayerH
  private let table: VectorTable
  private let layerName: String
  private let geometryKind: OGRwkbGeometryType
  private var warnings: [String]
  private let isTransaction: Bool

  /// - Parameter path: the temporary path, in the writer's format.
  init(
    path: String, writer: VectorWriter, table: VectorTable, crs: OGRSpatialReferenceH?
  ) throws {
    self.table = table
    layerName = writer.layer
    let kind = try table.geometries.map(GeometryKind.common(to:)) ?? wkbNone
    geometryKind = kind
    let (made, messages) = DriverMessages.collecting {
      () -> (dataset: GDALDatasetH, layer: OGRLayerH)? in
      guard let driver = GDALGetDriverByName(writer.format.driver),
        let dataset = GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, nil)
      else { return nil }
      let layer = StringList.withMutable(Self.options(of: writer.format, table: table)) {
        GDALDatasetCreateLayer(dataset, writer.layer, crs, kind, $0)
      }
      guard let layer else {
        GDALClose(dataset)
        return nil
      }
      for column in table.columns {
        Self.createField(column, in: layer, format: writer.format)
      }
      return (dataset, layer)
    }
    guard let made else { throw Self.unwritable(messages) }
    dataset = made.dataset
    layer = made.layer
    warnings = messages.warnings
    isTransaction = GDALDatasetTestCapability(made.dataset, ODsCTransactions) != 0
    if messages.failure != nil { throw Self.unwritable(messages) }
  }

  deinit {
    if let dataset { _ = DriverMessages.collecting { GDALClose(dataset) } }
  }

  private static func unwritable(_ messages: DriverMessages) -> InputError {
    InputError(
      "the file cannot be written", found: messages.failure ?? "no reason given by GDAL",
      remedy: "check the folder's free space and the names of layer and columns")
  }

  private static func options(of format: VectorFormat, table: VectorTable) -> [String] {
    // The format's own columns must not take the name of one of ours.
    func free(_ wanted: String, else other: String) -> String {
      let taken = Set(table.columns.map { $0.name.lowercased() })
      var name = taken.contains(wanted) ? other : wanted
      while taken.contains(name) { name += "_" }
      return name
    }
    return switch format {
    case .geoPackage:
      [
        "FID=" + free("fid", else: "ogc_fid"),
        "GEOMETRY_NAME=" + free("geom", else: "geometry"),
      ]
    case .flatGeobuf: ["SPATIAL_INDEX=NO"]
    case .shapefile: ["ENCODING=UTF-8"]
    case .geoJSON: []
    }
  }

  private static func createField(
    _ column: VectorColumn, in layer: OGRLayerH, format: VectorFormat
  ) {
    let type =
      switch column.values {
      case .integers: OFTInteger64
      case .reals: OFTReal
      case .texts: OFTString
      case .booleans: OFTInteger
      }
    let definition = OGR_Fld_Create(column.name, type)
    defer { OGR_Fld_Destroy(definition) }
    if case .booleans = column.values { OGR_Fld_SetSubType(definition, OFSTBoolean) }
    if case .texts(let values) = column.values {
      let longest = values.lazy.map { ($0 ?? "").utf8.count }.max() ?? 0
      if longest > Self.shapefileDefaultWidth, format == .shapefile {
        OGR_Fld_SetWidth(definition, Int32(longest))
      }
    }
    OGR_L_CreateField(layer, definition, 1)
  }

  /// Width GDAL gives a shapefile's text column when none is asked for, bytes.
  private static let shapefileDefaultWidth = 80

  func writeRows() throws {
    let (_, messages) = DriverMessages.collecting {
      if isTransaction { GDALDatasetStartTransaction(dataset, 0) }
      let definition = OGR_L_GetLayerDefn(layer)
      for row in 0..<table.rowCount {
        let feature = OGR_F_Create(definition)
        defer { OGR_F_Destroy(feature) }
        for (field, column) in table.columns.enumerated() {
          Self.set(column.values, row: row, in: feature!, field: Int32(field))
        }
        if let bytes = table.geometries?[row] { setGeometry(bytes, of: feature!) }
        guard OGR_L_CreateFeature(layer, feature) == OGRERR_NONE else { break }
      }
      if isTransaction { GDALDatasetCommitTransaction(dataset) }
    }
    try keep(messages)
  }

  private static func set(
    _ values: VectorColumn.Values, row: Int, in feature: OGRFeatureH, field: Int32
  ) {
    switch values {
    case .integers(let values):
      if let value = values[row] { return OGR_F_SetFieldInteger64(feature, field, value) }
    case .reals(let values):
      if let value = values[row] { return OGR_F_SetFieldDouble(feature, field, value) }
    case .texts(let values):
      if let value = values[row] { return OGR_F_SetFieldString(feature, field, value) }
    case .booleans(let values):
      if let value = values[row] { return OGR_F_SetFieldInteger(feature, field, value ? 1 : 0) }
    }
    OGR_F_SetFieldNull(feature, field)
  }

  private func setGeometry(_ bytes: ArraySlice<UInt8>, of feature: OGRFeatureH) {
    var geometry: OGRGeometryH?
    _ = bytes.withUnsafeBytes {
      OGR_G_CreateFromWkb($0.baseAddress, nil, &geometry, Int32($0.count))
    }
    if let made = geometry, OGR_GT_Flatten(geometryKind) == wkbMultiLineString {
      geometry = OGR_G_ForceToMultiLineString(made)
    }
    OGR_F_SetGeometryDirectly(feature, geometry)
  }

  /// Adds QGIS's table of styles with one default style for the layer.
  func writeStyle(_ style: String) throws {
    let (_, messages) = DriverMessages.collecting {
      QGISStyleTable.write(
        style, for: layerName, geometryColumn: String(cString: OGR_L_GetGeometryColumn(layer)),
        into: dataset)
    }
    try keep(messages)
  }

  /// Finishes the file.
  /// - Returns: GDAL's warnings.
  func close() throws -> [String] {
    let (_, messages) = DriverMessages.collecting { GDALClose(dataset) }
    dataset = nil
    try keep(messages)
    return warnings
  }

  private func keep(_ messages: DriverMessages) throws {
    if messages.failure != nil { throw Self.unwritable(messages) }
    warnings += messages.warnings
  }
}
