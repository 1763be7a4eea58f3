import Foundation
import Hydrography
import RiverNetworks

/// Reads a river network from whatever file it is in, told by its content: a NetCDF table of
/// reaches (RouteLink.nc), or anything GDAL reads (vector files, tables of connectivity).
enum NetworkSource {
  /// The network with all its faults.
  /// - Parameter geometry: whether the lines of a vector file are read too: maps need them, routing
  ///   does not
  static func draft(
    path: String, layer: String? = nil, mapping: FieldMapping = FieldMapping(),
    geometry: Bool = true
  ) throws -> NetworkDraft {
    guard isNetCDF(path) else {
      return try NetworkFile.draft(path: path, layer: layer, mapping: mapping, geometry: geometry)
    }
    if let layer {
      throw InputError(
        "a NetCDF file has no layers", file: path, layer: layer,
        remedy: "leave the layer out")
    }
    return try RouteLinkNetCDF(path: path, mapping: mapping).draft()
  }

  static func read(
    path: String, layer: String? = nil, mapping: FieldMapping = FieldMapping(),
    policies: NetworkPolicies = NetworkPolicies(), geometry: Bool = true
  ) throws -> RiverDataset {
    try draft(path: path, layer: layer, mapping: mapping, geometry: geometry).dataset(policies)
  }

  static func read(
    _ section: RunConfiguration.NetworkSection, geometry: Bool = true
  ) throws -> RiverDataset {
    try read(
      path: section.file, layer: section.layer, mapping: section.mapping,
      policies: section.policies, geometry: geometry)
  }

  /// First bytes of the classic formats (`CDF` and a version) and of HDF5, which NetCDF-4 is.
  ///
  /// Source: NetCDF Classic Format Specification, OGC 10-092r3; HDF5 File Format Specification 3.0,
  /// section II.A.
  private static let classicVersions: Set<UInt8> = [1, 2, 5]
  private static let hierarchicalSignature: [UInt8] = [
    0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A,
  ]

  private static func isNetCDF(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    guard let head = try? file.read(upToCount: hierarchicalSignature.count) else { return false }
    let bytes = Array(head)
    return bytes == hierarchicalSignature
      || bytes.count > 3 && bytes.starts(with: Array("CDF".utf8))
        && classicVersions.contains(bytes[3])
  }
}
