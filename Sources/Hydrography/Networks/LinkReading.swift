import RiverNetworks

/// Gathers the links of a draft, and what is wrong with them.
struct LinkReading {
  private(set) var links: [NetworkDraft.Link] = []
  private(set) var rowsLeavingFile: [Int] = []

  private let ids: [ReachID]
  private let rows: ReachRows
  private let fields: RecognisedFields
  private var ambiguous: (rows: [Int], code: ReachID)?
  private var unsplit: (rows: [Int], error: InputError)?
  private var unreadable: (rows: [Int], error: InputError)?

  init(ids: [ReachID], fields: RecognisedFields) {
    self.ids = ids
    self.fields = fields
    rows = ReachRows(ids)
    links.reserveCapacity(ids.count)
  }

  func isReach(_ id: ReachID) -> Bool { rows[id] != nil }

  /// Adds a link to a row.
  mutating func add(row: Int, toRow: Int, fraction: Double? = nil) {
    links.append(.init(from: row, to: ids[toRow], toRow: toRow, fraction: fraction))
  }

  /// Adds a link to what the source calls a reach: it may be none, or one that is not there.
  mutating func add(row: Int, to: ReachID, fraction: Double?) {
    if fields.isOutlet(to) {
      if rows[to] != nil { ambiguous = ((ambiguous?.rows ?? []) + [row], ambiguous?.code ?? to) }
    } else if let toRow = rows[to] {
      links.append(.init(from: row, to: to, toRow: toRow, fraction: fraction))
    } else if fields.unknownDownstream == .outlet {
      leaveFile(row: row)
    } else {
      links.append(.init(from: row, to: to, toRow: nil, fraction: fraction))
    }
  }

  mutating func leaveFile(row: Int) {
    if rowsLeavingFile.last != row { rowsLeavingFile.append(row) }
  }

  /// Adds the links of a text that names several reaches, with as many fractions or none.
  mutating func addBranches(row: Int, text: String, fractions: String?) {
    let targets = text.split(separator: ",").map { ReachID(parsing: $0) }
    let shares = (fractions ?? "").split(separator: ",").map { Double($0.trimmed) }
    if shares.isEmpty, fields.split != nil {
      for target in targets { add(row: row, to: target, fraction: nil) }
      return
    }
    let isComplete = shares.count == targets.count && !shares.contains(nil)
    for (position, target) in targets.enumerated() {
      add(row: row, to: target, fraction: isComplete ? shares[position]! : nil)
    }
    guard !isComplete else { return }
    let error = unsplit?.error ?? InputError(
      "a divergence lacks its split fractions",
      column: fields.splitFraction ?? fields.topology.column,
      found: "downstream '\(text)', fractions '\(fractions ?? "")'",
      expected: "as many fractions as downstream ids, with commas between them",
      remedy: "give a column of split fractions (splitFraction), or a policy (split)")
    unsplit = ((unsplit?.rows ?? []) + [row], error)
  }

  mutating func addUnreadableFraction(row: Int, column: String, text: String) {
    let error = unreadable?.error ?? InputError(
      "a text is not a number", column: column,
      found: "'\(text)'", expected: "one fraction, as there is one downstream id",
      remedy: "correct the fraction")
    unreadable = ((unreadable?.rows ?? []) + [row], error)
  }

  var faults: [NetworkDraft.Fault] {
    func fault(
      _ kind: NetworkDraft.Fault.Kind, _ found: (rows: [Int], error: InputError)?
    ) -> [NetworkDraft.Fault] {
      guard let (rows, error) = found else { return [] }
      var named = error
      named.ids = rows.prefix(VectorColumn.namedInMessage).map { ids[$0].description }
      named.count = rows.count
      return [.init(kind: kind, rows: rows, error: named)]
    }
    let twoMeanings = ambiguous.map { rows, code in
      (rows: rows, error: InputError(
        "a downstream id means both \"none\" and a reach", column: fields.topology.column,
        found: "\(code), which is also the id of a reach",
        expected: "an id that stands for one thing",
        remedy: "state in the mapping which downstream ids mean \"none\" (outletIDs)"))
    }
    return fault(.ambiguousOutlet, twoMeanings) + fault(.missingFraction, unsplit)
      + fault(.notANumber, unreadable)
  }
}
