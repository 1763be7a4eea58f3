import CGDAL
import RiverNetworks

extension RiverDataset {
  /// Longitude and latitude (WGS 84, degrees) of the point halfway along each reach's line, or of
  /// its point; nil for a reach without geometry.
  ///
  /// - Returns: one value a reach, or nil where the file has no geometry or states no reference
  ///   system.
  /// - Throws: `InputError` where the reference system cannot be converted.
  public func midpoints() throws -> [(longitude: Double, latitude: Double)?]? {
    guard let geometries, let crs else { return nil }
    let (points, _) = try DriverMessages.collecting {
      try SpatialReference.with(crs) { own in
        try SpatialReference.with("EPSG:4326") { globe in
          guard let transformation = OCTNewCoordinateTransformation(own, globe) else {
            throw InputError(
              "the coordinates cannot be converted to longitude and latitude", file: file,
              found: String(crs.prefix(80)), remedy: "convert the file to EPSG:4326")
          }
          defer { OCTDestroyCoordinateTransformation(transformation) }
          return (0..<geometries.count).map { row in
            geometries[row].flatMap { Self.midpoint(of: $0, transformation) }
          }
        }
      }
    }
    return points
  }

  private static func midpoint(
    of bytes: ArraySlice<UInt8>, _ transformation: OGRCoordinateTransformationH
  ) -> (longitude: Double, latitude: Double)? {
    guard let geometry = WKBGeometries.geometry(bytes) else { return nil }
    defer { OGR_G_DestroyGeometry(geometry) }
    // The longest part stands for a multi-line.
    let parts = OGR_G_GetGeometryCount(geometry)
    let lines = (0..<parts).compactMap { OGR_G_GetGeometryRef(geometry, $0) }
    let line = lines.max { OGR_G_Length($0) < OGR_G_Length($1) } ?? geometry
    guard OGR_G_IsEmpty(line) == 0 else { return nil }
    let isLine = OGR_G_GetPointCount(line) > 1
    guard let point = isLine ? OGR_G_Value(line, OGR_G_Length(line) / 2) : OGR_G_Clone(line) else {
      return nil
    }
    defer { OGR_G_DestroyGeometry(point) }
    guard OGR_G_Transform(point, transformation) == OGRERR_NONE else { return nil }
    return (OGR_G_GetX(point, 0), OGR_G_GetY(point, 0))
  }
}
