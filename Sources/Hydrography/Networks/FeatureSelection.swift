import RiverNetworks

/// Which rows of a table are rivers.
struct FeatureSelection {
  let fields: RecognisedFields
  let mapping: FieldMapping

  /// NHDPlus's divergence flag of a coastline, where no column says what a feature is.
  private static let coastlineFlag = 9.0
  private static let coastline = "Coastline"
  private static let withoutNodes = "no nodes"

  /// The rows that are rivers with their places in the file, and the others counted by kind, the
  /// kinds in the order in which they are met.
  func rivers(
    of table: VectorTable
  ) throws -> (table: VectorTable, fileRows: [Int], leftOut: [NetworkDraft.LeftOut]) {
    let kinds = try kindsLeftOut(of: table)
    guard kinds.contains(where: { $0 != nil }) else {
      return (table, Array(0..<table.rowCount), [])
    }
    var counted: [(kind: String, count: Int)] = []
    for case let kind? in kinds {
      if let place = counted.firstIndex(where: { $0.kind == kind }) {
        counted[place].count += 1
      } else {
        counted.append((kind, 1))
      }
    }
    let rows = kinds.indices.filter { kinds[$0] == nil }
    var rivers = table
    rivers.columns = table.columns.map { $0.reordered(by: rows) }
    rivers.geometries = table.geometries?.reordered(by: rows)
    return (rivers, rows, counted.map { .init(kind: $0.kind, count: $0.count) })
  }

  /// Why each row is no river; nil for a river.
  private func kindsLeftOut(of table: VectorTable) throws -> [String?] {
    var kinds = [String?](repeating: nil, count: table.rowCount)
    if let name = fields.featureType, let column = table.column(name) {
      let excluded = Set(mapping.excludedFeatureTypes.map { $0.lowercased() })
      for row in kinds.indices {
        if let kind = column.text(at: row), excluded.contains(kind.lowercased()) {
          kinds[row] = Int(kind) == nil ? kind : Self.coastline
        }
      }
    } else if let name = fields.divergenceFlag, let column = table.column(name) {
      let flags = column.numbersAndFaults(missing: []).numbers
      for row in kinds.indices where flags[row] == Self.coastlineFlag {
        kinds[row] = Self.coastline
      }
    }
    if case .nodes(let from, let to) = fields.topology {
      let starts = try table.column(from)!.identifiers()
      let ends = try table.column(to)!.identifiers()
      for row in kinds.indices
      where kinds[row] == nil && isNoNode(starts[row]) && isNoNode(ends[row]) {
        kinds[row] = Self.withoutNodes
      }
    }
    return kinds
  }

  private func isNoNode(_ node: ReachID?) -> Bool {
    node == nil || node == -9998 || node == -9999
  }
}
