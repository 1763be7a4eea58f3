import Foundation

/// The strip below a map: colours, widths, gauges, scale bar, side by side.
struct RoughnessMapLegend {
  let map: RoughnessMap
  /// Upper edge, px
  let top: Double
  let pixelsPerUnit: Double

  private static let left = 28.0
  private static let rampWidth = 250.0
  private static let rampHeight = 11.0
  private static let widthsLeft = 348.0
  private static let gaugesLeft = 560.0
  private static let line = 17.0
  private static let lengthOfBar = 130.0

  var svg: String {
    [roughness, widths, gauges, scaleBar].joined(separator: "\n")
  }

  private func text(_ x: Double, _ y: Double, _ words: String, anchor: String = "start") -> String {
    "<text x=\"\(x.rounded(decimals: 1))\" y=\"\(y.rounded(decimals: 1))\" text-anchor=\"\(anchor)\">\(words.escapedForHTML)</text>"
  }

  private func title(_ x: Double, _ words: String) -> String {
    "<text x=\"\(x)\" y=\"\(top)\" fill=\"#5f5f58\">\(words.escapedForHTML)</text>"
  }

  private var roughness: String {
    let scale = map.scale
    let stops = scale.stops.enumerated().map { index, stop in
      "<stop offset=\"\(Double(index) / Double(ColorScale.stopCount - 1))\" stop-color=\"\(stop.color.hexadecimal)\"/>"
    }.joined()
    let bar = top + 10
    var parts = [
      "<defs><linearGradient id=\"n\">\(stops)</linearGradient></defs>",
      title(
        Self.left,
        "Manning’s n, s m⁻¹ᐟ³" + (scale.isLogarithmic ? ", logarithmic" : "")
          + (scale.isUniform ? ", the same everywhere" : "")),
      "<rect x=\"\(Self.left)\" y=\"\(bar)\" width=\"\(Self.rampWidth)\" height=\"\(Self.rampHeight)\" rx=\"2\" fill=\"url(#n)\"/>",
    ]
    for value in scale.ticks {
      let x = Self.left + Self.rampWidth * scale.share(of: value)
      parts.append(
        "<path d=\"M\(x.rounded(decimals: 1)) \(bar + Self.rampHeight)v4\" stroke=\"#8b8b84\"/>")
      parts.append(text(x, bar + Self.rampHeight + 17, value.text(digits: 3), anchor: "middle"))
    }
    return parts.joined(separator: "\n")
  }

  private var widths: String {
    let widths = LineWidths(map.reaches)
    var entries: [(width: Double, color: String, words: String)] = widths.entries(
      map.reaches, from: LineWidths.finest(RoughnessMap.widths.least, count: map.sheet.drawn.count), to: RoughnessMap.widths.greatest
    ).map { ($0.width, Palette.faint, $0.words) }
    if map.reaches.unconstrainedCount > 0 {
      entries.append(
        (2, Palette.unconstrained, "not constrained (\(map.reaches.unconstrainedCount.grouped))"))
    }
    let head = title(
      Self.widthsLeft, widths.areas == nil ? "Width: Strahler order" : "Width: drainage area")
    return head
      + entries.enumerated().map { place, entry in
        let y = top + 18 + Double(place) * Self.line
        return "<path d=\"M\(Self.widthsLeft) \(y - 4)h24\" stroke=\"\(entry.color)\" stroke-width=\"\(entry.width.rounded(decimals: 2))\" stroke-linecap=\"round\"/>"
          + text(Self.widthsLeft + 32, y, entry.words)
      }.joined(separator: "\n")
  }

  private var gauges: String {
    let placed = map.run.gauges.filter { $0.position != nil }
    guard !placed.isEmpty else { return "" }
    let period = map.run.judgedPeriod
    let shown = Set(
      placed.map { gauge in
        ScoreClasses.efficiency.color(period.flatMap { gauge.score(ModelScores.learned, $0)?.kge })
      })
    var entries = zip(ScoreClasses.efficiency.colors, ScoreClasses.efficiency.labels).filter { shown.contains($0.0) }
      .map { ($0, $1) }
    if shown.contains(ScoreClasses.unknown) { entries.append((ScoreClasses.unknown, "no score")) }
    return title(Self.gaugesLeft, period.map { "Gauges: KGE, \($0)" } ?? "Gauges")
      + entries.enumerated().map { place, entry in
        let x = Self.gaugesLeft + Double(place / 3) * 105
        let y = top + 18 + Double(place % 3) * Self.line
        return "<circle cx=\"\(x + 6)\" cy=\"\(y - 4)\" r=\"4.8\" fill=\"\(entry.0)\" stroke=\"#1f1f1f\" stroke-width=\"1.2\"/>"
          + text(x + 18, y, entry.1)
      }.joined(separator: "\n")
  }

  private var scaleBar: String {
    guard let metres = map.sheet.plane.metresPerUnit else { return "" }
    let metresPerPixel = metres / pixelsPerUnit
    let length = Self.roundLength(Self.lengthOfBar * metresPerPixel)
    let pixels = length / metresPerPixel
    let right = RoughnessMap.width - Self.left
    let y = top + 18
    let words = length >= 1_000 ? "\((length / 1_000).text(digits: 3)) km" : "\(length.text(digits: 3)) m"
    return "<path d=\"M\((right - pixels).rounded(decimals: 2)) \(y - 5)v7H\(right)v-7\" fill=\"none\" stroke=\"#33332f\" stroke-width=\"1.4\"/>"
      + text(right - pixels / 2, y - 5, words, anchor: "middle")
  }

  /// The longest of 1, 2, 5 times a power of ten that is no longer.
  static func roundLength(_ most: Double) -> Double {
    let power = pow(10, log10(most).rounded(.down))
    return (([5, 2, 1].first { $0 * power <= most } ?? 1) * power).rounded(digits: 12)
  }
}
