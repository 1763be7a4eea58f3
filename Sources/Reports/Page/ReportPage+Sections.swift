extension ReportPage {
  func chart(_ id: String) -> Chart? { charts.first { $0.id == id } }

  func figure(_ chart: Chart, attributes: String = "", under: String = "") -> String {
    """
    <figure>
    <div class="canvas"><div class="chart" id="\(chart.id)"\(attributes) role="img" \
    aria-label="\(chart.specification.description.escapedForHTML)"></div>\(under)</div>
    \(chart.caption.isEmpty ? "" : "<figcaption>\(chart.caption.escapedForHTML)</figcaption>")
    </figure>
    """
  }

  /// A heading with the run's name where there are several.
  func heading(_ text: String, _ index: Int) -> String {
    runs.count == 1
      ? "<h3>\(text)</h3>"
      : "<h3><span class=\"runs\" style=\"display:inline-flex;margin:0\"><span><i style=\"background:\(Palette.run(index))\"></i>\(runs[index].name.escapedForHTML)</span></span></h3>"
  }

  // MARK: Map and law

  var mapSection: String {
    guard runs.contains(where: \.kind.hasNetwork) else { return "" }
    let isLearned = runs.allSatisfy { $0.kind == .routing }
    let maps = runs.indices.map { "<div class=\"card map\">\(heading("Where it is rough", $0))\(map($0))</div>" }
    let laws = runs.indices.map { "<div class=\"card\">\(heading("Roughness and drainage area", $0))\(law($0))</div>" }
    if runs.count == 1 {
      return "<section><h2>The roughness it \(isLearned ? "learned" : "was given")</h2><div class=\"grid map-and-law\">\(maps[0])\(laws[0])</div></section>"
    }
    return """
      <section><h2>The roughness of the reaches</h2><div class="grid">\(maps.joined())</div></section>
      <section><h2>Roughness and drainage area</h2><div class="grid">\(laws.joined())</div></section>
      """
  }

  private func map(_ index: Int) -> String {
    guard let chart = chart("map-\(index)"), let sheet = sheets[index] else {
      return Self.missing(
        runs[index].reaches == nil
          ? "No map: the run’s folder does not tell the roughness of its reaches."
          : "No map: the network has no lines. Give the run a vector file with geometry.")
    }
    let center = "data-map data-centre-x=\"\(sheet.plane.width / 2)\" data-centre-y=\"\(sheet.plane.height / 2)\""
    // Where no river ends: most flow to one side.
    let side = sheet.hasRiverInLowerRight ? "scale-bar left" : "scale-bar"
    let bar = sheet.plane.metresPerUnit.map {
      "<div class=\"\(side)\" data-metres=\"\($0)\"></div>"
    } ?? ""
    let zoom = """
      <span class="buttons"><button data-zoom="1.6" aria-label="Magnify">+</button>\
      <button data-zoom="0.625" aria-label="Reduce">−</button>\
      <button data-zoom="0">whole</button></span>
      """
    var words = sheet.remarks
    if sheet.plane.metresPerUnit == nil {
      words.append("The file does not state its coordinates’ unit, so there is no scale bar.")
    }
    words.append("Drag to move; Ctrl and the wheel to magnify.")
    return MapLegend(run: runs[index], scale: roughness!, sheet: sheet).html
      + figure(chart, attributes: " " + center, under: bar)
      + "<div class=\"bar under\"><p class=\"note\">\(words.joined(separator: " ").escapedForHTML)</p>\(zoom)</div>"
  }

  private func law(_ index: Int) -> String {
    guard let chart = chart("law-\(index)") else {
      return Self.missing(
        runs[index].reaches == nil
          ? "No parameters to show."
          : "No drainage areas: the network’s file has none, so roughness cannot be set against them.")
    }
    return formula(runs[index].law) + figure(chart)
  }

  private func formula(_ law: RoughnessLaw?) -> String {
    guard let law else { return "<div style=\"height:14px\"></div>" }
    let interval = law.exponentInterval
    return """
      <p class="formula"><i>n</i> = \(law.coefficient.text(digits: 3)) (<i>A</i> / \(law.referenceArea.text(digits: 3)) km²)\
      <sup>\(law.exponent.text(decimals: 3))</sup>\
      <span>95 % interval of the exponent: \(interval.lowerBound.text(decimals: 3)) to \(interval.upperBound.text(decimals: 3))</span></p>
      """
  }
}
