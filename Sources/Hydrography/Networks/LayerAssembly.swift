import RiverNetworks

/// The layer of the reaches with the other layers of the file that belong to it.
struct LayerAssembly {
  let layer: VectorLayer
  let resolution: FieldResolution
  /// What was found odd while joining, in plain words.
  private(set) var notes: [String] = []

  /// - Throws: `InputError` without file and layer.
  init(layer: VectorLayer, mapping: FieldMapping) throws {
    self.layer = layer
    resolution = try mapping.resolution { schema in try Self.columns(of: layer, seenBy: schema) }
  }

  var fields: RecognisedFields { resolution.fields }

  // MARK: Which layers

  private static func columns(
    of layer: VectorLayer, seenBy schema: any HydrographySchema
  ) throws -> FieldMapping.LayerColumns? {
    let own = layer.columnNames
    guard let companions = schema.companions else { return .init(all: own) }
    let isReachLayer = companions.reachColumns.allSatisfy { own[$0] != nil }
    guard isReachLayer else { return .init(all: own) }
    var names = own.names
    for table in try attributeLayers(of: layer, companions) {
      let known = Set(names.map { $0.lowercased() })
      names += table.fields.map(\.name).filter { !known.contains($0.lowercased()) }
    }
    return .init(
      all: ColumnNames(names, truncated: own.truncated),
      edgeLayer: try edgeLayer(of: layer, companions)?.name)
  }

  private static func attributeLayers(
    of layer: VectorLayer, _ companions: CompanionLayers
  ) throws -> [VectorLayer] {
    try companions.attributes.compactMap { name in
      try layer.file.layerIfPresent(name).flatMap { table in
        table.name != layer.name && table.columnNames.first(of: companions.keys) != nil
          ? table : nil
      }
    }
  }

  private static func edgeLayer(
    of layer: VectorLayer, _ companions: CompanionLayers
  ) throws -> VectorLayer? {
    for name in companions.edges {
      if let edges = try layer.file.layerIfPresent(name), edges.name != layer.name,
        edges.columnNames["id"] != nil, edges.columnNames["toid"] != nil
      {
        return edges
      }
    }
    return nil
  }

  // MARK: Reading

  /// The rows of the reaches' layer with the attributes of its companions behind them.
  mutating func table(geometry: Bool) throws -> VectorTable {
    var table = try layer.read(geometry: geometry)
    guard let companions = resolution.schema.companions,
      companions.reachColumns.allSatisfy({ layer.columnNames[$0] != nil }),
      let keys = try table.column(fields.id)?.identifiers()
    else { return table }
    for companion in try Self.attributeLayers(of: layer, companions) {
      try join(companion, keyed: companions.keys, by: keys, to: &table)
    }
    return table
  }

  private mutating func join(
    _ companion: VectorLayer, keyed names: [String], by keys: [ReachID?],
    to table: inout VectorTable
  ) throws {
    let key = companion.columnNames.first(of: names)!
    let known = Set(table.columns.map { $0.name.lowercased() })
    let wanted = companion.fields.map(\.name)
      .filter { $0 != key && !known.contains($0.lowercased()) }
    let attributes = try companion.read(columns: [key] + wanted, geometry: false)
    let rows = ReachRows(try attributes.columns[0].identifiers())
    let repeated = rows.repeated.count
    let places = keys.map { $0.flatMap { rows[$0] } }
    let unmatched = places.count { $0 == nil }
    if repeated > 0 {
      notes.append("layer \(companion.name): \(repeated) rows repeat an id; the first row is used")
    }
    if unmatched > 0 {
      notes.append("layer \(companion.name): \(unmatched) of \(keys.count) reaches have no row")
    }
    table.columns += attributes.columns.dropFirst().map { $0.gathered(from: places) }
    table.warnings += attributes.warnings
  }

  /// The edges of the file, where the topology is told by edges.
  func edges() throws -> EdgeList? {
    guard case .edges(let name, _) = fields.topology else { return nil }
    let layer = try self.layer.file.layer(name)
    let columns = layer.columnNames
    let table = try layer.read(columns: [columns["id"]!, columns["toid"]!], geometry: false)
    return EdgeList(
      from: try table.columns[0].identifiers(), to: try table.columns[1].identifiers())
  }
}

extension VectorColumn {
  /// The values at the given rows; NULL where there is none.
  func gathered(from rows: [Int?]) -> VectorColumn {
    func gather<Value>(
      _ values: NullableArray<Value>, _ placeholder: Value
    ) -> NullableArray<Value> {
      NullableArray(rows.lazy.map { $0.flatMap { values[$0] } }, placeholder: placeholder)
    }
    let gathered: Values =
      switch values {
      case .integers(let values): .integers(gather(values, 0))
      case .reals(let values): .reals(gather(values, 0))
      case .texts(let values): .texts(gather(values, ""))
      case .booleans(let values): .booleans(gather(values, false))
      }
    return VectorColumn(name: name, values: gathered)
  }
}

extension VectorFile {
  /// The layer of that name, or nil; case, `-` and `_` aside.
  func layerIfPresent(_ name: String) throws -> VectorLayer? {
    let bare = Self.bare(name)
    return layerNames.contains { Self.bare($0) == bare } ? try layer(name) : nil
  }

  /// A layer's name as it is compared.
  static func bare(_ name: String) -> String {
    name.lowercased().filter { $0 != "-" && $0 != "_" }
  }
}
