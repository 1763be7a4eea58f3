import RiverNetworks

/// One way to mend a network. What a repair changes is counted and named.
public enum NetworkRepair: Sendable, Equatable {
  /// Remove rows without an identifier.
  case dropRowsWithoutID
  /// Remove rows that say in every column what an earlier row of the same id says.
  case dropExactDuplicates
  /// Keep the first row of each id, whatever the others say.
  case keepFirstOfDuplicates
  /// Remove links of a reach to itself: what is left is an outlet, or the other branches.
  case dropSelfLinks
  /// Take reaches whose downstream reach is not in the file for outlets.
  case danglingToOutlets
  /// Fill missing slopes.
  case fillSlopes(MissingSlopePolicy)
  /// Replace missing, zero and negative lengths.
  case fillLengths(MissingLengthPolicy)

  /// The repairs that invent no number, in a sensible order. Cycles, and rows of one id that
  /// differ, are for a person to decide.
  public static let withoutInvention: [NetworkRepair] = [
    .dropRowsWithoutID, .dropExactDuplicates, .dropSelfLinks, .danglingToOutlets,
  ]

  /// The name, for the record and the command line.
  public var name: String {
    switch self {
    case .dropRowsWithoutID: "drop_rows_without_id"
    case .dropExactDuplicates: "drop_exact_duplicates"
    case .keepFirstOfDuplicates: "keep_first_of_duplicates"
    case .dropSelfLinks: "drop_self_links"
    case .danglingToOutlets: "dangling_to_outlets"
    case .fillSlopes: "fill_slopes"
    case .fillLengths: "fill_lengths"
    }
  }

  /// What a repair did.
  public struct Record: Sendable, Equatable, CustomStringConvertible {
    public let name: String
    /// The reaches it changed or removed, in the file's order.
    public let ids: [ReachID]
    public var count: Int { ids.count }

    private static let shown = 12

    public var description: String {
      let named = ids.prefix(Self.shown).map(\.description).joined(separator: ", ")
      return "repair \(name): \(count)" + (ids.isEmpty ? "" : ": " + named)
        + (count > Self.shown ? ", ..." : "")
    }
  }
}

extension NetworkDraft {
  /// The draft with repairs made one after the other; each is recorded in ``repairs``, also when it
  /// found nothing to do.
  ///
  /// - Throws: `InputError` when a policy refuses (see ``MissingSlopePolicy``).
  public func repaired(by repairs: [NetworkRepair]) throws -> NetworkDraft {
    var draft = self
    for repair in repairs {
      let rows = try draft.apply(repair)
      draft.repairs.append(.init(name: repair.name, ids: rows))
    }
    return draft
  }

  private mutating func apply(_ repair: NetworkRepair) throws -> [ReachID] {
    let names = ids
    switch repair {
    case .dropRowsWithoutID:
      let rows = faults.filter { $0.kind == .missingID }.flatMap(\.rows)
      remove(rows: rows)
      faults.removeAll { $0.kind == .missingID }
      return rows.map { names[$0] }
    case .dropExactDuplicates:
      let rows = repeatedRows(exactOnly: true)
      remove(rows: rows)
      return rows.map { names[$0] }
    case .keepFirstOfDuplicates:
      let rows = repeatedRows(exactOnly: false)
      remove(rows: rows)
      return rows.map { names[$0] }
    case .dropSelfLinks:
      return removeLinks { link in link.toRow == link.from || link.to == names[link.from] }
        .map { names[$0] }
    case .danglingToOutlets:
      return removeLinks { $0.toRow == nil }.map { names[$0] }
    case .fillSlopes(let policy):
      let rows = try fillSlopes(policy)
      if policy != .refuse { faults.removeAll { $0.kind == .missingSlope } }
      return rows.map { names[$0] }
    case .fillLengths(let policy):
      let rows = try fillLengths(policy)
      if policy != .refuse { faults.removeAll { $0.kind == .missingLength } }
      return rows.map { names[$0] }
    }
  }
}
