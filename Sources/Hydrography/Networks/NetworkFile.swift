import RiverNetworks

/// Reads river networks from vector files.
///
///     let juniata = try NetworkFile.read(path: "reaches.gpkg")
///     print(juniata.network.count, juniata.fields)
public enum NetworkFile {
  /// Reads a layer of reaches and joins it into a network.
  ///
  /// - Parameters:
  ///   - path: any vector file that GDAL reads.
  ///   - layer: the layer of the reaches; nil takes the only one, or the only one whose columns
  ///     are those of a river network.
  ///   - mapping: which columns hold what; what it leaves out is recognised.
  /// - Throws: `InputError` naming file, layer, column and ids: no such file, not a vector file, no
  ///   such layer or column, unknown unit, empty layer, missing or repeated id, a downstream id
  ///   without a reach, self link, cycle, text where a number belongs, missing or non-positive
  ///   length, missing slope (NULL, NaN, -9998, -9999).
  public static func read(
    path: String, layer: String? = nil, mapping: FieldMapping = FieldMapping()
  ) throws -> RiverDataset {
    let file = try VectorFile(path: path)
    let source = try chosenLayer(layer, of: file, mapping: mapping)
    do {
      return try NetworkReading(layer: source, mapping: mapping).dataset()
    } catch let error as InputError {
      throw error.located(file: path, layer: source.name)
    }
  }

  private static func chosenLayer(
    _ name: String?, of file: VectorFile, mapping: FieldMapping
  ) throws -> VectorLayer {
    guard name == nil, file.layerNames.count > 1 else { return try file.layer(name) }
    let suitable = try file.layerNames.map { try file.layer($0) }.filter {
      (try? mapping.resolved(in: $0.columnNames)) != nil
    }
    return suitable.count == 1 ? suitable[0] : try file.layer(nil)
  }
}

extension VectorLayer {
  /// The layer's column names, for recognition.
  public var columnNames: ColumnNames {
    ColumnNames(fields.map(\.name), truncated: file.driver == VectorFormat.shapefile.driver)
  }
}
