/// The reaches of a run as they are drawn: laid on a plane, simplified, thinned where they are too
/// many, with a record of both.
public struct MapSheet: Sendable {
  public let plane: MapPlane
  /// The reaches that are drawn, smallest rivers first, so that large ones lie on top.
  public let drawn: [Int]
  /// Vertices of each drawn reach on the plane, `[drawn][vertex]`.
  public let lines: [[(x: Double, y: Double)]]
  /// What was left out, in plain words; empty where nothing was.
  public let remarks: [String]

  /// How much a map may hold.
  public struct Limits: Sendable {
    public var lines: Int
    public var vertices: Int
    /// Units of the plane (``MapPlane/longerSide`` is the longer side).
    public var tolerance: Double

    public init(lines: Int, vertices: Int, tolerance: Double) {
      self.lines = lines
      self.vertices = vertices
      self.tolerance = tolerance
    }

    /// A page that opens within seconds: a quarter of a pixel on a map of 1,000 pixels, or coarser
    /// until the vertices fit.
    public static let page = Limits(lines: 12_000, vertices: 120_000, tolerance: 8)
    /// A figure for paper: every reach, a twentieth of a pixel.
    public static let figure = Limits(lines: .max, vertices: .max, tolerance: 1.5)
  }

  /// - Returns: nil where no reach has a line.
  public init?(_ lines: ReachLines, reaches: ReachTable, keeping gauged: [Int], limits: Limits) {
    precondition(lines.count == reaches.count, "one line a reach")
    guard let plane = MapPlane(lines) else { return nil }
    self.plane = plane
    var remarks: [String] = []
    let placed = (0..<lines.count).filter { !lines.range($0).isEmpty }
    if placed.count < lines.count {
      remarks.append("\(lines.count - placed.count) of \(lines.count) reaches have no line and are not drawn.")
    }

    var chosen = placed
    if placed.count > limits.lines {
      let least = Self.leastOrder(placed.map { reaches.orders[$0] }, limit: limits.lines)
      let gauged = Set(gauged)
      chosen = placed.filter { reaches.orders[$0] >= least || gauged.contains($0) }
      remarks.append(
        "The map shows \(chosen.count.grouped) of \(placed.count.grouped) reaches: those of Strahler order \(least) and above, and the gauged ones.")
    }
    let widths = LineWidths(reaches)
    drawn = chosen.sorted { (widths.share($0), $0) < (widths.share($1), $1) }

    let whole = drawn.map { reach in lines.range(reach).map { plane.point(lines.x[$0], lines.y[$0]) } }
    let all = whole.reduce(0) { $0 + $1.count }
    var tolerance = limits.tolerance
    var simple = Self.simplified(whole, tolerance)
    while simple.reduce(0, { $0 + $1.count }) > limits.vertices,
      tolerance < MapPlane.longerSide / 100
    {
      tolerance *= 2
      simple = Self.simplified(whole, tolerance)
    }
    let kept = simple.reduce(0) { $0 + $1.count }
    if kept < all {
      let length = plane.metresPerUnit.map { " to within \(Self.length($0 * tolerance))" } ?? ""
      remarks.append(
        "Lines are simplified\(length): \(kept.grouped) of \(all.grouped) vertices are drawn.")
    }
    self.lines = simple
    self.remarks = remarks
  }

  /// The least order with which no more than so many lines remain; the greatest order if none does.
  static func leastOrder(_ orders: [Int], limit: Int) -> Int {
    guard let greatest = orders.max() else { return 1 }
    var least = orders.min()!
    while least < greatest, orders.count(where: { $0 >= least }) > limit { least += 1 }
    return least
  }

  private static func simplified(
    _ lines: [[(x: Double, y: Double)]], _ tolerance: Double
  ) -> [[(x: Double, y: Double)]] {
    lines.map { line in LineSimplification.kept(line, tolerance: tolerance).map { line[$0] } }
  }

  private static func length(_ metres: Double) -> String {
    metres < 1_000 ? "\(metres.text(digits: 2)) m" : "\((metres / 1_000).text(digits: 2)) km"
  }
}

extension MapSheet {
  /// Whether a drawn line comes into the corner where a map has its scale.
  var hasRiverInLowerRight: Bool {
    let (left, top) = (0.68 * plane.width, 0.88 * plane.height)
    return lines.contains { $0.contains { $0.x > left && $0.y > top } }
  }
}
