// Maps of the reaches, and their parameters against drainage area.

extension ReportPage {
  var mapSection: String {
    guard runs.contains(where: \.kind.hasNetwork) else { return "" }
    // Who learns heat has more parameters than the roughness.
    if runs.contains(where: { $0.kind == .networkTemperature }) { return parametersSection }
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

  // MARK: Several parameters

  private var parametersSection: String {
    let tables = runs.indices.map {
      "<div class=\"card\">\(heading("Learned and given", $0))\(parameterTable($0))</div>"
    }
    let title = runs.count == 1 ? "The parameters it learned" : "The parameters of the reaches"
    return """
      <section><h2>\(title)</h2><div class="grid">\(tables.joined())</div>
      \(cards("map", class: "grid", map))
      \(cards("law", class: "grid three", law))</section>
      """
  }

  /// A card for every shown parameter of every run that has a chart of it; one that says why there
  /// is none.
  private func cards(
    _ kind: String, class columns: String, _ content: (Int, ReachParameter?) -> String
  ) -> String {
    var cards: [String] = []
    for (index, run) in runs.enumerated() where run.reaches != nil {
      let shown = run.shownParameters.filter { chart(run.chartID(kind, index, $0)) != nil }
      cards += shown.map { parameter in
        let name =
          (kind == "law" ? "\(parameter.name) and drainage area" : parameter.name)
          + (runs.count > 1 ? " · \(run.name)" : "")
        return "<div class=\"card \(kind)\"><h3>\(name.escapedForHTML)</h3>\(content(index, parameter))</div>"
      }
      if shown.isEmpty { cards.append(content(index, nil)) }
    }
    return "<div class=\"\(columns)\" style=\"margin-top:18px\">\(cards.joined())</div>"
  }

  private func parameterTable(_ index: Int) -> String {
    let run = runs[index]
    guard let reaches = run.reaches else {
      return Self.missing("No parameters: the run’s folder does not tell those of its reaches.")
    }
    // What was learned first.
    let learned = reaches.parameters.filter { $0.learnedAs != nil }
    let given = reaches.parameters.filter { $0.learnedAs == nil }
    let rows = (learned + given).map { parameter in
      let numbers = parameter.summary.map { [$0.least, $0.median, $0.greatest] } ?? []
      let cells = numbers.map { "<td>\($0.text(digits: 3))</td>" }.joined()
      return "<tr\(parameter.learnedAs == nil ? "" : " class=\"learned\"")>"
        + "<th>\(parameter.title.escapedForHTML)</th>"
        + "<td>\((parameter.learnedAs ?? "given").escapedForHTML)</td>\(cells)</tr>"
    }
    let unconstrained =
      reaches.unconstrainedCount == 0
      ? "all drain to a gauge" : "\(reaches.unconstrainedCount.grouped) \(run.unconstrainedWords)"
    return """
      <div class="scroll"><table>
      <thead><tr><th>Parameter</th><th>learned</th><th>least</th><th>median</th><th>greatest</th></tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody>
      </table></div>
      <p class="note">Of \(reaches.count.grouped) reaches; \(unconstrained).</p>
      """
  }

  // MARK: One chart

  /// - Parameter parameter: nil for the first
  private func map(_ index: Int, _ parameter: ReachParameter? = nil) -> String {
    let run = runs[index]
    guard let parameter = parameter ?? run.shownParameters.first, let scale = scales[parameter.key],
      let chart = chart(run.chartID("map", index, parameter)), let sheet = sheets[index]
    else {
      return Self.missing(
        run.reaches == nil
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
    // Said once, where there are several maps.
    let isFirst = parameter.key == run.shownParameters.first?.key
    var words = isFirst ? sheet.remarks : []
    if isFirst, sheet.plane.metresPerUnit == nil {
      words.append("The file does not state its coordinates’ unit, so there is no scale bar.")
    }
    if isFirst { words.append("Drag to move; Ctrl and the wheel to magnify.") }
    return MapLegend(run: run, parameter: parameter, scale: scale, sheet: sheet).html
      + figure(chart, attributes: " " + center, under: bar)
      + "<div class=\"bar under\"><p class=\"note\">\(words.joined(separator: " ").escapedForHTML)</p>\(zoom)</div>"
  }

  /// - Parameter parameter: nil for the first
  private func law(_ index: Int, _ parameter: ReachParameter? = nil) -> String {
    let run = runs[index]
    guard let parameter = parameter ?? run.shownParameters.first,
      let chart = chart(run.chartID("law", index, parameter))
    else {
      return Self.missing(
        run.reaches == nil
          ? "No parameters to show."
          : "No drainage areas: the network’s file has none, so parameters cannot be set against them.")
    }
    return formula(parameter.key == ReachParameter.roughnessKey ? run.law : nil) + figure(chart)
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

extension RunReport {
  /// What grey reaches of a map lack.
  var unconstrainedWords: String {
    kind == .networkTemperature ? "without a gauge below" : "not constrained by a gauge"
  }
}
