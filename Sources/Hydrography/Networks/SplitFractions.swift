import RiverNetworks

/// Gives every link of a draft its share of the water.
struct SplitFractions {
  /// Reaches with several branches.
  private(set) var dividing = 0
  /// Divisions at which the policy found nothing to go by: equal shares, or (main path) the branch
  /// the file names first.
  private(set) var fallbacks = 0
  /// Links left out because the water takes the main path only.
  private(set) var minorLinks = 0
  /// The policy that was needed; nil when the file states all fractions, or nothing divides.
  private(set) var applied: SplitPolicy?

  private let policy: SplitPolicy?
  private let draft: NetworkDraft

  /// NHDPlus's divergence flag of a main and of a minor path.
  private static let mainFlag = 1.0
  private static let minorFlag = 2.0

  init(policy: SplitPolicy?, draft: NetworkDraft) {
    self.policy = policy
    self.draft = draft
  }

  /// The links with their fractions, those left out by ``SplitPolicy/mainPath`` missing.
  /// - Throws: `InputError` when a division has no fractions and there is no policy, or a policy's
  ///   number or column is wrong.
  mutating func links() throws -> [NetworkDraft.Link] {
    try checkPolicy()
    var links = draft.links
    var kept = [Bool](repeating: true, count: links.count)
    var undecided: [Int] = []
    for branches in Self.branches(of: links, rows: draft.count) {
      guard branches.count > 1 else {
        links[branches[0]].fraction = links[branches[0]].fraction ?? 1
        continue
      }
      dividing += 1
      let stated = branches.allSatisfy { links[$0].fraction != nil }
      if stated, policy != .mainPath { continue }
      guard let policy else {
        undecided.append(links[branches[0]].from)
        continue
      }
      applied = policy
      if policy == .mainPath {
        let main = mainPath(branches)
        for branch in branches { kept[branch] = branch == main }
        links[main].fraction = 1
        minorLinks += branches.count - 1
      } else {
        let shares = shares(of: branches, policy)
        for (branch, share) in zip(branches, shares) { links[branch].fraction = share }
      }
    }
    guard undecided.isEmpty else { throw unsplit(undecided) }
    return minorLinks == 0 ? links : links.indices.filter { kept[$0] }.map { links[$0] }
  }

  /// The links of each row that has some, as places in `links`, in order.
  static func branches(of links: [NetworkDraft.Link], rows: Int) -> [[Int]] {
    var first = [Int](repeating: -1, count: rows)
    var groups: [[Int]] = []
    groups.reserveCapacity(rows)
    for (place, link) in links.enumerated() {
      if first[link.from] < 0 {
        first[link.from] = groups.count
        groups.append([place])
      } else {
        groups[first[link.from]].append(place)
      }
    }
    return groups
  }

  // MARK: Shares

  private mutating func shares(of branches: [Int], _ policy: SplitPolicy) -> [Double] {
    let equal = [Double](repeating: 1 / Double(branches.count), count: branches.count)
    switch policy {
    case .equal, .mainPath: return equal
    case .width: return proportional(branches, to: draft.branches.widths) ?? fallback(equal)
    case .drainageArea: return proportional(branches, to: draft.drainageAreas) ?? fallback(equal)
    case .divergenceFlag(let minorShare):
      let isMinor = branches.map { value(draft.branches.divergenceFlags, $0) == Self.minorFlag }
      let minor = isMinor.count { $0 }
      guard minor > 0, minor < branches.count else { return fallback(equal) }
      let rest = (1 - minorShare) / Double(branches.count - minor)
      return isMinor.map { $0 ? minorShare / Double(minor) : rest }
    }
  }

  private mutating func fallback(_ shares: [Double]) -> [Double] {
    fallbacks += 1
    return shares
  }

  private func proportional(
    _ branches: [Int], to column: NullableArray<Double>?
  ) -> [Double]? {
    let sizes = branches.map { value(column, $0) ?? 0 }
    guard sizes.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let sum = sizes.reduce(0, +)
    return sizes.map { $0 / sum }
  }

  private mutating func mainPath(_ branches: [Int]) -> Int {
    func flagged(_ column: NullableArray<Double>?) -> Int? {
      let main = branches.filter { value(column, $0) == Self.mainFlag }
      return main.count == 1 ? main[0] : nil
    }
    func largest(_ size: (Int) -> Double?) -> Int? {
      let sizes = branches.map { size($0) ?? -.infinity }
      guard let most = sizes.max(), most > 0, sizes.count(where: { $0 == most }) == 1 else {
        return nil
      }
      return branches[sizes.firstIndex(of: most)!]
    }
    if let main = flagged(draft.branches.divergenceFlags) ?? flagged(draft.branches.mainStem)
      ?? largest({ draft.links[$0].fraction })
      ?? largest({ value(draft.branches.widths, $0) })
      ?? largest({ value(draft.drainageAreas, $0) })
    {
      return main
    }
    fallbacks += 1
    return branches[0]
  }

  /// The value of the reach that a link leads to.
  private func value(_ column: NullableArray<Double>?, _ branch: Int) -> Double? {
    draft.links[branch].toRow.flatMap { column?[$0] }
  }

  // MARK: Errors

  private func checkPolicy() throws {
    switch policy {
    case .divergenceFlag(let share):
      guard share > 0, share < 1 else {
        throw InputError(
          "the minor paths' share is not a fraction", found: "\(share)",
          expected: "a number between 0 and 1",
          remedy: "give the share, or ask for the main path only")
      }
      try need(draft.branches.divergenceFlags, "divergence flag", "divergenceFlag")
    case .width: try need(draft.branches.widths, "width", "width")
    case .drainageArea: try need(draft.drainageAreas, "drainage area", "drainageArea")
    case .equal, .mainPath, nil: break
    }
  }

  private func need(_ column: NullableArray<Double>?, _ role: String, _ name: String) throws {
    guard column == nil else { return }
    throw InputError(
      "the file has no \(role) to split divergences by",
      found: "columns " + listing(draft.columns.map(\.name)),
      remedy: "name the column (\(name)), or choose another policy (split)")
  }

  private func unsplit(_ rows: [Int]) -> InputError {
    InputError(
      "a divergence lacks its split fractions",
      column: draft.fields.splitFraction ?? draft.fields.topology.column,
      ids: rows.prefix(VectorColumn.namedInMessage).map { draft.ids[$0].description },
      count: rows.count, found: "\(rows.count) reaches with several reaches below",
      expected: "the share of each branch",
      remedy: "choose a policy (split): main path only, equal, by width, by drainage area, "
        + "by divergence flag")
  }
}
