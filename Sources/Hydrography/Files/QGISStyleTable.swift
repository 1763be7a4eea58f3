import CGDAL

/// The table `layer_styles`, in which QGIS keeps styles inside a GeoPackage.
///
/// The columns are those QGIS makes itself (`QgsOgrProviderMetadata::saveStyle`). The time of the
/// style's change stays NULL, so that two runs write the same table.
enum QGISStyleTable {
  private static let texts = [
    "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName",
    "styleQML", "styleSLD",
  ]
  private static let laterTexts = ["description", "owner", "ui"]

  /// Writes one style as the default of a layer. Failures go to GDAL's messages.
  static func write(
    _ style: String, for layer: String, geometryColumn: String, into dataset: GDALDatasetH?
  ) {
    guard
      let table = GDALDatasetCreateLayer(dataset, VectorFile.styleTable, nil, wkbNone, nil)
    else { return }
    for name in texts { create(name, OFTString, in: table) }
    create("useAsDefault", OFTInteger, subtype: OFSTBoolean, in: table)
    for name in laterTexts { create(name, OFTString, in: table) }
    create("update_time", OFTDateTime, in: table)

    let feature = OGR_F_Create(OGR_L_GetLayerDefn(table))
    defer { OGR_F_Destroy(feature) }
    func set(_ name: String, _ value: String) {
      OGR_F_SetFieldString(feature, OGR_F_GetFieldIndex(feature, name), value)
    }
    for name in texts + laterTexts { set(name, "") }
    set("f_table_name", layer)
    set("f_geometry_column", geometryColumn)
    set("styleName", layer)
    set("styleQML", style)
    OGR_F_SetFieldInteger(feature, OGR_F_GetFieldIndex(feature, "useAsDefault"), 1)
    _ = OGR_L_CreateFeature(table, feature)
  }

  private static func create(
    _ name: String, _ type: OGRFieldType, subtype: OGRFieldSubType = OFSTNone, in layer: OGRLayerH
  ) {
    let definition = OGR_Fld_Create(name, type)
    defer { OGR_Fld_Destroy(definition) }
    OGR_Fld_SetSubType(definition, subtype)
    OGR_L_CreateField(layer, definition, 1)
  }
}
