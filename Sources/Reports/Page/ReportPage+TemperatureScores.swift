// How well water temperature was met, beside what air temperature alone can say.

extension ReportPage {
  /// Columns that can be read beside each other.
  private static let placesInTable = 8

  var temperatureScores: String {
    let periods = temperaturePeriods
    guard let run = runs.first(where: { !$0.temperatureModels.isEmpty }) else { return "" }
    let gauges = run.gauges.filter { !$0.temperatureErrors.isEmpty }
    let shown = Array(gauges.prefix(Self.placesInTable))
    let medianHead = gauges.count > 1 ? "<th>median</th>" : ""
    let heads = shown.map { "<th>\($0.station.escapedForHTML)</th>" }.joined()
    let body = periods.map { rows(of: $0, stations: shown.map(\.station), run) }.joined()
    let left =
      shown.count < gauges.count
      ? " \(shown.count) of \(run.quantity.places(gauges.count)) are shown; the medians are of all." : ""
    return """
      <div class="card" style="margin-top:18px">
      <h3>Errors of water temperature against what air temperature alone can say</h3>
      \(runs.map(warning).joined())
      <div class="scroll"><table class="periods">
      <thead><tr><th>Root mean squared error, K</th>\(medianHead)\(heads)</tr></thead>
      \(body)
      </table></div>
      <p class="note">On observed days; the least error of each column is tinted.\(left)</p>
      </div>
      """
  }

  /// The judged part of time first.
  private var temperaturePeriods: [String] {
    var names: [String] = []
    for run in runs {
      let scored = Set(run.gauges.flatMap { $0.temperatureErrors.map(\.period) })
      let judged = run.judgedPeriod.map { [$0] } ?? []
      for name in judged + ["train", "validation", "test"] + scored.sorted()
      where name != "fit" && scored.contains(name) && !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// A row a model, a column a place.
  private func rows(of period: String, stations: [String], _ first: RunReport) -> String {
    let hasMedian = first.gauges.count { !$0.temperatureErrors.isEmpty } > 1
    var rows: [(label: String, isOwn: Bool, values: [Double?])] = []
    for (index, run) in runs.enumerated() {
      for model in run.temperatureModels {
        let isOwn = model == ModelScores.learned
        let median = hasMedian ? [run.medianTemperatureError(model, period)] : []
        let values = median + stations.map { station in
          run.gauges.first { $0.station == station }?.temperatureError(model, period)?.rootMeanSquare
        }
        // What costs nothing and is the same for all runs stands once.
        if !isOwn, rows.contains(where: { !$0.isOwn && $0.values == values }) { continue }
        let label = isOwn ? run.label : model
        rows.append(
          (index > 0 || (isOwn && runs.count > 1) ? "\(label) · \(run.name)" : label, isOwn, values))
      }
    }
    let columns = stations.count + (hasMedian ? 1 : 0)
    func least(_ column: Int, _ isOwn: Bool? = nil) -> Double? {
      rows.filter { isOwn == nil || $0.isOwn == isOwn }
        .compactMap { $0.values[column]?.rounded(digits: 6) }.min()
    }
    let best = (0..<columns).map { least($0) }
    let baseline = (0..<columns).map { least($0, false) }
    let body = rows.map { row in
      let cells = row.values.enumerated().map { column, value -> String in
        guard let value else { return "<td>–</td>" }
        let text = value.text(decimals: 2)
        let rounded = value.rounded(digits: 6)
        if rounded == best[column] { return "<td><b class=\"best\">\(text)</b></td>" }
        let isAbove = row.isOwn && baseline[column].map { rounded > $0 } == true
        return isAbove ? "<td><b class=\"above\">\(text)</b></td>" : "<td>\(text)</td>"
      }.joined()
      let kind = row.isOwn ? " class=\"learned\"" : ""
      return "<tr\(kind)><th>\(row.label.escapedForHTML)</th>\(cells)</tr>"
    }.joined(separator: "\n")
    let days = stations.map { station in
      first.gauges.first { $0.station == station }?.temperatureErrors
        .first { $0.period == period }?.days.grouped ?? "–"
    }
    let dates = first.periods.first { $0.name == period }.map { ", \($0.text)" } ?? ""
    return """
      <tbody><tr class="period"><th colspan="\(columns + 1)">\((period + dates).escapedForHTML)</th></tr>
      \(body)
      <tr class="days"><th>days compared</th>\(hasMedian ? "<td></td>" : "")\
      \(days.map { "<td>\($0)</td>" }.joined())</tr></tbody>
      """
  }

  /// Where a baseline is better than what was learned.
  private func warning(_ run: RunReport) -> String {
    let above = run.temperatureVerdicts.filter { $0.own > $0.best }
    guard let period = run.judgedPeriod, !above.isEmpty else { return "" }
    let places = above.prefix(Self.placesInTable).map {
      "\($0.station) (\($0.own.text(decimals: 2)) K, \($0.model) \($0.best.text(decimals: 2)) K)"
    }
    let others = above.count - places.count
    let whose = runs.count > 1 ? "\(run.name): t" : "T"
    let text =
      "\(whose)he learned \(period) error is above that of a baseline at \(above.count) of "
      + "\(run.quantity.places(run.temperatureVerdicts.count)): \(places.joined(separator: ", "))"
      + "\(others > 0 ? " and \(others.grouped) others" : "")."
    return "<p class=\"warning\">\(text.escapedForHTML)</p>"
  }
}

extension RunReport {
  /// Models with errors of temperature: the run's own first, the others by name.
  var temperatureModels: [String] {
    let names = Set(gauges.flatMap { $0.temperatureErrors.map(\.model) })
    let others = names.subtracting([ModelScores.learned]).sorted()
    return names.contains(ModelScores.learned) ? [ModelScores.learned] + others : others
  }

  /// The median over gauges, K.
  func medianTemperatureError(_ model: String, _ period: String) -> Double? {
    gauges.compactMap { $0.temperatureError(model, period)?.rootMeanSquare }.median
  }

  /// Of every gauge of the judged period: the learned error beside the best baseline's, K.
  var temperatureVerdicts: [(station: String, own: Double, best: Double, model: String)] {
    guard let period = judgedPeriod else { return [] }
    return gauges.compactMap { gauge in
      let others = gauge.temperatureErrors.filter {
        $0.period == period && $0.model != ModelScores.learned
      }
      guard let own = gauge.temperatureError(ModelScores.learned, period),
        let best = others.min(by: { $0.rootMeanSquare < $1.rootMeanSquare })
      else { return nil }
      return (gauge.station, own.rootMeanSquare, best.rootMeanSquare, best.model)
    }
  }
}
