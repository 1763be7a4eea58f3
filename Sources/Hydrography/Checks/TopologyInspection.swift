import RiverNetworks

/// What is wrong with identifiers and links.
struct TopologyInspection {
  private(set) var findings: [NetworkCheck.Finding] = []

  /// How far fractions may be from 1 in sum: what six printed digits cost.
  private static let fractionTolerance = 1e-5
  /// How many reaches of a cycle a message shows.
  private static let shownInCycle = 12

  init(_ draft: NetworkDraft, census: GraphCensus) {
    duplicates(draft)
    links(draft)
    cycles(draft, census)
    fractions(draft)
    if draft.count > 1 {
      add(
        .isolatedReach,
        (0..<draft.count).filter { census.inDegrees[$0] == 0 && census.below($0).isEmpty },
        remedy: "nothing, if these are whole rivers; else correct their downstream ids")
    }
  }

  private mutating func add(
    _ kind: NetworkCheck.Kind, _ rows: [Int], found: String? = nil, remedy: String
  ) {
    guard !rows.isEmpty else { return }
    findings.append(.init(kind: kind, rows: rows, found: found, remedy: remedy))
  }

  private mutating func duplicates(_ draft: NetworkDraft) {
    let repeated = draft.repeatedRows(exactOnly: false)
    guard !repeated.isEmpty else { return }
    let exact = draft.repeatedRows(exactOnly: true).count
    add(
      .duplicateID, repeated,
      found: "\(exact) of \(repeated.count) repeated rows say the same as the first",
      remedy: exact == repeated.count
        ? "drop the exact duplicates (a repair)" : NetworkIssue.Kind.duplicateID.remedy)
  }

  private mutating func links(_ draft: NetworkDraft) {
    let dangling = draft.links.filter { $0.toRow == nil }
    add(
      .danglingDownstream, dangling.map(\.from),
      found: dangling.first.map { "\(draft.ids[$0.from]) -> \($0.to)" },
      remedy: NetworkIssue.Kind.danglingDownstream.remedy)
    add(
      .selfLink, draft.links.filter { $0.toRow == $0.from || $0.to == draft.ids[$0.from] }
        .map(\.from),
      remedy: NetworkIssue.Kind.selfLink.remedy)
  }

  private mutating func cycles(_ draft: NetworkDraft, _ census: GraphCensus) {
    let cycles = census.cycles
    guard let first = cycles.first else { return }
    let shown = first.prefix(Self.shownInCycle).map { draft.ids[$0].description }
    let tail = first.count > shown.count ? " -> ..." : first.count > 1 ? " -> \(shown[0])" : ""
    add(
      .cycle, cycles.flatMap(\.self),
      found: "\(cycles.count) \(cycles.count == 1 ? "cycle" : "cycles"); "
        + shown.joined(separator: " -> ") + tail,
      remedy: NetworkIssue.Kind.cycle.remedy)
  }

  private mutating func fractions(_ draft: NetworkDraft) {
    var bad: [Int] = []
    var sum: Double?
    for branches in SplitFractions.branches(of: draft.links, rows: draft.count) {
      let shares = branches.compactMap { draft.links[$0].fraction }
      guard shares.count == branches.count else { continue }
      let total = shares.reduce(0, +)
      if abs(total - 1) <= Self.fractionTolerance, shares.allSatisfy({ $0 > 0 }) { continue }
      bad.append(draft.links[branches[0]].from)
      sum = sum ?? total
    }
    add(
      .invalidFraction, bad, found: sum.map { "sum \($0)" },
      remedy: NetworkIssue.Kind.invalidFraction.remedy)
  }
}
