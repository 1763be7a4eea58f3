import CGDAL
import Foundation
import RiverNetworks

/// A file of vector layers in any format GDAL reads, open for reading.
///
/// Not `Sendable`: a GDAL data set belongs to one thread at a time. Open one per task.
public final class VectorFile {
  public let path: String
  /// GDAL's short name of the format: `GPKG`, `GeoJSON`, `ESRI Shapefile`, ...
  public let driver: String
  /// The layers, in the file's order.
  public let layerNames: [String]
  /// What GDAL warned of while opening.
  public let warnings: [String]

  let handle: GDALDatasetH

  /// The table in which QGIS keeps the styles of a GeoPackage; never a layer of reaches.
  static let styleTable = "layer_styles"

  /// - Throws: `InputError` when there is no such file, or GDAL cannot read it as vector data.
  public init(path: String) throws {
    let (opened, messages) = DriverMessages.collecting {
      GDALOpenEx(
        path, UInt32(GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR), nil, nil, nil)
    }
    guard let opened else {
      guard Self.exists(path) else {
        throw InputError(
          "the file does not exist", file: path,
          remedy: "check the path; a relative path starts at the working directory")
      }
      throw InputError(
        "the file cannot be read as vector data", file: path, found: messages.failure,
        expected: "a GeoPackage, GeoJSON, FlatGeobuf, shapefile or another OGR vector format",
        remedy: "check that this is the river network's file and that it is complete")
    }
    self.path = path
    handle = opened
    driver = String(cString: GDALGetDriverShortName(GDALGetDatasetDriver(opened)))
    let (names, later) = DriverMessages.collecting {
      (0..<GDALDatasetGetLayerCount(opened)).map { position in
        String(cString: OGR_L_GetName(GDALDatasetGetLayer(opened, position)))
      }
    }
    layerNames = names
    warnings = messages.warnings + later.failures + later.warnings
  }

  deinit { _ = DriverMessages.collecting { GDALClose(handle) } }

  /// The layer of that name, or the only one there is.
  ///
  /// The name as written is tried first, then without regard to case, `-` and `_` (hydrofabric
  /// files call one table `flowpath_attributes` and `flowpath-attributes`). QGIS's table of styles
  /// does not count as a layer unless it is named.
  /// - Throws: `InputError` that lists the layers.
  public func layer(_ name: String? = nil) throws -> VectorLayer {
    VectorLayer(file: self, position: try layerPosition(name))
  }

  /// Whether a path names a file or folder, on disk or in GDAL's virtual file systems (`/vsizip/`).
  private static func exists(_ path: String) -> Bool {
    if FileManager.default.fileExists(atPath: path) { return true }
    let (file, _) = DriverMessages.collecting { VSIFOpenL(path, "rb") }
    guard let file else { return false }
    VSIFCloseL(file)
    return true
  }

  private func layerPosition(_ name: String?) throws -> Int {
    guard let name else {
      let candidates = layerNames.indices.filter { layerNames[$0] != Self.styleTable }
      guard let only = candidates.first, candidates.count == 1 else {
        throw InputError(
          candidates.isEmpty ? "the file has no vector layer" : "the file has several layers",
          file: path, found: candidates.isEmpty ? nil : listing(layerNames),
          remedy: candidates.isEmpty
            ? "check that this is the river network's file" : "name the layer of the reaches")
      }
      return only
    }
    if let exact = layerNames.firstIndex(of: name) { return exact }
    let bare = VectorFile.bare
    let alike = layerNames.indices.filter { bare(layerNames[$0]) == bare(name) }
    guard let only = alike.first, alike.count == 1 else {
      let nearest = NearestName.of(name, among: layerNames)
      throw InputError(
        "the file has no such layer", file: path, layer: name, found: listing(layerNames),
        remedy: nearest.map { "name one of these layers; did you mean \($0)?" }
          ?? "name one of these layers")
    }
    return only
  }
}

/// Names as a list for a message.
func listing(_ names: [String]) -> String {
  names.isEmpty ? "none" : names.joined(separator: ", ")
}
