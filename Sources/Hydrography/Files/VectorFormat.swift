import RiverNetworks

/// A format that networks are written in, told by the file's extension.
public enum VectorFormat: String, Sendable, CaseIterable {
  case geoPackage = "gpkg"
  case geoJSON = "geojson"
  case flatGeobuf = "fgb"
  case shapefile = "shp"

  /// - Throws: `InputError` for another extension.
  public init(path: String) throws {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let suffix = parts.count > 1 ? parts[parts.count - 1].lowercased() : ""
    guard let format = VectorFormat(rawValue: suffix == "json" ? "geojson" : suffix) else {
      throw InputError(
        "the file's extension names no format that can be written", file: path,
        found: suffix.isEmpty ? "no extension" : ".\(suffix)",
        expected: Self.allCases.map { ".\($0.rawValue)" }.joined(separator: ", "),
        remedy: "use .gpkg")
    }
    self = format
  }

  /// GDAL's short name.
  public var driver: String {
    switch self {
    case .geoPackage: "GPKG"
    case .geoJSON: "GeoJSON"
    case .flatGeobuf: "FlatGeobuf"
    case .shapefile: "ESRI Shapefile"
    }
  }
}
