import RiverNetworks

/// One reading of a layer into a network. Errors lack file and layer; ``NetworkFile`` adds them.
struct NetworkReading {
  let layer: VectorLayer
  let mapping: FieldMapping
  let fields: RecognisedFields

  init(layer: VectorLayer, mapping: FieldMapping) throws {
    self.layer = layer
    self.mapping = mapping
    fields = try mapping.resolved(in: layer.columnNames)
  }

  func dataset() throws -> RiverDataset {
    let table = try layer.read()
    guard table.rowCount > 0 else { throw NetworkIssue(.empty, ids: []).inputError() }
    let ids = try self.ids(table)
    let links = try DownstreamLinks(
      ids: ids, downstream: column(fields.downstreamID, table),
      fractions: fields.splitFraction.map { column($0, table) }, mapping: mapping, fields: fields)
    let network = try self.network(
      ids: ids, lengths: try lengths(table, ids), slopes: try slopes(table, ids), links: links)
    let rows = network.inputRows
    let geometries = table.geometries?.reordered(by: rows)
    return RiverDataset(
      file: layer.file.path, layer: layer.name, driver: layer.file.driver,
      network: network, fields: fields,
      columns: table.columns.map { $0.reordered(by: rows) },
      geometries: geometries, crs: table.crs,
      drainageAreas: try drainageAreas(table, ids)?.reordered(by: rows),
      orders: try fields.order.map {
        try column($0, table).numbers(ids: ids, missing: mapping.missingValues)
      }?.reordered(by: rows),
      gaugeIDs: gaugeIDs(table)?.reordered(by: rows),
      counts: RiverDataset.Counts(
        network: network, geometries: geometries, linksLeavingFile: links.leavingFile),
      warnings: layer.file.warnings + table.warnings)
  }

  private func column(_ name: String, _ table: VectorTable) -> VectorColumn {
    table.column(name)!  // `fields` holds names of this layer
  }

  private func ids(_ table: VectorTable) throws -> [ReachID] {
    let found = try column(fields.id, table).identifiers()
    let ids = found.compactMap(\.self)
    guard ids.count < found.count else { return ids }
    let rows = found.indices.filter { found[$0] == nil }
    let named = rows.prefix(VectorColumn.namedInMessage).map { String($0 + 1) }
    throw InputError(
      "a reach has no id", column: fields.id, count: rows.count,
      found: "NULL or blank in \(rows.count) of \(found.count) rows; rows, counted from 1: "
        + named.joined(separator: ", "),
      expected: "an integer or a text in every row",
      remedy: "give these rows an id, or remove them")
  }

  /// Channel lengths, m.
  private func lengths(_ table: VectorTable, _ ids: [ReachID]) throws -> [Double] {
    try present(
      fields.length, table, ids, issue: .nonPositiveLength, expected: "a length above 0"
    ).map { $0 * fields.lengthUnit.metres }
  }

  /// Channel slopes, m/m.
  private func slopes(_ table: VectorTable, _ ids: [ReachID]) throws -> [Double] {
    try present(
      fields.slope, table, ids, issue: .invalidSlope, expected: "a finite slope"
    ).map { $0 / fields.slopeUnit.unitsPerMetrePerMetre }
  }

  /// The numbers of a column in which every row must have one.
  private func present(
    _ name: String, _ table: VectorTable, _ ids: [ReachID], issue: NetworkIssue.Kind,
    expected: String
  ) throws -> [Double] {
    let source = column(name, table)
    let numbers = try source.numbers(ids: ids, missing: mapping.missingValues)
    let absent = numbers.indices.filter { numbers[$0] == nil || numbers[$0]!.isNaN }
    guard let first = absent.first else { return numbers.map { $0! } }
    let value = source.text(at: first) ?? "NULL"
    var error = NetworkIssue(issue, ids: absent.map { ids[$0] }).inputError(column: name)
    error.found = "no value (\(value)) in \(absent.count) of \(ids.count) reaches"
    error.expected = expected
    throw error
  }

  private func network(
    ids: [ReachID], lengths: [Double], slopes: [Double], links: DownstreamLinks
  ) throws -> RiverNetwork {
    var builder = NetworkBuilder()
    builder.reserveCapacity(ids.count)
    for row in ids.indices {
      builder.addReach(ids[row], length: lengths[row], slope: slopes[row])
    }
    for link in links.links {
      builder.addLink(from: link.from, to: link.to, fraction: link.fraction)
    }
    do {
      return try builder.build()
    } catch let issue as NetworkIssue {
      throw issue.inputError(column: columnToBlame(for: issue.kind))
    }
  }

  private func columnToBlame(for kind: NetworkIssue.Kind) -> String? {
    switch kind {
    case .cycle, .danglingDownstream, .selfLink: fields.downstreamID
    case .duplicateID: fields.id
    case .nonPositiveLength: fields.length
    case .invalidSlope: fields.slope
    case .invalidFraction: fields.splitFraction
    case .empty: nil
    }
  }

  /// Drainage areas, m².
  private func drainageAreas(
    _ table: VectorTable, _ ids: [ReachID]
  ) throws -> NullableArray<Double>? {
    guard let name = fields.drainageArea, let unit = fields.drainageAreaUnit else { return nil }
    let numbers = try column(name, table).numbers(ids: ids, missing: mapping.missingValues)
    return NullableArray(
      numbers.lazy.map { value in value.map { $0 * unit.squareMetres } }, placeholder: 0)
  }

  private func gaugeIDs(_ table: VectorTable) -> NullableArray<String>? {
    guard let name = fields.gaugeID else { return nil }
    let source = column(name, table)
    return NullableArray((0..<source.count).lazy.map { source.text(at: $0) }, placeholder: "")
  }
}
