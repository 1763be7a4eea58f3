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
  ///   - policies: what to do where the file leaves something open; by default it is refused.
  ///   - geometry: whether to read the reaches' lines too
  /// - Throws: `InputError` naming file, layer, column and ids: no such file, not a vector file, no
  ///   such layer or column, unknown unit, empty layer, missing or repeated id, a downstream id
  ///   without a reach, self link, cycle, text where a number belongs, missing or non-positive
  ///   length, missing slope (NULL, NaN, -9998, -9999).
  public static func read(
    path: String, layer: String? = nil, mapping: FieldMapping = FieldMapping(),
    policies: NetworkPolicies = NetworkPolicies(), geometry: Bool = true
  ) throws -> RiverDataset {
    try draft(path: path, layer: layer, mapping: mapping, geometry: geometry).dataset(policies)
  }

  /// Reads a layer of reaches with all its faults: to check it, or to repair it.
  ///
  /// - Throws: `InputError` when there is no network to speak of: no such file, layer or column, no
  ///   column of identifiers, an identifier that is none.
  public static func draft(
    path: String, layer: String? = nil, mapping: FieldMapping = FieldMapping(),
    geometry: Bool = true
  ) throws -> NetworkDraft {
    let file = try VectorFile(path: path)
    let source = try ReachLayer.chosen(layer, of: file, mapping: mapping)
    do {
      return try DraftReading(layer: source, mapping: mapping, geometry: geometry).draft()
    } catch let error as InputError {
      throw error.located(file: path, layer: source.name)
    }
  }
}

extension VectorLayer {
  /// The layer's column names, for recognition.
  public var columnNames: ColumnNames {
    ColumnNames(fields.map(\.name), truncated: file.driver == VectorFormat.shapefile.driver)
  }
}
