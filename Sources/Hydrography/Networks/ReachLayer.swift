import RiverNetworks

/// The choice of the layer of the reaches among the layers of a file.
enum ReachLayer {
  /// The layer of that name; else the only one; else the one whose columns say most of a river
  /// network, and among equals the one that bears a name its data set gives it.
  /// - Throws: `InputError` that lists the layers where that leaves several, or none.
  static func chosen(
    _ name: String?, of file: VectorFile, mapping: FieldMapping
  ) throws -> VectorLayer {
    guard name == nil, file.layerNames.count > 1 else { return try file.layer(name) }
    let candidates = try file.layerNames.map { try file.layer($0) }.compactMap { layer in
      completeness(of: layer, mapping: mapping).map { (layer: layer, completeness: $0) }
    }
    guard let most = candidates.map(\.completeness).max() else { return try file.layer(nil) }
    let best = candidates.filter { $0.completeness == most }.map(\.layer)
    if best.count == 1 { return best[0] }
    let names = HydrographySchemas.known.flatMap(\.reachLayers).map(VectorFile.bare)
    for name in names {
      if let layer = best.first(where: { VectorFile.bare($0.name) == name }) { return layer }
    }
    return try file.layer(nil)
  }

  /// How many of length and slope a layer has with their units; nil when it is no network.
  private static func completeness(of layer: VectorLayer, mapping: FieldMapping) -> Int? {
    guard let assembly = try? LayerAssembly(layer: layer, mapping: mapping) else { return nil }
    let fields = assembly.fields
    return (fields.length != nil && fields.lengthUnit != nil ? 2 : 0)
      + (fields.slope != nil && fields.slopeUnit != nil ? 1 : 0)
  }
}
