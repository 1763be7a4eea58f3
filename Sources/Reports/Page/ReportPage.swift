import Foundation

/// One self-contained HTML page about one run, or several beside each other.
///
///     let page = ReportPage([run])
///     try page.html.write(toFile: "report.html", atomically: true, encoding: .utf8)
///
/// The page needs no network where Vega was found on this system. Whatever a run lacks is said in
/// the place where it would stand.
public struct ReportPage: Sendable {
  public let runs: [RunReport]
  public let vega: VegaLibrary
  /// The charts that there is data for, in the order of the page.
  public let charts: [Chart]
  /// What was simplified or left out so that the page stays small, in plain words.
  public let remarks: [String]

  let sheets: [MapSheet?]
  /// One scale for all maps of a parameter, by its key.
  let scales: [String: ColorScale]
  /// Gauges whose series are in the page, by run.
  let kept: [Set<Int>]

  /// Numbers of all series together: about six bytes each, so that a page stays below 15 MB.
  static let seriesLimit = 1_500_000
  /// Significant digits of a discharge in the page.
  static let seriesDigits = 4

  public init(_ runs: [RunReport], vega: VegaLibrary = .installed()) {
    precondition(!runs.isEmpty, "at least one run")
    self.runs = runs
    self.vega = vega
    var remarks: [String] = []
    sheets = runs.map { run in
      guard let lines = run.lines, let reaches = run.reaches else { return nil }
      return MapSheet(
        lines, reaches: reaches, keeping: run.gauges.compactMap(\.reach), limits: .page)
    }
    for (run, sheet) in zip(runs, sheets) {
      for remark in sheet?.remarks ?? [] {
        remarks.append(runs.count > 1 ? "\(run.name): \(remark)" : remark)
      }
    }
    scales = Self.scales(runs)
    kept = Self.keptGauges(runs, limit: Self.seriesLimit, remarks: &remarks)
    self.remarks = remarks
    charts = Self.charts(runs, sheets: sheets, scales: scales)
  }

  private static func scales(_ runs: [RunReport]) -> [String: ColorScale] {
    let shown = Dictionary(grouping: runs.flatMap(\.shownParameters), by: \.key)
    return shown.compactMapValues { parameters in
      ColorScale(parameters.flatMap(\.values), isShare: parameters[0].isShare)
    }
  }

  // MARK: Charts

  private static func charts(
    _ runs: [RunReport], sheets: [MapSheet?], scales: [String: ColorScale]
  ) -> [Chart] {
    let colors = runs.indices.map(Palette.run)
    var charts: [Chart] = []
    for (index, run) in runs.enumerated() {
      charts += parameterCharts(run, index, sheets[index], scales, areas: areas(runs))
    }
    let series = runs.flatMap { $0.gauges.compactMap(\.series) }
    if !series.isEmpty {
      let hasBaseline = series.contains { $0.baseline != nil }
      let quantity = runs[0].quantity
      let banded = runs.indices.filter { index in
        runs[index].gauges.contains { $0.series?.band != nil }
      }
      charts.append(
        HydrographChart(
          colors: colors, hasBaseline: hasBaseline, banded: banded, quantity: quantity
        ).chart)
      charts.append(
        FlowDurationChart(colors: colors, hasBaseline: hasBaseline, quantity: quantity).chart)
    }
    if runs.contains(where: \.hasTemperature) {
      charts.append(TemperatureChart(colors: colors).chart)
      let series = runs.flatMap { $0.gauges.compactMap(\.temperature) }
      if series.contains(where: \.isObserved) {
        charts.append(SeasonalErrorChart(colors: colors).chart)
      }
    }
    for (id, name, score) in scoreKinds {
      let chart = SkillDistributionChart(
        id: id, name: name, place: runs[0].quantity.place,
        models: distributions(runs, colors, score)
      ).chart
      if let chart { charts.append(chart) }
    }
    if let chart = SkillAreaChart(runs: runs, colors: colors).chart { charts.append(chart) }
    for (index, run) in runs.enumerated() {
      guard let training = run.training else { continue }
      let chart = TrainingChart(id: "training-\(index)", training: training, color: colors[index])
        .chart
      if let chart { charts.append(chart) }
    }
    return charts
  }

  /// Every shown parameter on a map and against drainage area.
  private static func parameterCharts(
    _ run: RunReport, _ index: Int, _ sheet: MapSheet?, _ scales: [String: ColorScale],
    areas: ClosedRange<Double>?
  ) -> [Chart] {
    guard let reaches = run.reaches else { return [] }
    var charts: [Chart] = []
    for parameter in run.shownParameters {
      guard let scale = scales[parameter.key] else { continue }
      if let sheet {
        let id = run.chartID("map", index, parameter)
        charts.append(
          MapChart(
            id: id, run: run, reaches: reaches, sheet: sheet, parameter: parameter, scale: scale,
            tablesOf: charts.isEmpty ? nil : charts[0].id
          ).chart)
      }
    }
    for parameter in run.shownParameters {
      guard let scale = scales[parameter.key], let areas else { continue }
      let isRoughness = parameter.key == ReachParameter.roughnessKey
      let chart = ParameterAreaChart(
        id: run.chartID("law", index, parameter), reaches: reaches, parameter: parameter,
        law: isRoughness ? run.law : nil, color: Palette.run(index), areas: padded(areas),
        range: parameter.isShare ? widened(scale.domain) : padded(scale.domain),
        isAlone: run.shownParameters.count == 1
      ).chart
      if let chart { charts.append(chart) }
    }
    return charts
  }

  private static func areas(_ runs: [RunReport]) -> ClosedRange<Double>? {
    let known = runs.flatMap { $0.reaches?.areas ?? [] }.filter { $0 > 0 && $0.isFinite }
    return known.isEmpty ? nil : known.min()!...known.max()!
  }

  private static let scoreKinds: [(String, String, KeyPath<Scores, Double> & Sendable)] = [
    ("distribution-kge", "KGE", \.kge), ("distribution-nse", "NSE", \.nse),
  ]

  /// Scores over gauges of every run's model, and of the first run's baselines.
  private static func distributions(
    _ runs: [RunReport], _ colors: [String], _ score: KeyPath<Scores, Double>
  ) -> [(name: String, color: String, isBaseline: Bool, scores: [Double])] {
    var models: [(name: String, color: String, isBaseline: Bool, scores: [Double])] = []
    for (index, run) in runs.enumerated() {
      guard let period = run.judgedPeriod else { continue }
      let scores = run.gauges.compactMap { $0.score(ModelScores.learned, period)?[keyPath: score] }
      models.append(
        (runs.count > 1 ? run.name : run.label, colors[index], false, scores))
    }
    if let run = runs.first, let period = run.judgedPeriod {
      for name in run.models where name != ModelScores.learned {
        models.append(
          (name, Palette.baseline, true,
            run.gauges.compactMap { $0.score(name, period)?[keyPath: score] }))
      }
    }
    return models
  }

  /// A little wider on both sides of a logarithmic axis.
  private static func padded(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let margin = max(pow(range.upperBound / range.lowerBound, 0.05), 1.03)
    return range.lowerBound / margin...range.upperBound * margin
  }

  /// A little wider on both sides of a linear axis.
  private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let margin = 0.05 * (range.upperBound - range.lowerBound)
    return range.lowerBound - margin...range.upperBound + margin
  }

  // MARK: Series

  /// The gauges whose series fit into the page: all, or such that scores from worst to best are
  /// represented.
  static func keptGauges(
    _ runs: [RunReport], limit: Int, remarks: inout [String]
  ) -> [Set<Int>] {
    func numbers(_ gauge: GaugeReport) -> Int {
      (gauge.series?.size ?? 0) + 2 * (gauge.temperature?.count ?? 0)
    }
    var kept = runs.map { Set($0.gauges.indices) }
    let total = runs.reduce(0) { $0 + $1.gauges.reduce(0) { $0 + numbers($1) } }
    guard total > limit else { return kept }
    for (index, run) in runs.enumerated() {
      let period = run.judgedPeriod ?? ""
      let ranked = run.gauges.indices.filter { numbers(run.gauges[$0]) > 0 }.sorted { a, b in
        let x = run.gauges[a].score(ModelScores.learned, period)?.kge ?? .nan
        let y = run.gauges[b].score(ModelScores.learned, period)?.kge ?? .nan
        return x.isNaN != y.isNaN ? !x.isNaN : x != y && !x.isNaN ? x < y : a < b
      }
      let average = max(1, ranked.reduce(0) { $0 + numbers(run.gauges[$1]) } / max(1, ranked.count))
      let count = min(ranked.count, max(1, limit / runs.count / average))
      kept[index] = Set(
        (0..<count).map { ranked[count == 1 ? ranked.count / 2 : $0 * (ranked.count - 1) / (count - 1)] })
      if count < ranked.count {
        remarks.append(
          "\(runs.count > 1 ? run.name + ": h" : "H")ydrographs of \(count) of \(ranked.count) gauges "
            + "are in this page, spread evenly from the lowest to the highest KGE; "
            + "\(run.kind.seriesFile) has all.")
      }
    }
    return kept
  }
}

extension RunReport {
  /// The names of the models that were scored, in the order of the first gauge that has scores.
  var models: [String] {
    var names: [String] = []
    for gauge in gauges {
      for model in gauge.scores where !names.contains(model.model) { names.append(model.model) }
    }
    return names
  }

  /// The name of a chart: "map-0" of the first run's first parameter, "map-0-shade" of another.
  func chartID(_ kind: String, _ run: Int, _ parameter: ReachParameter) -> String {
    parameter.key == shownParameters.first?.key
      ? "\(kind)-\(run)" : "\(kind)-\(run)-\(parameter.key)"
  }

  /// The names of the scored parts of time, in order.
  var periodNames: [String] {
    var names: [String] = []
    for gauge in gauges {
      for model in gauge.scores {
        for period in model.periods where !names.contains(period.name) { names.append(period.name) }
      }
    }
    return names
  }

  /// The median over gauges, and of how many.
  func median(
    _ score: KeyPath<Scores, Double>, _ model: String, _ period: String
  ) -> (value: Double, count: Int)? {
    let values = gauges.compactMap { $0.score(model, period)?[keyPath: score] }.filter { !$0.isNaN }
    return values.median.map { ($0, values.count) }
  }
}
