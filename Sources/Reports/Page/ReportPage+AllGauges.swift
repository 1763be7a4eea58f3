extension ReportPage {
  var gaugesSection: String {
    // Places that nobody gauged, and gauges of temperature, have no scores of discharge.
    guard runs.contains(where: { $0.hasDischarge && $0.quantity.place != "reach" })
    else { return "" }
    guard !runs.allSatisfy(\.gauges.isEmpty) else {
      return "<section><h2>All gauges</h2>\(Self.missing("The run has no gauges."))</section>"
    }
    let figures = ["distribution-kge", "distribution-nse", "skill-area"].compactMap(chart)
    guard !figures.isEmpty else {
      let missing = Self.missing(
        stations.count > 1
          ? "The gauges have no scores to compare."
          : "One gauge: there is no distribution over gauges and no pattern with area to show.")
      return "<section><h2>All gauges</h2>\(missing)</section>"
    }
    var cards = figures.map { chart in
      let keys = chart.id.hasPrefix("distribution") ? distributionKeys : skillKeys
      return "<div class=\"card\"><h3>\(chart.title.escapedForHTML)</h3>"
        + "\(keys)\(figure(chart))</div>"
    }
    if chart("skill-area") == nil, runs.contains(where: \.kind.hasNetwork) {
      let missing = Self.missing("Fewer than two gauges have a drainage area and a score.")
      cards.append("<div class=\"card\"><h3>KGE and drainage area</h3>\(missing)</div>")
    }
    let title = runs[0].quantity.place == "gauge" ? "gauges" : "catchments"
    let columns = cards.count > 2 ? "grid three" : "grid"
    return "<section><h2>All \(title)</h2><div class=\"\(columns)\">\(cards.joined())</div></section>"
  }

  private var distributionKeys: String {
    var keys = runs.indices.map {
      Self.lineKey(
        runs.count > 1 ? runs[$0].name : runs[$0].label, Palette.run($0),
        SkillDistributionChart.dash(nil))
    }
    let baselines = (runs.first?.models ?? []).filter { $0 != ModelScores.learned }
    // The order of dashes in the chart goes on from the runs.
    for (place, name) in baselines.enumerated() {
      keys.append(
        Self.lineKey(name, Palette.baseline, SkillDistributionChart.dash(runs.count + place)))
    }
    return "<div class=\"keys\" style=\"margin:6px 0 14px\">\(keys.joined())</div>"
  }

  private var skillKeys: String {
    guard runs.count > 1 else { return "<div style=\"height:14px\"></div>" }
    let keys = runs.indices.map {
      "<span><i class=\"dot\" style=\"background:\(Palette.run($0))\"></i>"
        + "\(runs[$0].name.escapedForHTML)</span>"
    }
    return "<div class=\"keys\" style=\"margin:6px 0 14px\">\(keys.joined())</div>"
  }

  private static func lineKey(_ name: String, _ color: String, _ dash: [Double]) -> String {
    let dashes = dash.map { $0.text(digits: 2) }.joined(separator: " ")
    return """
      <span><svg width="26" height="6" aria-hidden="true"><path d="M0 3h26" stroke="\(color)" \
      stroke-width="2" stroke-dasharray="\(dashes)"/></svg>\(name.escapedForHTML)</span>
      """
  }
}
