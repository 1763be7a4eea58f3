/// Rows of a layer, held by column: what a layer was read into, or what is to be written.
public struct VectorTable: Sendable {
  public var columns: [VectorColumn]
  /// One geometry a row; nil for a table without geometry.
  public var geometries: WKBGeometries?
  /// The coordinate reference system as WKT, or nil when none is stated.
  public var crs: String?
  /// What GDAL warned of while reading; empty for a table of our own making.
  public var warnings: [String]

  public init(
    columns: [VectorColumn], geometries: WKBGeometries? = nil, crs: String? = nil,
    warnings: [String] = []
  ) {
    self.columns = columns
    self.geometries = geometries
    self.crs = crs
    self.warnings = warnings
  }

  /// Number of rows.
  public var rowCount: Int { columns.first?.count ?? geometries?.count ?? 0 }

  /// The column of that name, letter by letter.
  public func column(_ name: String) -> VectorColumn? { columns.first { $0.name == name } }
}
