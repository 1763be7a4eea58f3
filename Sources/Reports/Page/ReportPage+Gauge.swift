extension ReportPage {
  var hydrographSection: String {
    guard runs.contains(where: \.hasDischarge) else { return "" }
    guard let hydrograph = chart("hydrograph") else {
      let missing = Self.missing(
        "No hydrograph: the run has no series at gauges, for it had no gauges or no observations.")
      return """
        <section id="hydrograph-section"><h2>Observed and simulated</h2>\(missing)</section>
        """
    }
    let place = runs[0].quantity.place
    let isObserved = runs.contains { $0.gauges.contains { $0.series?.isObserved == true } }
    let title =
      isObserved ? "Observed and simulated" : "Simulated \(runs[0].quantity.name.lowercased())"
    let scores =
      isObserved ? "<div class=\"card\"><h3>Scores of this \(place)</h3>\(gaugeScores)</div>" : ""
    return """
      <section id="hydrograph-section"><h2>\(title)</h2>
      <div class="card">
      \(timelineBar(id: "gauge"))
      <p class="note gauge-facts" style="margin:-4px 0 12px"></p>
      <div class="keys" style="margin-bottom:16px">\(flowKeys(isObserved).joined())</div>
      \(figure(hydrograph))
      <p class="missing" id="hydrograph-missing" hidden>\
      The series of this \(place) is not in this page; \(runs[0].kind.seriesFile) has it.</p>
      <p class="note">\(seriesWords(isObserved).escapedForHTML)</p>
      </div>
      <div class="grid" style="margin-top:18px">
      <div class="card"><h3>Flow duration</h3><div style="height:14px"></div>\
      \(durationFigure(isObserved))\
      <p class="missing" id="flow-duration-missing" hidden>\
      \(Self.noDuration.escapedForHTML)</p></div>
      \(scores)
      </div></section>
      """
  }

  private static let noDuration =
    "No curve: there are less than \(shortestDuration) days of simulation, or of days that are "
    + "observed as well."
  /// Days of which a flow-duration curve says something.
  static let shortestDuration = 30

  /// Which place is shown, and which part of its record.
  func timelineBar(id: String) -> String {
    let options = stations.map { station, name in
      let words = name.map { "\(station) · \($0)" } ?? station
      return "<option value=\"\(station.escapedForHTML)\">\(words.escapedForHTML)</option>"
    }.joined()
    let heading = runs[0].quantity.heading
    let select =
      stations.count > 1
      ? "<label>\(heading) <select class=\"station\" id=\"\(id)\">\(options)</select></label>"
      : "<h3>\(heading) \((stations.first?.station ?? "").escapedForHTML)</h3>"
    return """
      <div class="bar spread">\(select)<b class="on-paper"></b><span class="buttons">\
      <button data-span="back" aria-label="Earlier">‹ earlier</button>\
      <button data-span="forth" aria-label="Later">later ›</button>\
      <button data-span="year">1 year</button><button data-span="all">all</button></span></div>
      """
  }

  static func strokeKey(_ name: String, _ color: String, _ field: String) -> String {
    "<span><i class=\"stroke\" style=\"border-color:\(color)\"></i>\(name.escapedForHTML) "
      + "<b data-read=\"\(field)\"></b></span>"
  }
  static let dayKey = "<span class=\"day\"><b data-read=\"t\"></b></span>"

  private func flowKeys(_ isObserved: Bool) -> [String] {
    var keys = isObserved ? [Self.strokeKey("observed", Palette.observed, "o")] : []
    for (index, run) in runs.enumerated() {
      keys.append(
        Self.strokeKey(runs.count > 1 ? run.name : run.label, Palette.run(index), "s\(index)"))
      if let ensemble = run.ensemble, run.gauges.contains(where: { $0.series?.band != nil }) {
        keys.append(
          "<span><i class=\"band\" style=\"background:\(Palette.run(index))\"></i>"
            + "\(ensemble.words.escapedForHTML)</span>")
      }
    }
    if hasBaseline { keys.append(Self.strokeKey(baselineName, Palette.baseline, "b")) }
    return keys + [Self.dayKey]
  }

  private var hasBaseline: Bool {
    runs.flatMap { $0.gauges.compactMap(\.series) }.contains { $0.baseline != nil }
  }

  /// What the baseline's series is called.
  private var baselineName: String {
    runs.lazy.flatMap(\.models).first { $0.hasPrefix("uniform") } ?? "uniform roughness"
  }

  private func seriesWords(_ isObserved: Bool) -> String {
    let step = runs.lazy.flatMap(\.gauges).compactMap(\.series).first?.step ?? 0
    var words = [
      step == GaugeSeries.secondsPerDay
        ? "Daily means." : "Values every \((step / 3_600).text(digits: 3)) h.",
      "Draw a window in the strip below the curves to look closer; drag the curves to move.",
    ]
    if !isObserved { words.append("There are no observations.") }
    if runs.contains(where: { $0.kind == .routing }), !hasBaseline {
      words.append("The run kept no series of the uniform baseline.")
    }
    return words.joined(separator: " ")
  }

  private func durationFigure(_ isObserved: Bool) -> String {
    guard let chart = chart("flow-duration") else { return "" }
    let judged = runs.first?.judgedPeriod.map { "The \($0) period" } ?? "The record"
    let words = isObserved ? "\(judged), where there is an observation." : "The whole record."
    return "\(figure(chart))<p class=\"note\">\(words.escapedForHTML)</p>"
  }

  private var gaugeScores: String {
    guard runs.contains(where: { $0.gauges.contains { !$0.scores.isEmpty } }) else {
      return Self.missing("No scores: there is nothing observed to compare with.")
    }
    return """
      <div class="scroll"><table id="gauge-scores" class="wrapped"></table></div>
      <p class="note">NSE and KGE are 1 at best; a KGE of −0.41 is that of the observed mean. \
      Bias is simulated less observed volume.</p>
      """
  }
}

extension RunReport {
  /// What the run's own model is called.
  var label: String { kind == .simulation ? "simulated" : ModelScores.learned }
  /// What a model is called on a page.
  func label(of model: String) -> String { model == ModelScores.learned ? label : model }
}

extension RunReport.Kind {
  /// The file that has all series.
  var seriesFile: String {
    switch self {
    case .routing, .temperature, .networkTemperature: "gauges.nc"
    case .simulation: "streamflow.nc"
    case .runoff: "runoff.nc"
    }
  }
}
