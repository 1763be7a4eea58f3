import RiverNetworks

/// A figure for paper: the network coloured by roughness, as SVG of our own making.
///
/// Every reach is drawn; lines are simplified to a twentieth of a pixel. Width follows the logarithm
/// of drainage area, reaches without a gauge below are grey, gauges carry their score. A scale bar
/// stands where the coordinates' unit is known.
public struct RoughnessMap: Sendable {
  let run: RunReport
  let reaches: ReachTable
  let sheet: MapSheet
  let scale: ColorScale

  /// Width of the figure, px.
  public static let width = 1_000.0
  private static let margin = 28.0
  private static let headHeight = 78.0
  static let legendHeight = 118.0
  private static let tallestMap = 1_100.0
  /// Widths of the smallest and the largest river, px.
  static let widths = (least: 0.7, greatest: 4.6)
  static let font = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

  /// - Throws: `InputError` where the run has no parameters or its network no lines.
  public init(_ run: RunReport) throws {
    guard let reaches = run.reaches, let scale = ColorScale(reaches.roughness) else {
      throw InputError(
        "there is no learned roughness to map", file: run.name,
        expected: "parameters.gpkg with a column roughness", remedy: "train or evaluate the run")
    }
    guard let lines = run.lines,
      let sheet = MapSheet(
        lines, reaches: reaches, keeping: run.gauges.compactMap(\.reach), limits: .figure)
    else {
      throw InputError(
        "the network has no lines to draw", file: run.name, expected: "reaches with geometry",
        remedy: "give the run a vector file whose reaches are lines")
    }
    self.run = run
    self.reaches = reaches
    self.sheet = sheet
    self.scale = scale
  }

  /// What was left out, in plain words.
  public var remarks: [String] { sheet.remarks }

  /// Height of the figure, px.
  public var height: Double { Self.headHeight + mapSize.height + Self.legendHeight }

  /// Room of the map and pixels for each unit of the sheet.
  private var mapSize: (width: Double, height: Double, unit: Double) {
    let room = Self.width - 2 * Self.margin
    let unit = min(
      room / max(sheet.plane.width, 1), Self.tallestMap / max(sheet.plane.height, 1))
    return (room, sheet.plane.height * unit, unit)
  }

  /// The figure.
  public var svg: String {
    let height = self.height.text(decimals: 0)
    let width = Self.width.text(decimals: 0)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="\(Self.font)" font-size="12" fill="#33332f">
      <title>\(run.title.escapedForHTML)</title>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(head)
      \(rivers)
      \(gauges)
      \(RoughnessMapLegend(map: self, top: Self.headHeight + mapSize.height + 30, pixelsPerUnit: mapSize.unit).svg)
      </svg>

      """
  }

  private var head: String {
    var words = ["\(reaches.count.grouped) reaches"]
    if let n = reaches.roughnessSummary {
      words.append(
        scale.isUniform
          ? "n = \(n.median.text(digits: 3)) everywhere"
          : "median n = \(n.median.text(digits: 3)), \(n.least.text(digits: 3)) to \(n.greatest.text(digits: 3))")
    }
    if let law = run.law {
      words.append(
        "n = \(law.coefficient.text(digits: 3)) (A / \(law.referenceArea.text(digits: 3)) km²)")
    }
    var line = words.joined(separator: "  ·  ").escapedForHTML
    if let law = run.law {
      line += "<tspan dy=\"-5\" font-size=\"10\">\(law.exponent.text(decimals: 3))</tspan>"
    }
    return """
      <text x="\(Self.margin.text(decimals: 0))" y="38" font-size="21" font-weight="bold" fill="#1f1f1f">\(run.title.escapedForHTML)</text>
      <text x="\(Self.margin.text(decimals: 0))" y="60" font-size="13" fill="#5f5f58">\(line)</text>
      """
  }

  /// Where a point of the sheet stands in the figure.
  private func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
    let size = mapSize
    let left = Self.margin + (size.width - sheet.plane.width * size.unit) / 2
    return (left + point.x * size.unit, Self.headHeight + point.y * size.unit)
  }

  private var rivers: String {
    let widths = LineWidths(reaches)
    let least = LineWidths.finest(Self.widths.least, count: sheet.drawn.count)
    var parts = ["<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">"]
    for (reach, line) in zip(sheet.drawn, sheet.lines) where line.count > 1 {
      let color =
        reaches.isConstrained[reach]
        ? scale.color(of: reaches.roughness[reach]).hexadecimal : Palette.unconstrained
      let width = widths.width(reach, from: least, to: Self.widths.greatest)
      let points = line.map { vertex in
        let (x, y) = place(vertex)
        return "\(x.rounded(decimals: 2)),\(y.rounded(decimals: 2))"
      }.joined(separator: " ")
      parts.append(
        "<polyline points=\"\(points)\" stroke=\"\(color)\" stroke-width=\"\(width.rounded(decimals: 2))\"/>")
    }
    parts.append("</g>")
    return parts.joined(separator: "\n")
  }

  private var gauges: String {
    let period = run.judgedPeriod
    let marks = run.gauges.compactMap { gauge -> String? in
      guard let position = gauge.position else { return nil }
      let (x, y) = place(sheet.plane.point(position.x, position.y))
      let kge = period.flatMap { gauge.score(ModelScores.learned, $0)?.kge }
      return """
        <circle cx="\(x.rounded(decimals: 2))" cy="\(y.rounded(decimals: 2))" r="5.2" \
        fill="\(ScoreClasses.efficiency.color(kge))"><title>\(gauge.station.escapedForHTML)</title></circle>
        """
    }
    guard !marks.isEmpty else { return "" }
    return "<g stroke=\"#1f1f1f\" stroke-width=\"1.4\">\n\(marks.joined(separator: "\n"))\n</g>"
  }
}

extension Double {
  /// Rounded to so many decimals.
  func rounded(decimals: Int) -> Double {
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    return (self * factor).rounded() / factor
  }
}
