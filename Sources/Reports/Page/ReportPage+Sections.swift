extension ReportPage {
  private func chart(_ id: String) -> Chart? { charts.first { $0.id == id } }

  private func figure(_ chart: Chart, attributes: String = "", under: String = "") -> String {
    """
    <figure>
    <div class="canvas"><div class="chart" id="\(chart.id)"\(attributes) role="img" \
    aria-label="\(chart.specification.description.escapedForHTML)"></div>\(under)</div>
    \(chart.caption.isEmpty ? "" : "<figcaption>\(chart.caption.escapedForHTML)</figcaption>")
    </figure>
    """
  }

  /// A heading with the run's name where there are several.
  private func heading(_ text: String, _ index: Int) -> String {
    runs.count == 1
      ? "<h3>\(text)</h3>"
      : "<h3><span class=\"runs\" style=\"display:inline-flex;margin:0\"><span><i style=\"background:\(Palette.run(index))\"></i>\(runs[index].name.escapedForHTML)</span></span></h3>"
  }

  // MARK: Map and law

  var mapSection: String {
    let maps = runs.indices.map { "<div class=\"card map\">\(heading("Where it is rough", $0))\(map($0))</div>" }
    let laws = runs.indices.map { "<div class=\"card\">\(heading("Roughness and drainage area", $0))\(law($0))</div>" }
    if runs.count == 1 {
      return "<section><h2>The roughness it learned</h2><div class=\"grid map-and-law\">\(maps[0])\(laws[0])</div></section>"
    }
    return """
      <section><h2>The roughness they learned</h2><div class="grid">\(maps.joined())</div></section>
      <section><h2>Roughness and drainage area</h2><div class="grid">\(laws.joined())</div></section>
      """
  }

  private func map(_ index: Int) -> String {
    guard let chart = chart("map-\(index)"), let sheet = sheets[index] else {
      return Self.missing(
        runs[index].reaches == nil
          ? "No map: the run has no parameters.gpkg with learned roughness."
          : "No map: the network has no lines. Give the run a vector file with geometry.")
    }
    let center = "data-map data-centre-x=\"\(sheet.plane.width / 2)\" data-centre-y=\"\(sheet.plane.height / 2)\""
    let bar = sheet.plane.metresPerUnit.map {
      "<div class=\"scale-bar\" data-metres=\"\($0)\"></div>"
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

  // MARK: One gauge

  var hydrographSection: String {
    guard let hydrograph = chart("hydrograph") else {
      return """
        <section id="hydrograph-section"><h2>Observed and simulated</h2>\
        \(Self.missing("No hydrograph: the run has no gauges.nc with series, for it had no gauges or no observations."))</section>
        """
    }
    let options = stations.map { station, name in
      "<option value=\"\(station.escapedForHTML)\">\((name.map { "\(station) · \($0)" } ?? station).escapedForHTML)</option>"
    }.joined()
    let select =
      stations.count > 1
      ? "<label>Gauge <select id=\"gauge\">\(options)</select></label>"
      : "<h3>Gauge \((stations.first?.station ?? "").escapedForHTML)</h3>"
    let hasBaseline = runs.flatMap { $0.gauges.compactMap(\.series) }.contains { $0.baseline != nil }
    func key(_ name: String, _ color: String, _ field: String) -> String {
      "<span><i class=\"stroke\" style=\"border-color:\(color)\"></i>\(name.escapedForHTML) <b data-read=\"\(field)\"></b></span>"
    }
    var keys = [key("observed", Palette.observed, "o")]
    keys += runs.indices.map {
      key(runs.count > 1 ? runs[$0].name : "learned", Palette.run($0), "s\($0)")
    }
    if hasBaseline { keys.append(key(baselineName, Palette.baseline, "b")) }
    keys.append("<span class=\"day\"><b data-read=\"t\"></b></span>")
    let judged = runs.first?.judgedPeriod.map { "the \($0) period" } ?? "the record"
    let duration = chart("flow-duration").map {
      "\(figure($0))<p class=\"note\">Days of \(judged) that have an observation.</p>"
    } ?? ""
    return """
      <section id="hydrograph-section"><h2>Observed and simulated</h2>
      <div class="card">
      <div class="bar spread">\(select)<span class="buttons">\
      <button data-span="back" aria-label="Earlier">‹ earlier</button>\
      <button data-span="forth" aria-label="Later">later ›</button>\
      <button data-span="year">1 year</button><button data-span="all">all</button></span></div>
      <p class="note" id="gauge-facts" style="margin:-4px 0 12px"></p>
      <div class="keys" style="margin-bottom:16px">\(keys.joined())</div>
      \(figure(hydrograph))
      <p class="missing" id="hydrograph-missing" hidden>The series of this gauge is not in this page; gauges.nc has it.</p>
      <p class="note">Daily means. Draw a window in the strip below the curves to look closer; drag the curves to move.\
      \(hasBaseline ? "" : " The run kept no series of the uniform baseline.")</p>
      </div>
      <div class="grid" style="margin-top:18px">
      <div class="card"><h3>Flow duration</h3><div style="height:14px"></div>\(duration)\
      <p class="missing" id="flow-duration-missing" hidden>This gauge has no days with both an observation and a simulation.</p></div>
      <div class="card"><h3>Scores of this gauge</h3>
      <div class="scroll"><table id="gauge-scores" class="wrapped"></table></div>
      <p class="note">NSE and KGE are 1 at best; a KGE of −0.41 is that of the observed mean. Bias is simulated less observed volume.</p></div>
      </div></section>
      """
  }

  /// What the baseline's series is called.
  private var baselineName: String {
    runs.lazy.flatMap(\.models).first { $0.hasPrefix("uniform") } ?? "uniform roughness"
  }

  // MARK: All gauges

  var gaugesSection: String {
    guard !runs.allSatisfy(\.gauges.isEmpty) else {
      return "<section><h2>All gauges</h2>\(Self.missing("The run has no gauges."))</section>"
    }
    let figures = ["distribution-kge", "distribution-nse", "skill-area"].compactMap(chart)
    guard !figures.isEmpty else {
      return stations.count > 1
        ? "<section><h2>All gauges</h2>\(Self.missing("The gauges have no scores to compare."))</section>"
        : "<section><h2>All gauges</h2>\(Self.missing("One gauge: there is no distribution over gauges and no pattern with area to show."))</section>"
    }
    let cards = figures.map { chart in
      let keys = chart.id.hasPrefix("distribution") ? distributionKeys : skillKeys
      return "<div class=\"card\"><h3>\(chart.title.escapedForHTML)</h3>\(keys)\(figure(chart))</div>"
    }
    let noAreas =
      chart("skill-area") == nil
      ? "<div class=\"card\"><h3>KGE and drainage area</h3>\(Self.missing("Fewer than two gauges have a drainage area and a score."))</div>"
      : ""
    return "<section><h2>All gauges</h2><div class=\"grid three\">\(cards.joined())\(noAreas)</div></section>"
  }

  private var distributionKeys: String {
    var keys = runs.indices.map {
      Self.lineKey(
        runs.count > 1 ? runs[$0].name : ModelScores.learned, Palette.run($0),
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
      "<span><i class=\"dot\" style=\"background:\(Palette.run($0))\"></i>\(runs[$0].name.escapedForHTML)</span>"
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

  // MARK: Training and water

  var trainingSection: String {
    let cards = runs.indices.flatMap { index in
      [
        "<div class=\"card\">\(heading("Training", index))\(training(index))</div>",
        "<div class=\"card\">\(heading("Where the water went", index))\(water(index))</div>",
      ]
    }
    return "<section><h2>Training and water</h2><div class=\"grid\">\(cards.joined())</div></section>"
  }

  private func training(_ index: Int) -> String {
    guard let chart = chart("training-\(index)") else {
      return Self.missing("No losses: the run was not trained, or its metrics do not tell.")
    }
    return "<div style=\"height:20px\"></div>" + figure(chart)
  }

  private func water(_ index: Int) -> String {
    guard let water = runs[index].water else {
      return Self.missing("No water balance: the run’s metrics do not tell.")
    }
    func share(_ value: Double) -> String { (100 * value).text(digits: 3) + " %" }
    let rows: [(String, Double)] = [
      ("Lateral inflow", water.inflow), ("Outflow", water.outflow),
      ("Change of storage", water.storageChange), ("Made by limiters", water.madeByLimiters),
      ("Residual", water.relativeResidual * water.inflow),
    ]
    let body = rows.map { name, volume in
      "<tr><td>\(name)</td><td>\((volume / 1e6).text(digits: 4))</td><td>\(share(volume / water.inflow))</td></tr>"
    }.joined()
    return """
      <div class="scroll"><table class="plain numbers">
      <thead><tr><th></th><th>million m³</th><th>of inflow</th></tr></thead>
      <tbody>\(body)</tbody></table></div>
      <p class="note">Discharge was held at its floor in \(share(water.flooredShare)) of reach-steps; \
      \(share(water.outsideCourantWindowShare)) lay outside the scheme’s Courant window.</p>
      \(offsets(index))
      """
  }

  /// Hours by gauge, where they are few enough to be read.
  private func offsets(_ index: Int) -> String {
    let known = runs[index].gauges.filter { $0.offsetHours != nil }
    guard !known.isEmpty else { return "<p class=\"note\">No time offset was fitted.</p>" }
    if known.count > 12 {
      let hours = known.map { $0.offsetHours! }
      return "<p class=\"note\">Time offset of \(known.count) gauges: median \(hours.median!.text(decimals: 1)) h, \(hours.min()!.text(decimals: 1)) to \(hours.max()!.text(decimals: 1)) h.</p>"
    }
    let list = known.map { "\($0.station.escapedForHTML) \($0.offsetHours!.text(decimals: 1)) h" }
    return "<p class=\"note\">Time offset: \(list.joined(separator: ", ")).</p>"
  }

  // MARK: Notes and provenance

  var notesSection: String {
    var words = remarks
    for run in runs {
      words += run.remarks.map { runs.count > 1 ? "\(run.name): \($0)" : $0 }
    }
    words.append("Water temperature was not part of \(runs.count == 1 ? "this run" : "these runs").")
    words.append("One simulation each: there is no ensemble and there are no uncertainty bands.")
    let items = words.map { "<li>\($0.sentence.escapedForHTML)</li>" }.joined()
    return "<section><h2>What to know</h2><div class=\"card\"><ul class=\"remarks\">\(items)</ul></div></section>"
  }

  var runSection: String {
    let cards = runs.indices.map { index in
      "<div class=\"card\" style=\"margin-bottom:14px\">\(runs.count > 1 ? heading("", index) : "")\(provenance(index))\(configuration(index))</div>"
    }
    return "<section><h2>How it was made</h2>\(cards.joined())</section>"
  }

  private func provenance(_ index: Int) -> String {
    guard let made = runs[index].provenance else {
      return Self.missing("No provenance: the run has no manifest.json.")
    }
    let inputs = made.inputs.map {
      "<code>\($0.file.escapedForHTML)</code><br>\($0.bytes.grouped) bytes, \($0.fingerprint.escapedForHTML)"
    }.joined(separator: "<br>")
    let rows = [
      ("Program", made.program.escapedForHTML),
      ("Command", "<code>\(made.command.joined(separator: " ").escapedForHTML)</code>"),
      ("Started", made.started.escapedForHTML),
      ("System", "\(made.system.escapedForHTML), \(made.threads) thread\(made.threads == 1 ? "" : "s")"),
      ("Seed", String(made.seed)),
      ("Inputs", inputs.isEmpty ? "none stated" : inputs),
    ]
    return "<table class=\"plain\"><tbody>"
      + rows.map { "<tr><td>\($0)</td><td>\($1)</td></tr>" }.joined() + "</tbody></table>"
  }

  private func configuration(_ index: Int) -> String {
    guard let text = runs[index].configuration else {
      return Self.missing("No configuration: the run has no config.yaml.")
    }
    return "<details style=\"margin-top:12px\"><summary>Configuration, defaults included</summary><pre>\(text.escapedForHTML)</pre></details>"
  }
}
