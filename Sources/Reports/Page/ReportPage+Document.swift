import Foundation

extension ReportPage {
  /// The page.
  public var html: String {
    var parts = [
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="Thalweg">
      <title>\(title.escapedForHTML)</title>
      <style>
      \(String(decoding: PackageResources.report_css, as: UTF8.self))
      </style>
      </head>
      <body>
      <main>
      """
    ]
    parts.append(header)
    parts.append(summary)
    parts.append(mapSection)
    parts.append(hydrographSection)
    parts.append(temperatureSection)
    parts.append(gaugesSection)
    parts.append(trainingSection)
    parts.append(notesSection)
    parts.append(runSection)
    parts.append("<footer>Made by Thalweg\(program). Charts by Vega.</footer>")
    parts.append("</main>\n<div id=\"tip\" hidden></div>")
    parts.append(scripts)
    parts.append("</body>\n</html>\n")
    return parts.joined(separator: "\n")
  }

  var title: String {
    runs.count == 1 ? runs[0].title : "\(runs.count) runs compared"
  }

  private var program: String {
    runs.lazy.compactMap(\.provenance?.program).first.map { " (\($0.escapedForHTML))" } ?? ""
  }

  // MARK: Scripts

  private var scripts: String {
    var parts: [String] = []
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for chart in charts {
      // Specifications hold our own words only; a `<` of an expression is still kept out of HTML.
      let json = (try? encoder.encode(chart.specification))
        .map { String(decoding: $0, as: UTF8.self) } ?? "{}"
      parts.append(
        "<script type=\"application/json\" id=\"spec-\(chart.id)\">\(Self.inert(json))</script>")
    }
    parts.append("<script type=\"application/json\" id=\"report-data\">\(data.text)</script>")
    switch vega {
    case .inlined(let script): parts.append("<script>\(script)</script>")
    case .remote(let address):
      parts.append("<script src=\"\(address.escapedForHTML)\"></script>")
    }
    parts.append("<script>\(String(decoding: PackageResources.report_js, as: UTF8.self))</script>")
    return parts.joined(separator: "\n")
  }

  /// JSON whose strings cannot be read as HTML.
  private static func inert(_ json: String) -> String {
    json.replacingOccurrences(of: "<", with: "\\u003c").replacingOccurrences(of: ">", with: "\\u003e")
      .replacingOccurrences(of: "&", with: "\\u0026")
  }

  /// What the script draws from.
  var data: JSONLiteral {
    [
      "charts": .list(charts.map(\.literal)),
      "percentages": JSONLiteral(FlowDurationCurve.percentages),
      "periodNames": JSONLiteral(periodNames),
      "firstStation": JSONLiteral(stations.first?.station),
      "parameters": .list(
        parameters.map {
          [
            "key": .text($0.key), "unit": .text($0.unit),
            "name": .text($0.key == ReachParameter.roughnessKey ? $0.key : $0.name),
          ]
        }),
      "unconstrained": .text(
        runs.contains { $0.kind == .networkTemperature }
          ? "no: no gauge below" : "no: a doubled n would not be noticed"),
      "runs": .list(
        runs.indices.map { index in
          let run = runs[index]
          return [
            "name": .text(run.name), "place": .text(run.quantity.place),
          "judged": JSONLiteral(run.judgedPeriod),
            "periods": .list(
              run.periods.filter { $0.name != "fit" }.map { period in
                [
                  "name": .text(period.name),
                  "start": JSONLiteral(Double(period.firstDay) * Self.dayMilliseconds),
                  "end": JSONLiteral(Double(period.lastDay + 1) * Self.dayMilliseconds),
                ]
              }),
            "gauges": .list(
              run.gauges.indices.map { gauge($0, of: run, isKept: kept[index].contains($0)) }),
          ]
        }),
    ]
  }

  /// Every parameter of the reaches once.
  private var parameters: [ReachParameter] {
    var known: Set<String> = []
    return runs.flatMap { $0.reaches?.parameters ?? [] }.filter { known.insert($0.key).inserted }
  }

  static let dayMilliseconds = 86_400_000.0

  private func gauge(_ index: Int, of run: RunReport, isKept: Bool) -> JSONLiteral {
    let gauge = run.gauges[index]
    var entry: [String: JSONLiteral] = [
      "station": .text(gauge.station), "name": JSONLiteral(gauge.name),
      "reach": .text(gauge.reachID),
      "area": JSONLiteral(gauge.reach.flatMap { run.reaches?.areas[$0].rounded(digits: 6) }),
      "offset": JSONLiteral(gauge.offsetHours), "delay": JSONLiteral(gauge.delayHours),
      "scores": .list(
        gauge.scores.map { model in
          [
            "model": .text(run.label(of: model.model)),
            "periods": .list(
              model.periods.map { name, scores in
                [
                  "name": .text(name), "nse": JSONLiteral(scores.nse.rounded(digits: 5)),
                  "kge": JSONLiteral(scores.kge.rounded(digits: 5)),
                  "bias": JSONLiteral(scores.percentBias.rounded(digits: 4)),
                ]
              }),
          ]
        }),
    ]
    if let series = gauge.series { entry["flows"] = flowDuration(series, of: run) }
    entry["seasonal"] = gauge.temperature.flatMap(SeasonalError.init).map { error in
      [
        "mean": JSONLiteral(error.means, digits: 3),
        "rms": JSONLiteral(error.rootMeanSquares, digits: 3),
        "days": .list(error.days.map { JSONLiteral($0) }),
      ]
    }
    guard isKept else { return .object(entry) }
    entry["series"] = gauge.series.map(columns)
    entry["temperature"] = gauge.temperature.map { columns($0.asGaugeSeries) }
    return .object(entry)
  }

  private func columns(_ series: GaugeSeries) -> JSONLiteral {
    let digits = Self.seriesDigits
    var columns: [String: JSONLiteral] = [
      "first": JSONLiteral(1_000 * series.start), "step": JSONLiteral(1_000 * series.step),
      "simulated": JSONLiteral(series.simulated, digits: digits),
    ]
    // A column without a value is not carried.
    if series.isObserved { columns["observed"] = JSONLiteral(series.observed, digits: digits) }
    if let baseline = series.baseline {
      columns["baseline"] = JSONLiteral(baseline, digits: digits)
    }
    if let band = series.band {
      columns["lower"] = JSONLiteral(band.lower, digits: digits)
      columns["upper"] = JSONLiteral(band.upper, digits: digits)
    }
    return .object(columns)
  }

  /// Curves over the times of the judged period that have both an observation and a simulation; of
  /// what was never observed, over all that is simulated.
  private func flowDuration(_ series: GaugeSeries, of run: RunReport) -> JSONLiteral {
    let period = run.periods.first { $0.name == run.judgedPeriod }
    let isObserved = series.isObserved
    let times = (period.map(series.positions) ?? 0..<series.count).filter {
      !series.simulated[$0].isNaN && !(isObserved && series.observed[$0].isNaN)
    }
    func curve(_ values: [Double]) -> JSONLiteral {
      JSONLiteral(FlowDurationCurve.flows(times.map { values[$0] }), digits: Self.seriesDigits)
    }
    guard Double(times.count) * series.step
      >= Double(Self.shortestDuration) * GaugeSeries.secondsPerDay
    else { return .null }
    var columns = ["simulated": curve(series.simulated)]
    if isObserved { columns["observed"] = curve(series.observed) }
    if let baseline = series.baseline { columns["baseline"] = curve(baseline) }
    return .object(columns)
  }

  /// Every station once, in the order of the runs.
  var stations: [(station: String, name: String?)] {
    var known: Set<String> = []
    return runs.flatMap(\.gauges).filter { known.insert($0.station).inserted }
      .map { ($0.station, $0.name) }
  }

  /// Scored parts of time of all runs; the part of training that is not validation says no more than
  /// training does.
  var periodNames: [String] {
    var names: [String] = []
    for run in runs {
      for name in run.periodNames where !names.contains(name) && name != "fit" { names.append(name) }
    }
    return ["train", "validation", "test"].filter(names.contains)
      + names.filter { !["train", "validation", "test"].contains($0) }
  }
}
