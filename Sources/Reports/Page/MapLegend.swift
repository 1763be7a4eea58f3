/// What the colours and widths of a map mean, as HTML above it.
struct MapLegend {
  let run: RunReport
  let parameter: ReachParameter
  let scale: ColorScale
  let sheet: MapSheet

  var html: String {
    "<div class=\"legend\">\(colors)\(lines)\(gauges)</div>"
  }

  private var colors: String {
    let stops = scale.stops.map(\.color.hexadecimal).joined(separator: ",")
    let ticks = scale.ticks.map { value in
      let place = (100 * scale.share(of: value)).text(decimals: 1)
      return "<span style=\"left:\(place)%\">\(value.text(digits: 3))</span>"
    }.joined()
    let kind = scale.isLogarithmic ? ", logarithmic" : ""
    return """
      <div><p>\(parameter.title.escapedForHTML)\(kind)\(scale.isUniform ? ", the same at all reaches" : "")</p>\
      <div class="ramp"><i style="background:linear-gradient(to right,\(stops))"></i>\(ticks)</div></div>
      """
  }

  private var lines: String {
    guard let reaches = run.reaches else { return "" }
    let widths = LineWidths(reaches)
    var entries = widths.entries(
      reaches, from: LineWidths.finest(MapChart.widths.least, count: sheet.drawn.count), to: MapChart.widths.greatest
    ).map { Self.line(Palette.faint, $0.width, $0.words) }
    if reaches.unconstrainedCount > 0 {
      entries.append(
        Self.line(Palette.unconstrained, 2, "\(run.unconstrainedWords) (\(reaches.unconstrainedCount.grouped))"))
    }
    let title = widths.areas == nil ? "Width: Strahler order" : "Width: drainage area"
    return "<div><p>\(title)</p><div class=\"rows\">\(entries.joined())</div></div>"
  }

  private var gauges: String {
    guard run.gauges.contains(where: { $0.position != nil }) else { return "" }
    let period = run.judgedPeriod
    let scale = run.mapClasses
    let classes = Set(
      run.gauges.filter { $0.position != nil }.map { scale.color(run.mapScore($0)) })
    var entries = zip(scale.colors, scale.labels)
      .filter { classes.contains($0.0) || (run.gauges.count > 1 && period != nil) }
      .map { "<span><i class=\"dot\" style=\"background:\($0)\"></i>\($1.escapedForHTML)</span>" }
    if classes.contains(ScoreClasses.unknown) {
      let unscored = run.quantity.place == "reach" ? "outlet or mouth of a tributary" : "no score"
      entries.append(
        "<span><i class=\"dot\" style=\"background:\(ScoreClasses.unknown)\"></i>"
          + "\(unscored)</span>")
    }
    let places = run.quantity.place == "reach" ? "Places shown below" : "Gauges"
    let title = period.map { "\(places): \(scale.name), \($0)" } ?? places
    return "<div><p>\(title.escapedForHTML)</p><div class=\"rows\">\(entries.joined())</div></div>"
  }

  private static func line(_ color: String, _ width: Double, _ text: String) -> String {
    "<span><i class=\"stroke\" style=\"border-color:\(color);border-top-width:\(width.text(digits: 2))px\"></i>\(text)</span>"
  }
}
