import CGDAL
import RiverNetworks

/// Coordinate reference systems between GDAL's handles and WKT text.
enum SpatialReference {
  /// The system as WKT 2 (ISO 19162:2019).
  static func wkt(_ handle: OGRSpatialReferenceH) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    defer { VSIFree(text) }
    let (status, _) = DriverMessages.collecting {
      StringList.with(["FORMAT=WKT2_2019"]) { OSRExportToWktEx(handle, &text, $0) }
    }
    return status == OGRERR_NONE ? text.map { String(cString: $0) } : nil
  }

  /// Runs `body` with a handle made from WKT (or `EPSG:4326` and the like), the axes in the order
  /// of maps; with nil for nil.
  static func with<Result>(
    _ text: String?, _ body: (OGRSpatialReferenceH?) throws -> Result
  ) throws -> Result {
    guard let text else { return try body(nil) }
    let handle = OSRNewSpatialReference(nil)
    defer { OSRRelease(handle) }
    let (status, messages) = DriverMessages.collecting { OSRSetFromUserInput(handle, text) }
    guard status == OGRERR_NONE else {
      throw InputError(
        "the coordinate reference system is not understood",
        found: messages.failure.map { "\(text.prefix(Self.shownCharacters)): \($0)" }
          ?? String(text.prefix(Self.shownCharacters)),
        expected: "WKT, or a code such as EPSG:4326")
    }
    OSRSetAxisMappingStrategy(handle, OAMS_TRADITIONAL_GIS_ORDER)
    return try body(handle)
  }

  /// How much of a bad text a message repeats.
  private static let shownCharacters = 80
}
