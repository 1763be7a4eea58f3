import RiverNetworks

/// What is wrong, or suspect, with lengths, slopes and drainage areas.
struct ValueInspection {
  private(set) var findings: [NetworkCheck.Finding] = []

  /// Reaches shorter than this ask for very short time steps, m.
  static let shortReach = 100.0
  /// The smallest slope is called a floor when it occurs so many times, and in this share of the
  /// reaches: measured slopes hardly ever repeat.
  private static let floorCount = 5
  private static let floorShare = 0.01
  /// How much, relative to it, a drainage area may fall by rounding (areas are printed with five to
  /// seven digits).
  private static let areaTolerance = 1e-4

  init(_ draft: NetworkDraft) {
    lengths(draft)
    slopes(draft)
    areas(draft)
    if let geometries = draft.geometries, geometries.nullCount > 0 {
      add(
        .missingGeometry, (0..<geometries.count).filter { geometries[$0] == nil },
        remedy: "draw these reaches, if maps are wanted; routing needs no geometry")
    }
  }

  private mutating func add(
    _ kind: NetworkCheck.Kind, _ rows: [Int], found: String? = nil, remedy: String
  ) {
    guard !rows.isEmpty else { return }
    findings.append(.init(kind: kind, rows: rows, found: found, remedy: remedy))
  }

  private mutating func lengths(_ draft: NetworkDraft) {
    let lengths = draft.lengths
    let rows = lengths.indices
    add(
      .notANumber, rows.filter { lengths[$0].isInfinite }, found: "an infinite length",
      remedy: NetworkIssue.Kind.nonPositiveLength.remedy)
    add(
      .zeroLength, rows.filter { lengths[$0] == 0 },
      remedy: "give the channel length, or fill a stated minimum in (a repair)")
    let negative = rows.filter { lengths[$0] < 0 && lengths[$0].isFinite }
    add(
      .negativeLength, negative, found: negative.first.map { "length \(lengths[$0]) m" },
      remedy: NetworkIssue.Kind.nonPositiveLength.remedy)
    let short = rows.filter { lengths[$0] > 0 && lengths[$0] < Self.shortReach }
    add(
      .shortReach, short,
      found: short.map { lengths[$0] }.min().map { "under \(Self.shortReach) m; shortest \($0) m" },
      remedy: "merge them with their neighbours, or take a scheme that bears short reaches")
  }

  private mutating func slopes(_ draft: NetworkDraft) {
    let slopes = draft.slopes
    let rows = slopes.indices
    add(
      .notANumber, rows.filter { slopes[$0].isInfinite }, found: "an infinite slope",
      remedy: NetworkIssue.Kind.invalidSlope.remedy)
    add(
      .zeroSlope, rows.filter { slopes[$0] == 0 },
      remedy: "the router's floor will hold; give slopes from elevations if you have them")
    let negative = rows.filter { slopes[$0] < 0 && slopes[$0].isFinite }
    add(
      .negativeSlope, negative, found: negative.first.map { "slope \(slopes[$0])" },
      remedy: "correct elevations or direction; the router's floor will hold")
    let positive = rows.filter { slopes[$0] > 0 && slopes[$0].isFinite }
    if let floor = positive.map({ slopes[$0] }).min() {
      let atFloor = positive.filter { slopes[$0] == floor }
      let least = max(Double(Self.floorCount), Self.floorShare * Double(slopes.count))
      if Double(atFloor.count) >= least {
        add(
          .slopeAtFloor, atFloor, found: "slope \(floor) m/m, the smallest of the file",
          remedy: "take these slopes for unknown: the file's maker cut them off there")
      }
    }
  }

  /// Areas fall where water divides; elsewhere they must not.
  private mutating func areas(_ draft: NetworkDraft) {
    guard let areas = draft.drainageAreas else { return }
    var branches = [Int32](repeating: 0, count: draft.count)
    for link in draft.links { branches[link.from] += 1 }
    var falling: [Int] = []
    var found: String?
    for link in draft.links where branches[link.from] == 1 {
      guard let row = link.toRow, row != link.from, let above = areas[link.from],
        let below = areas[row], below < above * (1 - Self.areaTolerance)
      else { continue }
      falling.append(link.from)
      found = found ?? "\(draft.ids[link.from]) \(above) m2 -> \(draft.ids[row]) \(below) m2"
    }
    add(
      .areaFallsDownstream, falling, found: found,
      remedy: "check the reach below: a wrong downstream id, or areas of another version")
  }
}
