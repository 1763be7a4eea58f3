import RiverNetworks

/// What reading found wrong already, and what it left out.
struct ReadingInspection {
  private(set) var findings: [NetworkCheck.Finding] = []

  init(_ draft: NetworkDraft) {
    if draft.count == 0 {
      findings.append(.init(
        kind: .empty, rows: [], remedy: NetworkIssue.Kind.empty.remedy, isOfColumn: true))
    }
    for fault in draft.faults {
      if fault.kind == .missingFraction, draft.fields.split != nil { continue }
      let column = fault.error.column.map { "column \($0): " } ?? ""
      findings.append(.init(
        kind: NetworkCheck.Kind(rawValue: fault.kind.rawValue)!, rows: fault.rows,
        found: column + (fault.error.found ?? fault.error.problem),
        remedy: fault.error.remedy ?? "correct the column", isOfColumn: fault.rows.isEmpty))
    }
    if !draft.rowsLeavingFile.isEmpty {
      findings.append(.init(
        kind: .leavesFile, rows: draft.rowsLeavingFile,
        found: "the reach below is not in the network: taken for outlets",
        remedy: "nothing, if the file is a cut-out; else add the reaches below"))
    }
  }
}

extension NetworkIssue.Kind {
  var remedy: String { NetworkIssue(self, ids: []).remedy }
}
