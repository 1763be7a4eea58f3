import RiverNetworks

/// One reading of a layer into a draft. Errors lack file and layer; ``NetworkFile`` adds them.
struct DraftReading {
  private let assembly: LayerAssembly
  private let mapping: FieldMapping
  private let fields: RecognisedFields
  private let table: VectorTable
  private let fileRows: [Int]
  private let leftOut: [NetworkDraft.LeftOut]
  private let ids: [ReachID]
  private let rowsWithoutID: [Int]

  init(layer: VectorLayer, mapping: FieldMapping, geometry: Bool) throws {
    var assembly = try LayerAssembly(layer: layer, mapping: mapping)
    fields = assembly.fields
    self.mapping = mapping
    let all = try assembly.table(geometry: geometry)
    (table, fileRows, leftOut) = try FeatureSelection(fields: assembly.fields, mapping: mapping)
      .rivers(of: all)
    self.assembly = assembly
    let found = try table.column(assembly.fields.id)!.identifiers()
    rowsWithoutID = found.indices.filter { found[$0] == nil }
    let fileRows = fileRows
    ids = found.enumerated().map { row, id in id ?? .text("row \(fileRows[row] + 1)") }
  }

  func draft() throws -> NetworkDraft {
    var lengths = Quantity.missing(ids.count)
    var slopes = Quantity.missing(ids.count)
    if let name = fields.length, let unit = fields.lengthUnit {
      lengths = quantity(name) { $0 * unit.metres }
    }
    if let name = fields.slope, let unit = fields.slopeUnit {
      slopes = quantity(name) { $0 / unit.unitsPerMetrePerMetre }
    }
    var draft = NetworkDraft(
      file: assembly.layer.file.path, layer: assembly.layer.name,
      driver: assembly.layer.file.driver, fields: fields, ids: ids, lengths: lengths.values,
      slopes: slopes.values, links: [])
    draft.faults += missingIDs()
    draft.take(try links())
    draft.faults += faults(of: lengths, .length, .missingLength, fields.length)
    draft.faults += faults(of: slopes, .slope, .missingSlope, fields.slope)
    draft.fileRows = fileRows
    draft.columns = table.columns
    draft.geometries = table.geometries
    draft.crs = table.crs
    try readAttributes(into: &draft)
    draft.leftOut = leftOut + (try nonNetworkFeatures())
    draft.warnings = assembly.layer.file.warnings + table.warnings + assembly.notes
    return draft
  }

  // MARK: Identifiers

  private func missingIDs() -> [NetworkDraft.Fault] {
    guard !rowsWithoutID.isEmpty else { return [] }
    let rows = rowsWithoutID
    let named = rows.prefix(VectorColumn.namedInMessage).map { String(fileRows[$0] + 1) }
    let error = InputError(
      "a reach has no id", column: fields.id, count: rows.count,
      found: "NULL or blank in \(rows.count) of \(ids.count) rows; rows, counted from 1: "
        + named.joined(separator: ", "),
      expected: "an integer or a text in every row",
      remedy: "give these rows an id, or remove them")
    return [.init(kind: .missingID, rows: rows, error: error)]
  }

  // MARK: Lengths and slopes

  /// Numbers of a column in SI, NaN where missing, and the rows whose text is no number.
  private struct Quantity {
    var values: [Double]
    var source: VectorColumn?
    var unreadable: [Int] = []

    static func missing(_ count: Int) -> Quantity {
      Quantity(values: [Double](repeating: .nan, count: count))
    }
  }

  private func quantity(_ name: String, _ convert: (Double) -> Double) -> Quantity {
    let source = table.column(name)!
    let (numbers, unreadable) = source.numbersAndFaults(missing: mapping.missingValues)
    return Quantity(
      values: numbers.map { $0.map(convert) ?? .nan }, source: source, unreadable: unreadable)
  }

  private func faults(
    of quantity: Quantity, _ role: FieldResolution.Fault.Role, _ kind: NetworkDraft.Fault.Kind,
    _ column: String?
  ) -> [NetworkDraft.Fault] {
    if let fault = assembly.resolution.faults.first(where: { $0.role == role }) {
      return [.init(
        kind: fault.isUnit ? .unknownUnit : kind, rows: fault.isUnit ? [] : Array(ids.indices),
        error: fault.error)]
    }
    guard quantity.unreadable.isEmpty else {
      return [.init(
        kind: .notANumber, rows: quantity.unreadable,
        error: quantity.source!.notNumbers(quantity.unreadable, ids: ids))]
    }
    return NetworkDraft.missing(quantity.values, ids: ids, kind: kind, column: column) {
      quantity.source?.text(at: $0)
    }
  }

  // MARK: Links

  private func links() throws -> LinkReading {
    var reader = LinkReading(ids: ids, fields: fields)
    switch fields.topology {
    case .downstreamID(let name): try readDownstreamIDs(name, into: &reader)
    case .nodes(let from, let to): try readNodes(from, to, into: &reader)
    case .sequence(let own, let below, let minor):
      try readSequence(own, below, minor, into: &reader)
    case .edges(_, let column): try readEdges(column, into: &reader)
    }
    return reader
  }

  private func readDownstreamIDs(_ name: String, into reader: inout LinkReading) throws {
    let fractions = fields.splitFraction.map { table.column($0)! }
    for (row, cell) in try table.column(name)!.identifiers().enumerated() {
      guard let cell else { continue }
      let share = fractions?.text(at: row)
      if case .text(let text) = cell, text.contains(","), !reader.isReach(cell) {
        reader.addBranches(row: row, text: text, fractions: share)
      } else {
        let fraction = share.flatMap(Double.init)
        if let share, fraction == nil {
          reader.addUnreadableFraction(row: row, column: fields.splitFraction!, text: share)
        }
        reader.add(row: row, to: cell, fraction: fraction ?? 1)
      }
    }
  }

  private func readNodes(_ from: String, _ to: String, into reader: inout LinkReading) throws {
    let starts = try table.column(from)!.identifiers()
    let ends = try table.column(to)!.identifiers()
    var beginning: [ReachID: [Int]] = [:]
    for (row, node) in starts.enumerated() {
      if let node { beginning[node, default: []].append(row) }
    }
    let below = try fields.downstreamSequence.map { try table.column($0)!.identifiers() }
    for (row, node) in ends.enumerated() {
      guard let node else { continue }
      if let reaches = beginning[node] {
        for reach in reaches { reader.add(row: row, toRow: reach) }
      } else if let next = below?[row], !fields.isOutlet(next) {
        reader.leaveFile(row: row)
      }
    }
  }

  private func readSequence(
    _ own: String, _ below: String, _ minor: String?, into reader: inout LinkReading
  ) throws {
    let rows = ReachRows(try table.column(own)!.identifiers())
    let main = try table.column(below)!.identifiers()
    let other = try minor.map { try table.column($0)!.identifiers() }
    for row in main.indices {
      let targets = [main[row], other?[row]].compactMap(\.self).filter { !fields.isOutlet($0) }
      for (position, target) in targets.enumerated() where !targets[..<position].contains(target) {
        if let reach = rows[target] {
          reader.add(row: row, toRow: reach)
        } else if fields.unknownDownstream == .outlet {
          reader.leaveFile(row: row)
        } else {
          reader.add(row: row, to: target, fraction: nil)
        }
      }
    }
  }

  private func readEdges(_ column: String?, into reader: inout LinkReading) throws {
    guard let edges = try assembly.edges() else { return }
    let next = try column.map { try table.column($0)!.identifiers() }
    for row in ids.indices {
      let reached = edges.ends(from: ids[row], next: next?[row], isReach: reader.isReach)
      for end in reached { reader.add(row: row, to: end, fraction: nil) }
    }
  }

  // MARK: Other attributes

  private func readAttributes(into draft: inout NetworkDraft) throws {
    func numbers(_ name: String?) throws -> NullableArray<Double>? {
      guard let name else { return nil }
      let source = table.column(name)!
      let (numbers, unreadable) = source.numbersAndFaults(missing: mapping.missingValues)
      if !unreadable.isEmpty {
        draft.faults.append(.init(
          kind: .notANumber, rows: unreadable, error: source.notNumbers(unreadable, ids: ids)))
      }
      return numbers
    }
    if let fault = assembly.resolution.faults.first(where: { $0.role == .drainageArea }) {
      draft.faults.append(.init(kind: .unknownUnit, rows: [], error: fault.error))
    } else if let areas = try numbers(fields.drainageArea), let unit = fields.drainageAreaUnit {
      draft.drainageAreas = NullableArray(
        areas.lazy.map { value in value.map { $0 * unit.squareMetres } }, placeholder: 0)
    }
    draft.orders = try numbers(fields.order)
    draft.branches.divergenceFlags = try numbers(fields.divergenceFlag)
    draft.branches.mainStem = try numbers(fields.mainStem)
    draft.branches.widths = try numbers(fields.width)
    if let name = fields.gaugeID {
      let source = table.column(name)!
      draft.gaugeIDs = NullableArray(
        (0..<source.count).lazy.map { source.text(at: $0) }, placeholder: "")
    }
  }

  private func nonNetworkFeatures() throws -> [NetworkDraft.LeftOut] {
    let file = assembly.layer.file
    return try assembly.resolution.schema.nonNetworkLayers.compactMap { name in
      guard let layer = try file.layerIfPresent(name), layer.name != assembly.layer.name else {
        return nil
      }
      let count = try layer.rowCount()
      return count > 0 ? .init(kind: layer.name, count: count) : nil
    }
  }
}
