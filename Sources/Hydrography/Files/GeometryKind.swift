import CGDAL
import RiverNetworks

/// The geometry type that a layer of given geometries must declare.
enum GeometryKind {
  /// The type of all geometries; multi-line where lines and multi-lines mix; "unknown" (any) for
  /// another mixture or when there is none.
  static func common(to geometries: WKBGeometries) throws -> OGRwkbGeometryType {
    let (common, _) = try DriverMessages.collecting { try kind(of: geometries) }
    return common
  }

  private static func kind(of geometries: WKBGeometries) throws -> OGRwkbGeometryType {
    var kinds: [OGRwkbGeometryType] = []
    for row in 0..<geometries.count {
      guard let bytes = geometries[row] else { continue }
      guard let kind = kind(of: bytes) else {
        throw InputError(
          "a geometry is not well-known binary", column: "(geometry)",
          found: "row \(row + 1), counted from 1", expected: "ISO WKB",
          remedy: "give the bytes as they were read, or no geometry")
      }
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    guard let first = kinds.first else { return wkbUnknown }
    if kinds.count == 1 { return first }
    let hasZ = OGR_GT_HasZ(first)
    let hasM = OGR_GT_HasM(first)
    let mergeable = kinds.allSatisfy {
      [wkbLineString, wkbMultiLineString].contains(OGR_GT_Flatten($0))
        && OGR_GT_HasZ($0) == hasZ && OGR_GT_HasM($0) == hasM
    }
    return mergeable ? OGR_GT_SetModifier(wkbMultiLineString, hasZ, hasM) : wkbUnknown
  }

  private static func kind(of bytes: ArraySlice<UInt8>) -> OGRwkbGeometryType? {
    var geometry: OGRGeometryH?
    let status = bytes.withUnsafeBytes {
      OGR_G_CreateFromWkb($0.baseAddress, nil, &geometry, Int32($0.count))
    }
    defer { OGR_G_DestroyGeometry(geometry) }
    return status == OGRERR_NONE ? OGR_G_GetGeometryType(geometry) : nil
  }
}
