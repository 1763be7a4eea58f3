import CGDAL
import RiverNetworks

/// Writes a ``VectorTable`` as the only layer of a new file.
///
/// The file appears under its name only when it is complete (`AtomicReplacement`); an older file
/// of that name is replaced. Rows keep their order, also in FlatGeobuf (which is therefore written
/// without its spatial index).
public struct VectorWriter: Sendable {
  public let path: String
  public let format: VectorFormat
  /// Name of the layer; in a shapefile always the file's.
  public let layer: String

  /// - Parameters:
  ///   - path: of the file
  ///   - layer: nil takes the file's name without its extension.
  /// - Throws: `InputError` for an extension that names no format.
  public init(path: String, layer: String? = nil) throws {
    self.path = path
    format = try VectorFormat(path: path)
    let stem = AtomicReplacement.stem(of: path)
    self.layer = format == .shapefile ? stem : layer ?? stem
  }

  /// Writes the table.
  ///
  /// - Parameters:
  ///   - table: columns and geometries of the layer
  ///   - style: a QGIS style (QML) that opens with the layer; GeoPackage only.
  /// - Returns: what the format could not keep, in plain words: a shapefile cuts names to ten
  ///   characters and numbers to 15 decimals. Empty when everything was kept.
  /// - Throws: `InputError` for columns of different lengths, a repeated name, a number that is not
  ///   finite, a value too long for the format, an unknown reference system, a folder that cannot
  ///   be written.
  public func write(_ table: VectorTable, style: String? = nil) throws -> [String] {
    do {
      if style != nil, format != .geoPackage {
        throw InputError(
          "only a GeoPackage can hold a style", found: ".\(format.rawValue)",
          expected: ".gpkg", remedy: "write a .gpkg, or leave the style out")
      }
      try TableChecks(table: table, format: format).run()
      var warnings = TableChecks.losses(of: format, table: table)
      try AtomicReplacement.write(path) { temporary in
        warnings += try SpatialReference.with(table.crs) { crs in
          let output = try VectorOutput(path: temporary, writer: self, table: table, crs: crs)
          try output.writeRows()
          if let style { try output.writeStyle(style) }
          return try output.close()
        }
      }
      return warnings
    } catch let error as InputError {
      throw error.located(file: path, layer: layer)
    }
  }
}
