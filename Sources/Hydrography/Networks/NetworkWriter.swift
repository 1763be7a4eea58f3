import RiverNetworks

/// Writes a river network with attributes of its reaches, so that QGIS opens it and
/// ``NetworkFile`` reads the same network back.
///
/// The file has, before the attributes, the columns id, downstream id, (where the river divides)
/// split fraction, length in metres and slope in m/m. Identifiers that are all numbers are written
/// as 64-bit integers; if one is text, all are written as text.
public struct NetworkWriter: Sendable {
  public var network: RiverNetwork
  /// Further columns, one value a reach in the network's order.
  public var columns: [VectorColumn]
  /// One line a reach in the network's order; nil writes a table without geometry.
  public var geometries: WKBGeometries?
  /// Coordinate reference system of the geometries: WKT, or a code such as `EPSG:4326`.
  public var crs: String?

  public var idColumn = "id"
  public var downstreamColumn = "downstream_id"
  public var splitFractionColumn = "split_fraction"
  public var lengthColumn = "length_m"
  public var slopeColumn = "slope"
  /// What an outlet's downstream id is; nil writes NULL.
  public var outletID: ReachID? = 0

  public init(
    network: RiverNetwork, columns: [VectorColumn] = [], geometries: WKBGeometries? = nil,
    crs: String? = nil
  ) {
    self.network = network
    self.columns = columns
    self.geometries = geometries
    self.crs = crs
  }

  /// The network as it was read, its identifiers under the file's names, and its attributes but for
  /// those that the writer's own columns replace.
  ///
  /// Where the file tells its topology otherwise than by a downstream id, or something was filled
  /// in, split or repaired, the downstream column is `downstream_` and the id's name: it is read
  /// back before the file's own columns, which stay as they are.
  public init(_ dataset: RiverDataset) {
    self.init(
      network: dataset.network, geometries: dataset.geometries, crs: dataset.crs)
    idColumn = dataset.fields.id
    let isChanged = !dataset.repairs.isEmpty || !dataset.filledLengths.isEmpty
      || !dataset.filledSlopes.isEmpty || dataset.split != nil
    if let name = dataset.fields.downstreamID, !isChanged {
      downstreamColumn = name
    } else {
      downstreamColumn = "downstream_" + dataset.fields.id.lowercased()
    }
    if let name = dataset.fields.splitFraction { splitFractionColumn = name }
    let own = Set(
      [idColumn, downstreamColumn, splitFractionColumn, lengthColumn, slopeColumn]
        .map { $0.lowercased() })
    columns = dataset.columns.filter { !own.contains($0.name.lowercased()) }
  }

  /// Writes the file, its format told by the extension: gpkg, geojson, fgb, shp.
  ///
  /// - Parameters:
  ///   - path: of the file
  ///   - layer: name of the layer; nil takes the file's name.
  ///   - style: a QGIS style (QML) that opens with the layer; GeoPackage only.
  /// - Returns: what the format could not keep; see ``VectorWriter/write(_:style:)``.
  /// - Throws: `InputError`.
  public func write(
    to path: String, layer: String? = nil, style: String? = nil
  ) throws -> [String] {
    let writer = try VectorWriter(path: path, layer: layer)
    do {
      let table = VectorTable(
        columns: try topologyColumns() + columns, geometries: geometries, crs: crs)
      return try writer.write(table, style: style)
    } catch let error as InputError {
      throw error.located(file: path, layer: writer.layer)
    }
  }

  private func topologyColumns() throws -> [VectorColumn] {
    if let outletID, network.index(of: outletID) != nil {
      throw InputError(
        "the id that means \"no downstream\" is also a reach's", column: downstreamColumn,
        ids: [outletID.description], expected: "an id that no reach bears, or NULL",
        remedy: "set outletID to another id, or to nil")
    }
    let downstream = network.indices.map { reach in
      network.links(outOf: reach).map { network.ids[$0.downstream.position] }
    }
    var columns = [
      Self.identifierColumn(idColumn, network.ids.map { [$0] }),
      Self.identifierColumn(
        downstreamColumn, downstream.map { $0.isEmpty ? outletID.map { [$0] } ?? [] : $0 }),
    ]
    if !network.isTree {
      columns.append(
        VectorColumn(
          splitFractionColumn,
          optional: network.indices.map { reach in
            let shares = network.links(outOf: reach).map { String($0.fraction) }
            return shares.isEmpty ? nil : shares.joined(separator: ",")
          }))
    }
    columns.append(VectorColumn(lengthColumn, network.lengths))
    columns.append(VectorColumn(slopeColumn, network.slopes))
    return columns
  }

  /// Lists of identifiers as integers where every list is one number (or nothing), else as text.
  private static func identifierColumn(_ name: String, _ lists: [[ReachID]]) -> VectorColumn {
    var numbers: [Int64?] = []
    numbers.reserveCapacity(lists.count)
    for list in lists {
      if list.isEmpty {
        numbers.append(nil)
      } else if list.count == 1, case .number(let number) = list[0] {
        numbers.append(number)
      } else {
        return VectorColumn(
          name,
          optional: lists.map { list in
            list.isEmpty ? nil : list.map(\.description).joined(separator: ",")
          })
      }
    }
    return VectorColumn(name, optional: numbers)
  }
}
