extension ReportPage {
  var temperatureSection: String {
    guard let temperature = chart("temperature") else { return "" }
    let isObserved = runs.contains { $0.gauges.contains { $0.temperature?.isObserved == true } }
    let unknown = Self.missing(
      "No errors of temperature: the run’s configuration names no observed temperatures.")
    return """
      <section id="temperature-section"><h2>Water temperature</h2>
      <div class="card">
      \(timelineBar(id: "temperature-place"))
      <div class="keys" style="margin-bottom:16px">\(temperatureKeys(isObserved).joined())</div>
      \(figure(temperature))
      <p class="missing" id="temperature-missing" hidden>\
      The temperature of this \(runs[0].quantity.place) is not in this page.</p>
      <p class="note">Daily means.\(isObserved ? "" : " There are no observed temperatures.")</p>
      </div>
      \(isObserved ? errors : unknown)
      </section>
      """
  }

  private var errors: String {
    """
    <div class="grid" style="margin-top:18px">
    <div class="card"><h3>Error by month</h3><div style="height:14px"></div>\(seasonal)</div>
    <div class="card"><h3>Errors against what air temperature alone can say</h3>\(errorTable)</div>
    </div>
    """
  }

  private func temperatureKeys(_ isObserved: Bool) -> [String] {
    var keys: [String] = []
    if isObserved {
      keys.append(
        "<span><i class=\"dot\" style=\"background:\(Palette.observed);width:7px;height:7px\"></i>"
          + "observed <b data-read=\"o\"></b></span>")
    }
    keys += runs.indices.map {
      Self.strokeKey(
        runs.count > 1 ? runs[$0].name : runs[$0].label, Palette.run($0), "s\($0)")
    }
    return keys + [Self.dayKey]
  }

  private var seasonal: String {
    guard let chart = chart("seasonal-error") else { return "" }
    return figure(chart)
      + """
      <p class="note">All days with an observation, those it learned from included.</p>
      <p class="missing" id="seasonal-error-missing" hidden>\
      This place has no observed temperatures.</p>
      """
  }

  /// Root mean squared errors, a row a model, a column a place.
  private var errorTable: String {
    guard let run = runs.first(where: { $0.gauges.contains { !$0.temperatureErrors.isEmpty } })
    else {
      return Self.missing("No errors: nothing was compared with observed temperatures.")
    }
    let gauges = run.gauges.filter { !$0.temperatureErrors.isEmpty }.prefix(Self.placesInTable)
    var rows: [(label: String, isOwn: Bool, values: [Double?])] = []
    for (index, run) in runs.enumerated() {
      for model in run.temperatureModels {
        let isOwn = model == ModelScores.learned
        let values = gauges.map { place in
          run.gauges.first { $0.station == place.station }?.temperatureErrors
            .first { $0.model == model }?.rootMeanSquare
        }
        // What costs nothing and is the same for all runs stands once.
        if !isOwn, rows.contains(where: { !$0.isOwn && $0.values == values }) { continue }
        let label = isOwn ? run.label : model
        rows.append((index > 0 || (isOwn && runs.count > 1) ? "\(label) · \(run.name)" : label,
          isOwn, values))
      }
    }
    let best = gauges.indices.map { column in
      rows.compactMap { $0.values[column]?.rounded(digits: 6) }.min()
    }
    let heads = gauges.map { "<th>\($0.station.escapedForHTML)</th>" }.joined()
    let body = rows.map { row in
      let cells = row.values.enumerated().map { column, value -> String in
        guard let value else { return "<td>–</td>" }
        let text = value.text(decimals: 2)
        return value.rounded(digits: 6) == best[column]
          ? "<td><b class=\"best\">\(text)</b></td>" : "<td>\(text)</td>"
      }.joined()
      let kind = row.isOwn ? " class=\"learned\"" : ""
      return "<tr\(kind)><th>\(row.label.escapedForHTML)</th>\(cells)</tr>"
    }.joined(separator: "\n")
    let days = gauges.map { $0.temperatureErrors.first.map { $0.days.grouped } ?? "–" }
    let period = run.periods.first { $0.name == "test" }.map { " (\($0.text))" } ?? ""
    return """
      <div class="scroll"><table>
      <thead><tr><th>Root mean squared error, K</th>\(heads)</tr></thead>
      <tbody>\(body)
      <tr><th>days compared</th>\(days.map { "<td>\($0)</td>" }.joined())</tr></tbody>
      </table></div>
      <p class="note">Observed days of the test period\(period); \
      the least error of each column is tinted.</p>
      """
  }

  /// Columns that can be read beside each other.
  private static let placesInTable = 8
}

extension RunReport {
  /// Models with errors of temperature: the run's own first, the others by name.
  var temperatureModels: [String] {
    let names = Set(gauges.flatMap { $0.temperatureErrors.map(\.model) })
    let others = names.subtracting([ModelScores.learned]).sorted()
    return names.contains(ModelScores.learned) ? [ModelScores.learned] + others : others
  }
}
