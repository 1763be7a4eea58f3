import RiverNetworks

/// Whether lines meet where reaches do, and run with the water.
struct GeometryInspection {
  private(set) var findings: [NetworkCheck.Finding] = []

  /// Ends nearer than this share of the largest coordinate meet: about 1 m in degrees, 0.2 m in
  /// projected metres.
  private static let tolerance = 1e-7

  init(_ draft: NetworkDraft) {
    guard let geometries = draft.geometries else { return }
    let ends = (0..<geometries.count).map { row in
      geometries[row].flatMap(LineEnds.init(wellKnownBinary:))
    }
    let tolerance = Self.tolerance * ends.reduce(0) { largest, ends in
      guard let ends else { return largest }
      return max(largest, abs(ends.first.x), abs(ends.first.y), abs(ends.last.x), abs(ends.last.y))
    }
    var gaps: [Int] = []
    // Votes of a row's links for and against its direction.
    var forward = [Int32](repeating: 0, count: draft.count)
    var backward = [Int32](repeating: 0, count: draft.count)
    for link in draft.links {
      guard let row = link.toRow, row != link.from, let above = ends[link.from],
        let below = ends[row]
      else { continue }
      func meet(_ a: LineEnds.Point, _ b: LineEnds.Point) -> Bool { a.meets(b, within: tolerance) }
      if meet(above.last, below.first) {
        forward[link.from] += 1
        forward[row] += 1
      } else if meet(above.first, below.first) {
        backward[link.from] += 1
        forward[row] += 1
      } else if meet(above.last, below.last) {
        forward[link.from] += 1
        backward[row] += 1
      } else if meet(above.first, below.last) {
        backward[link.from] += 1
        backward[row] += 1
      } else {
        gaps.append(link.from)
      }
    }
    if !gaps.isEmpty {
      findings.append(.init(
        kind: .geometryGap, rows: gaps, found: "lines that do not meet the line below",
        remedy: "check the downstream ids on a map; routing needs no geometry"))
    }
    let reversed = (0..<draft.count).filter { backward[$0] > forward[$0] }
    if !reversed.isEmpty {
      findings.append(.init(
        kind: .geometryReversed, rows: reversed, found: "lines drawn against the flow",
        remedy: "turn these lines round; routing needs no geometry"))
    }
  }
}
