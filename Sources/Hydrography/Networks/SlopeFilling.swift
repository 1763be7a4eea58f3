import RiverNetworks

/// Fills missing slopes from those of the neighbours.
struct SlopeFilling {
  /// Rows above and below each row.
  private let neighbours: [[Int32]]

  init(draft: NetworkDraft) {
    var neighbours = [[Int32]](repeating: [], count: draft.count)
    for link in draft.links {
      guard let to = link.toRow, to != link.from else { continue }
      if !draft.slopes[link.from].isFinite { neighbours[link.from].append(Int32(to)) }
      if !draft.slopes[to].isFinite { neighbours[to].append(Int32(link.from)) }
    }
    self.neighbours = neighbours
  }

  /// Fills by medians, round by round: a round looks only at what was known before it.
  ///
  /// - Returns: the rows that stay without a slope, because no neighbour ever has one.
  func fillByMedians(_ slopes: inout [Double], rows: [Int]) -> [Int] {
    var waiting = rows
    while !waiting.isEmpty {
      var found: [(row: Int, slope: Double)] = []
      for row in waiting {
        let known = neighbours[row].map { slopes[Int($0)] }.filter(\.isFinite)
        if let median = Self.median(known) { found.append((row, median)) }
      }
      if found.isEmpty { return waiting }
      for (row, slope) in found { slopes[row] = slope }
      waiting = waiting.filter { !slopes[$0].isFinite }
    }
    return []
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
