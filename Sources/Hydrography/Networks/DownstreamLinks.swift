import RiverNetworks

/// The links of a layer in which each row names the reaches it drains into.
struct DownstreamLinks {
  private(set) var links: [(from: ReachID, to: ReachID, fraction: Double)] = []
  /// Links to reaches that the file does not have, where the mapping takes them for outlets.
  private(set) var leavingFile = 0

  private let ids: [ReachID]
  private let known: Set<ReachID>
  private let mapping: FieldMapping
  private let fields: RecognisedFields
  private let fractions: VectorColumn?

  /// - Throws: `InputError` without file and layer.
  init(
    ids: [ReachID], downstream: VectorColumn, fractions: VectorColumn?, mapping: FieldMapping,
    fields: RecognisedFields
  ) throws {
    self.ids = ids
    self.mapping = mapping
    self.fields = fields
    self.fractions = fractions
    known = Set(ids)
    links.reserveCapacity(ids.count)
    for (row, cell) in try downstream.identifiers().enumerated() {
      guard let cell else { continue }
      if case .text(let text) = cell, text.contains(","), !known.contains(cell) {
        try addBranches(row: row, text: text)
      } else {
        try add(row: row, to: cell, fraction: try fraction(at: row))
      }
    }
  }

  private mutating func add(row: Int, to: ReachID, fraction: Double) throws {
    if mapping.outletIDs.contains(to) {
      guard known.contains(to) else { return }
      throw InputError(
        "a downstream id means both \"none\" and a reach", column: fields.downstreamID,
        ids: [ids[row].description], found: "\(to), which is also the id of a reach",
        expected: "an id that stands for one thing",
        remedy: "state in the mapping which downstream ids mean \"none\" (outletIDs)")
    }
    if mapping.unknownDownstream == .outlet, !known.contains(to) {
      leavingFile += 1
    } else {
      links.append((ids[row], to, fraction))
    }
  }

  private mutating func addBranches(row: Int, text: String) throws {
    let targets = text.split(separator: ",").map { ReachID(parsing: $0) }
    let shares = (fractions?.text(at: row) ?? "").split(separator: ",").map { Double($0.trimmed) }
    guard shares.count == targets.count, !shares.contains(nil) else {
      throw InputError(
        "a divergence lacks its split fractions",
        column: fields.splitFraction ?? fields.downstreamID,
        ids: [ids[row].description],
        found: "downstream '\(text)', fractions '\(fractions?.text(at: row) ?? "")'",
        expected: "as many fractions as downstream ids, with commas between them",
        remedy: "give a column of split fractions (splitFraction), or one downstream id")
    }
    for (target, share) in zip(targets, shares) {
      try add(row: row, to: target, fraction: share!)
    }
  }

  /// The share of a reach with one downstream reach: 1 where the column says nothing.
  private func fraction(at row: Int) throws -> Double {
    guard let fractions, let text = fractions.text(at: row) else { return 1 }
    if let value = Double(text) { return value }
    throw InputError(
      "a text is not a number", column: fractions.name, ids: [ids[row].description],
      found: "'\(text)'", expected: "one fraction, as there is one downstream id",
      remedy: "correct the fraction")
  }
}
