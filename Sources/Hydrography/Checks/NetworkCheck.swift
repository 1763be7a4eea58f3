import RiverNetworks

/// All that is wrong, or suspect, with a river network, and what it consists of.
///
///     let draft = try NetworkFile.draft(path: "reaches.gpkg")
///     let step = CourantPreflight(timeStep: 300, flow: .celerity(1))
///     let check = NetworkCheck(draft, courant: step)
///     print(check)
///     exit(check.isClean ? 0 : 1)
public struct NetworkCheck: Sendable, Equatable {
  /// Name of the schema that was recognised.
  public let schema: String
  public let file: String
  public let layer: String
  public let counts: Counts
  /// The faults first, then what is only suspect; each kind once (a kind that concerns a column,
  /// once a column).
  public let issues: [Issue]

  /// Whether the network can be built as it is: nothing that is a fault. What is only suspect does
  /// not count.
  public var isClean: Bool { issues.allSatisfy { $0.severity != .fault } }

  /// What the network consists of. Links are those between two different reaches of the file.
  public struct Counts: Sendable, Equatable, Codable {
    public var reaches = 0
    public var links = 0
    public var outlets = 0
    public var components = 0
    /// Number of reaches that 2, 3, ... reaches flow into, by that number.
    public var confluences: [Int: Int] = [:]
    /// Places where the river divides: reaches that divide into the same branches count once.
    public var divergences = 0
    /// Reaches with several reaches below.
    public var dividingReaches = 0
    public var headwaters = 0
    /// Reaches on the longest way downstream, those in and below cycles left aside.
    public var longestPath = 0
    /// Sum of the lengths that are known and positive, m.
    public var totalLength = 0.0
    /// Features that are no rivers, by kind.
    public var leftOut: [String: Int] = [:]

    enum CodingKeys: String, CodingKey {
      case reaches, links, outlets, components, confluences, divergences, headwaters
      case dividingReaches = "dividing_reaches"
      case longestPath = "longest_path"
      case totalLength = "total_length_m"
      case leftOut = "left_out"
    }
  }

  /// - Parameters:
  ///   - draft: as it was read, faults included
  ///   - courant: checks the reaches' lengths against a time step; nil leaves that out.
  ///   - namedIDs: how many ids an issue names at most.
  /// - Complexity: O(reaches + links), but for sorting.
  public init(_ draft: NetworkDraft, courant: CourantPreflight? = nil, namedIDs: Int = 12) {
    let census = GraphCensus(draft)
    var findings = ReadingInspection(draft).findings
    findings += TopologyInspection(draft, census: census).findings
    findings += ValueInspection(draft).findings
    findings += GeometryInspection(draft).findings
    findings += courant?.findings(for: draft) ?? []
    let issues = findings.map { Issue($0, draft: draft, namedIDs: namedIDs) }
    schema = draft.fields.schema
    file = draft.file
    layer = draft.layer
    counts = census.counts(of: draft)
    self.issues = issues.filter { $0.severity == .fault }
      + issues.filter { $0.severity == .notice }
  }

  /// The check of a network that was built: it can only find what is suspect.
  public init(_ dataset: RiverDataset, courant: CourantPreflight? = nil, namedIDs: Int = 12) {
    self.init(NetworkDraft(dataset), courant: courant, namedIDs: namedIDs)
  }

  /// The issue of a kind, if there is one.
  public func issue(_ kind: Kind) -> Issue? { issues.first { $0.kind == kind } }
}
