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
      "runs": .list(
        runs.indices.map { index in
          let run = runs[index]
          return [
            "name": .text(run.name), "judged": JSONLiteral(run.judgedPeriod),
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

  static let dayMilliseconds = 86_400_000.0

  private func gauge(_ index: Int, of run: RunReport, isKept: Bool) -> JSONLiteral {
    let gauge = run.gauges[index]
    var entry: [String: JSONLiteral] = [
      "station": .text(gauge.station), "name": JSONLiteral(gauge.name),
      "reach": .text(gauge.reachID),
      "area": JSONLiteral(gauge.reach.flatMap { run.reaches?.areas[$0] }),
      "offset": JSONLiteral(gauge.offsetHours), "delay": JSONLiteral(gauge.delayHours),
      "scores": .list(
        gauge.scores.map { model in
          [
            "model": .text(model.model),
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
    guard let series = gauge.series else { return .object(entry) }
    entry["flows"] = flowDuration(series, of: run)
    guard isKept else { return .object(entry) }
    var columns: [String: JSONLiteral] = [
      "first": JSONLiteral(Double(series.firstDay) * Self.dayMilliseconds),
      "observed": JSONLiteral(series.observed, digits: Self.seriesDigits),
      "simulated": JSONLiteral(series.simulated, digits: Self.seriesDigits),
    ]
    if let baseline = series.baseline {
      columns["baseline"] = JSONLiteral(baseline, digits: Self.seriesDigits)
    }
    entry["series"] = .object(columns)
    return .object(entry)
  }

  /// Curves over the days of the judged period that have both an observation and a simulation.
  private func flowDuration(_ series: DailySeries, of run: RunReport) -> JSONLiteral {
    let period = run.periods.first { $0.name == run.judgedPeriod }
    let days = (period.map(series.positions) ?? 0..<series.count).filter {
      !series.observed[$0].isNaN && !series.simulated[$0].isNaN
    }
    func curve(_ values: [Double]) -> JSONLiteral {
      JSONLiteral(FlowDurationCurve.flows(days.map { values[$0] }), digits: Self.seriesDigits)
    }
    guard !days.isEmpty else { return .null }
    var columns = ["observed": curve(series.observed), "simulated": curve(series.simulated)]
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
