import RiverNetworks

extension NetworkDraft {
  /// Whether two rows say the same in every column, line and link.
  func isSameReach(_ a: Int, _ b: Int) -> Bool {
    func same(_ x: Double, _ y: Double) -> Bool { x == y || (x.isNaN && y.isNaN) }
    guard ids[a] == ids[b], same(lengths[a], lengths[b]), same(slopes[a], slopes[b]),
      drainageAreas?[a] == drainageAreas?[b], columns.allSatisfy({ $0.hasSameValue(a, b) }),
      geometries?[a] == geometries?[b]
    else { return false }
    return true
  }

  /// Rows whose id an earlier row bears; only those equal to the first if so asked.
  ///
  /// Rows are equal when their columns and lines are, and their links lead to the same reaches.
  func repeatedRows(exactOnly: Bool) -> [Int] {
    let first = ReachRows(ids)
    let repeated = first.repeated.filter { !exactOnly || isSameReach(first[ids[$0]]!, $0) }
    guard exactOnly, !repeated.isEmpty else { return repeated }
    let concerned = Set(repeated.flatMap { [first[ids[$0]]!, $0] })
    var targets: [Int: [ReachID]] = [:]
    for link in links where concerned.contains(link.from) {
      targets[link.from, default: []].append(link.to)
    }
    return repeated.filter { Set(targets[$0] ?? []) == Set(targets[first[ids[$0]]!] ?? []) }
  }

  /// Removes rows. Links to a removed row go to the first row left that bears its id, or dangle.
  mutating func remove(rows: [Int]) {
    guard !rows.isEmpty else { return }
    var isRemoved = [Bool](repeating: false, count: count)
    for row in rows { isRemoved[row] = true }
    let kept = ids.indices.filter { !isRemoved[$0] }
    var places = [Int](repeating: -1, count: count)
    for (new, old) in kept.enumerated() { places[old] = new }
    ids = kept.map { ids[$0] }
    lengths = kept.map { lengths[$0] }
    slopes = kept.map { slopes[$0] }
    fileRows = kept.map { fileRows[$0] }
    columns = columns.map { $0.reordered(by: kept) }
    geometries = geometries?.reordered(by: kept)
    drainageAreas = drainageAreas?.reordered(by: kept)
    orders = orders?.reordered(by: kept)
    gaugeIDs = gaugeIDs?.reordered(by: kept)
    branches.divergenceFlags = branches.divergenceFlags?.reordered(by: kept)
    branches.mainStem = branches.mainStem?.reordered(by: kept)
    branches.widths = branches.widths?.reordered(by: kept)
    rowsLeavingFile = rowsLeavingFile.map { places[$0] }.filter { $0 >= 0 }
    let first = ReachRows(ids)
    links = Self.distinct(
      links.filter { !isRemoved[$0.from] }.map { link in
        Link(from: places[link.from], to: link.to, toRow: first[link.to], fraction: link.fraction)
      })
    faults = faults.compactMap { fault in
      guard !fault.rows.isEmpty else { return fault }
      let rows = fault.rows.map { places[$0] }.filter { $0 >= 0 }
      guard !rows.isEmpty else { return nil }
      var error = fault.error
      error.ids = rows.prefix(VectorColumn.namedInMessage).map { ids[$0].description }
      error.count = rows.count
      return Fault(kind: fault.kind, rows: rows, error: error)
    }
  }

  /// Links between nodes lead to every row of a repeated id: when rows go, they fall together.
  private static func distinct(_ links: [Link]) -> [Link] {
    var seen: Set<[Int]> = []
    return links.filter { link in
      link.toRow.map { seen.insert([link.from, $0]).inserted } ?? true
    }
  }

  /// Removes links; the fractions of the branches that are left are scaled to sum to 1.
  /// - Returns: the rows they left, once a link.
  mutating func removeLinks(where isRemoved: (Link) -> Bool) -> [Int] {
    let removed = links.filter(isRemoved).map(\.from)
    guard !removed.isEmpty else { return [] }
    let concerned = Set(removed)
    links.removeAll(where: isRemoved)
    for branches in SplitFractions.branches(of: links, rows: count) {
      guard concerned.contains(links[branches[0]].from) else { continue }
      let shares = branches.compactMap { links[$0].fraction }
      let sum = shares.reduce(0, +)
      guard shares.count == branches.count, sum > 0 else { continue }
      for branch in branches { links[branch].fraction! /= sum }
    }
    return removed
  }
}

extension VectorColumn {
  /// Whether two rows hold the same; NaN equals NaN.
  func hasSameValue(_ a: Int, _ b: Int) -> Bool {
    switch values {
    case .integers(let values): values[a] == values[b]
    case .reals(let values):
      values[a] == values[b] || (values[a]?.isNaN ?? false) && (values[b]?.isNaN ?? false)
    case .texts(let values): values[a] == values[b]
    case .booleans(let values): values[a] == values[b]
    }
  }
}
