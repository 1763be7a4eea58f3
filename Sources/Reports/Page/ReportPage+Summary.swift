extension ReportPage {
  var header: String {
    var lede: [String] = []
    if runs.count == 1 {
      let run = runs[0]
      if let reaches = run.reaches { lede.append("\(reaches.count.grouped) reaches") }
      if run.quantity.place != "reach" {
        lede.append(run.quantity.places(run.gauges.count))
      }
      lede += run.periods.filter {
        periodNames.contains($0.name) || !run.temperatureModels.isEmpty || run.kind == .simulation
      }
      .map { "\($0.name) \($0.text)" }
      if let started = run.provenance?.started { lede.append("run of \(started.prefix(10))") }
    }
    let runNames =
      runs.count == 1
      ? ""
      : "<div class=\"runs\">"
        + runs.enumerated().map { index, run in
          "<span><i style=\"background:\(Palette.run(index))\"></i>\(run.name.escapedForHTML): \(run.title.escapedForHTML)</span>"
        }.joined() + "</div>"
    return """
      <header>
      <p class="overline">Thalweg · \(overline)</p>
      <h1>\(title.escapedForHTML)</h1>
      <p class="lede">\(lede.map { "<span>\($0.escapedForHTML)</span>" }.joined(separator: " · "))</p>\(runNames)
      </header>
      <p class="no-vega" hidden>The charts of this page need Vega, which this browser could not load\
      \(vegaRemedy). Tables and text are complete.</p>
      """
  }

  private var overline: String {
    let kinds = Set(runs.map(\.kind))
    return kinds.count == 1 ? runs[0].kind.rawValue : "runs compared"
  }

  private var vegaRemedy: String {
    guard case .remote(let address) = vega else { return "" }
    return " from \(address.escapedForHTML): the machine that made the page had no libjs-vega to put inside it"
  }

  /// The numbers that matter, against the baselines.
  var summary: String {
    var parts = ["<section>"]
    if runs.count == 1 { parts.append(facts(runs[0])) } else { parts.append(comparison) }
    parts.append(scoreTable)
    parts.append(temperatureScores)
    parts.append("</section>")
    return parts.joined(separator: "\n")
  }

  // MARK: One run

  private func facts(_ run: RunReport) -> String {
    var cells: [(name: String, value: String, beside: String)] = []
    if let period = run.judgedPeriod {
      for (name, key) in [("NSE", \Scores.nse), ("KGE", \Scores.kge)] {
        guard let learned = run.median(key, ModelScores.learned, period) else { continue }
        let best = run.models.filter { $0 != ModelScores.learned }
          .compactMap { model in run.median(key, model, period).map { (model, $0.value) } }
          .max { $0.1 < $1.1 }
        cells.append(
          (
            "\(learned.count > 1 ? "Median " : "")\(name), \(period)",
            learned.value.text(decimals: 3),
            best.map { "best baseline \($0.1.text(decimals: 3)), \($0.0)" } ?? "no baseline"
          ))
      }
    }
    cells += temperatureFacts(run)
    cells += parameterFacts(run)
    if let law = run.law {
      cells.append(
        (
          "Exponent of area", law.exponent.text(decimals: 3),
          "95 %: \(law.exponentInterval.lowerBound.text(decimals: 3)) to \(law.exponentInterval.upperBound.text(decimals: 3))"
        ))
    }
    if let reaches = run.reaches {
      cells.append(
        (
          "Reaches", reaches.count.grouped,
          run.kind == .simulation
            ? "with given parameters"
            : reaches.unconstrainedCount == 0
            ? "all drain to a gauge"
            : "\(reaches.unconstrainedCount.grouped) \(run.unconstrainedWords)"
        ))
    }
    let offsets = run.gauges.compactMap(\.offsetHours)
    if let median = offsets.median {
      cells.append(
        (
          "Time offset\(offsets.count > 1 ? ", median" : "")", "\(median.text(decimals: 1)) <small>h</small>",
          offsets.count > 1
            ? "\(offsets.min()!.text(decimals: 1)) to \(offsets.max()!.text(decimals: 1)) h"
            : "the gauge’s day against the simulation’s"
        ))
    }
    guard !cells.isEmpty else { return Self.missing("This run has neither scores nor parameters.") }
    return "<dl class=\"facts\">"
      + cells.map { name, value, beside in
        "<div><dt>\(name.escapedForHTML)</dt><dd class=\"value\">\(value)</dd><dd class=\"beside\">\(beside.escapedForHTML)</dd></div>"
      }.joined(separator: "\n") + "</dl>"
  }

  /// The roughness; of a run that learned more, all that it learned.
  private func parameterFacts(
    _ run: RunReport
  ) -> [(name: String, value: String, beside: String)] {
    let learned = run.reaches?.parameters.filter { $0.learnedAs != nil } ?? []
    let known =
      run.kind == .networkTemperature
      ? learned : run.reaches.flatMap { $0.parameter(ReachParameter.roughnessKey) }.map { [$0] } ?? []
    return known.compactMap { parameter in
      parameter.summary.map { value in
        (
          parameter.key == ReachParameter.roughnessKey
            ? "Roughness n, median" : "\(parameter.name), median",
          value.median.text(digits: 3),
          parameter.isVaried
            ? "\(value.least.text(digits: 3)) to \(value.greatest.text(digits: 3)) \(parameter.unit)"
            : "the same at all reaches"
        )
      }
    }
  }

  private func temperatureFacts(
    _ run: RunReport
  ) -> [(name: String, value: String, beside: String)] {
    if let period = run.judgedPeriod,
      let own = run.medianTemperatureError(ModelScores.learned, period)
    {
      let verdicts = run.temperatureVerdicts
      let others = run.temperatureModels.filter { $0 != ModelScores.learned }
        .compactMap { name in run.medianTemperatureError(name, period).map { (name, $0) } }
      let best = others.min { $0.1 < $1.1 }
      let count = run.gauges.count { $0.temperatureError(ModelScores.learned, period) != nil }
      let error = [
        (
          "\(count > 1 ? "Median temperature" : "Temperature") error, \(period)",
          "\(own.text(decimals: 2)) <small>K</small>",
          best.map { "best baseline \($0.1.text(decimals: 2)), \($0.0)" } ?? "no baseline"
        )
      ]
      guard !verdicts.isEmpty else { return error }
      return error + [
        (
          "Better than every baseline", "\(verdicts.count { $0.own < $0.best })",
          "of \(run.quantity.places(verdicts.count))"
        ),
      ]
    }
    let values = run.gauges.compactMap(\.temperature).flatMap(\.simulated).filter { !$0.isNaN }
    guard let least = values.min(), let greatest = values.max(), let middle = values.median else {
      return []
    }
    return [
      (
        "Water temperature, median", "\(middle.text(decimals: 1)) <small>°C</small>",
        "\(least.text(decimals: 1)) to \(greatest.text(decimals: 1)) °C at the places shown"
      )
    ]
  }

  // MARK: Several runs

  private var comparison: String {
    func row(_ name: String, _ value: (RunReport) -> String?) -> String {
      let cells = runs.map { "<td>\((value($0) ?? "–").escapedForHTML)</td>" }.joined()
      return "<tr><th>\(name.escapedForHTML)</th>\(cells)</tr>"
    }
    let heads = runs.enumerated().map { index, run in
      "<th><span class=\"runs\" style=\"justify-content:flex-end;margin:0\"><span><i style=\"background:\(Palette.run(index))\"></i>\(run.name.escapedForHTML)</span></span></th>"
    }.joined()
    var rows: [String] = []
    for (name, key) in [("NSE", \Scores.nse), ("KGE", \Scores.kge)] {
      rows.append(
        row("Median \(name) of the judged period") { run in
          run.judgedPeriod.flatMap { period in
            run.median(key, ModelScores.learned, period).map {
              "\($0.value.text(decimals: 3)) (\(period), \($0.count) gauge\($0.count == 1 ? "" : "s"))"
            }
          }
        })
    }
    rows.append(
      row("Median error of temperature, K") { run in
        run.judgedPeriod.flatMap { run.medianTemperatureError(ModelScores.learned, $0) }?
          .text(decimals: 2)
      })
    rows.append(row("Roughness n, median") { $0.reaches?.roughnessSummary?.median.text(digits: 3) })
    rows.append(
      row("Roughness n, range") {
        $0.reaches?.roughnessSummary.map { "\($0.least.text(digits: 3)) to \($0.greatest.text(digits: 3))" }
      })
    rows.append(row("Exponent of area") { $0.law?.exponent.text(decimals: 3) })
    rows.append(row("Reaches") { $0.reaches?.count.grouped })
    rows.append(row("Reaches not constrained by a gauge") { $0.reaches?.unconstrainedCount.grouped })
    rows.append(
      row("Time offset, median, h") { $0.gauges.compactMap(\.offsetHours).median?.text(decimals: 1) })
    rows.append(row("Time to train, s") { $0.training?.seconds?.text(digits: 3) })
    // A row that no run fills says nothing.
    let empty = "<td>–</td>"
    rows.removeAll { $0.components(separatedBy: empty).count > runs.count }
    return """
      <div class="card"><div class="scroll"><table>
      <thead><tr><th></th>\(heads)</tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody>
      </table></div></div>
      """
  }

  // MARK: Scores

  private var scoreTable: String {
    var rows: [(label: String, isLearned: Bool, run: RunReport, model: String)] = []
    for run in runs where run.models.contains(ModelScores.learned) {
      let label = runs.count > 1 ? "\(run.label) · \(run.name)" : run.label
      rows.append((label, true, run, ModelScores.learned))
    }
    for (index, run) in runs.enumerated() {
      for model in run.models where model != ModelScores.learned {
        // A baseline that another run has to the last digit stands once.
        if runs[..<index].contains(where: { sameMedians($0, run, model) }) { continue }
        let isShared = runs.indices.allSatisfy { $0 == index || sameMedians(runs[$0], run, model) }
        rows.append((isShared ? model : "\(model) · \(run.name)", false, run, model))
      }
    }
    guard !rows.isEmpty, !periodNames.isEmpty else {
      if !runs.contains(where: \.hasDischarge) { return "" }
      return "<div style=\"height:14px\"></div>"
        + Self.missing("Nothing was scored: the run has no observations, or was not evaluated.")
    }
    let keys = [\Scores.nse, \Scores.kge]
    let heads = periodNames.map {
      "<th class=\"part\">\($0.escapedForHTML) NSE</th><th>KGE</th>"
    }.joined()
    // The best of each column is marked, ties included.
    var greatest: [[Double?]] = []
    for period in periodNames {
      greatest.append(keys.map { key in
        rows.compactMap { $0.run.median(key, $0.model, period)?.value.rounded(digits: 6) }.max()
      })
    }
    let body = rows.map { row in
      let cells = periodNames.enumerated().map { place, period in
        keys.enumerated().map { kind, key in
          let value = row.run.median(key, row.model, period)?.value
          let isBest = value != nil && value!.rounded(digits: 6) == greatest[place][kind]
          let text = (value ?? .nan).text(decimals: 3)
          return (kind == 0 ? "<td class=\"part\">" : "<td>")
            + (isBest ? "<b class=\"best\">\(text)</b>" : text) + "</td>"
        }.joined()
      }.joined()
      return "<tr\(row.isLearned ? " class=\"learned\"" : "")><th>\(row.label.escapedForHTML)</th>\(cells)</tr>"
    }.joined(separator: "\n")
    let gauges = runs.map(\.gauges.count).max() ?? 0
    let best = "the best of each column is tinted."
    let note =
      gauges > 1 ? "Medians over \(runs[0].quantity.places(gauges)); \(best)" : best.sentence
    return """
      <div class="card" style="margin-top:18px">
      <h3>Scores against what costs nothing</h3>
      <div class="scroll"><table>
      <thead><tr><th>Model</th>\(heads)</tr></thead>
      <tbody>\(body)</tbody>
      </table></div>
      <p class="note">\(note) \(verdict.escapedForHTML)</p>
      </div>
      """
  }

  private func sameMedians(_ a: RunReport, _ b: RunReport, _ model: String) -> Bool {
    periodNames.allSatisfy { period in
      let (x, y) = (a.median(\.nse, model, period)?.value, b.median(\.nse, model, period)?.value)
      return x == y && x != nil
    }
  }

  /// At how many gauges the trained model is worth its training.
  private var verdict: String {
    runs.compactMap { run in
      guard let period = run.judgedPeriod else { return nil }
      let baselines = run.models.filter { $0 != ModelScores.learned }
      let pairs = run.gauges.compactMap { gauge -> (Double, Double)? in
        guard let learned = gauge.score(ModelScores.learned, period)?.nse,
          let best = baselines.compactMap({ gauge.score($0, period)?.nse }).filter({ !$0.isNaN }).max(),
          !learned.isNaN
        else { return nil }
        return (learned, best)
      }
      guard !pairs.isEmpty else { return nil }
      let above = pairs.count { $0.0 > $0.1 }
      let whose = runs.count > 1 ? "\(run.name): " : ""
      return "\(whose)NSE of the \(period) period above that of every baseline at \(above) of "
        + "\(run.quantity.places(pairs.count))."
    }.joined(separator: " ")
  }

  static func missing(_ text: String) -> String { "<p class=\"missing\">\(text.escapedForHTML)</p>" }
}

extension RunReport.Period {
  /// First and last day.
  var text: String { "\(CalendarDay(firstDay).text) to \(CalendarDay(lastDay).text)" }
}
