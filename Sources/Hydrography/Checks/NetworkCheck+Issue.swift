import RiverNetworks

extension NetworkCheck {
  /// What can be wrong.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case empty
    case missingID = "missing_id"
    case duplicateID = "duplicate_id"
    case ambiguousOutlet = "ambiguous_outlet"
    case danglingDownstream = "dangling_downstream"
    case selfLink = "self_link"
    case cycle
    case missingFraction = "missing_fraction"
    case invalidFraction = "invalid_fraction"
    case unknownUnit = "unknown_unit"
    case notANumber = "not_a_number"
    case missingLength = "missing_length"
    case zeroLength = "zero_length"
    case negativeLength = "negative_length"
    case missingSlope = "missing_slope"
    // Suspect, but a network can be built.
    case zeroSlope = "zero_slope"
    case negativeSlope = "negative_slope"
    case slopeAtFloor = "slope_at_floor"
    case shortReach = "short_reach"
    case areaFallsDownstream = "area_falls_downstream"
    case isolatedReach = "isolated_reach"
    case leavesFile = "leaves_file"
    case missingGeometry = "missing_geometry"
    case geometryGap = "geometry_gap"
    case geometryReversed = "geometry_reversed"
    case courantHigh = "courant_high"
    case courantLow = "courant_low"
    case courantUnknown = "courant_unknown"

    /// Whether a network with this issue cannot be built.
    public var severity: Severity {
      switch self {
      case .empty, .missingID, .duplicateID, .ambiguousOutlet, .danglingDownstream, .selfLink,
        .cycle, .missingFraction, .invalidFraction, .unknownUnit, .notANumber, .missingLength,
        .zeroLength, .negativeLength, .missingSlope:
        .fault
      default: .notice
      }
    }
  }

  public enum Severity: String, Sendable, Codable {
    /// The network cannot be built as it is.
    case fault
    /// The network can be built; look at it.
    case notice
  }

  /// One kind of thing that is wrong, with all that have it.
  public struct Issue: Sendable, Equatable {
    public let kind: Kind
    public var severity: Severity { kind.severity }
    /// How many reaches (for a dangling or a self link: links) are concerned.
    public let count: Int
    /// The first of them.
    public let ids: [ReachID]
    /// What was found, where a value or a column is to blame.
    public let found: String?
    public let remedy: String
    /// All of them, as rows of the draft.
    public let rows: [Int]

    init(_ finding: Finding, draft: NetworkDraft, namedIDs: Int) {
      kind = finding.kind
      rows = finding.rows
      count = max(finding.rows.count, finding.isOfColumn ? 1 : 0)
      ids = finding.rows.prefix(namedIDs).map { draft.ids[$0] }
      found = finding.found
      remedy = finding.remedy
    }
  }

  /// What an inspection found.
  struct Finding {
    let kind: Kind
    let rows: [Int]
    var found: String?
    let remedy: String
    /// Whether the whole column is to blame, and no rows are named.
    var isOfColumn = false
  }
}

extension NetworkCheck.Issue: CustomStringConvertible {
  /// "short_reach (notice): 3 ..." for the terminal.
  public var description: String {
    var lines = ["\(kind.rawValue) (\(severity.rawValue)): \(count)"]
    if !ids.isEmpty {
      lines.append(
        "  id:     " + ids.map(\.description).joined(separator: ", ")
          + (count > ids.count ? ", ..." : ""))
    }
    if let found { lines.append("  found:  \(found)") }
    lines.append("  remedy: \(remedy)")
    return lines.joined(separator: "\n")
  }
}
