/// Scores of the gauges against their drainage area.
struct SkillAreaChart {
  let runs: [RunReport]
  let colors: [String]

  /// - Returns: nil where fewer than two gauges have an area and a score.
  var chart: Chart? {
    var points: [(run: Int, gauge: GaugeReport, area: Double, kge: Double)] = []
    for (index, run) in runs.enumerated() {
      guard let period = run.judgedPeriod, let reaches = run.reaches else { continue }
      for gauge in run.gauges {
        guard let reach = gauge.reach, reaches.areas[reach] > 0,
          let kge = gauge.score(ModelScores.learned, period)?.kge, !kge.isNaN
        else { continue }
        points.append((index, gauge, reaches.areas[reach], kge))
      }
    }
    guard points.count > 1, Set(points.map(\.gauge.station)).count > 1 else { return nil }
    let least = SkillDistributionChart.least(points.map(\.kge))
    let below = points.count { $0.kge < least }
    let caption =
      below > 0
      ? "\(below) of \(points.count) below \(least.text(digits: 2)), drawn at the lower edge."
      : "\(points.count) points."
    let areas = points.map(\.area)
    return Chart(
      "skill-area", title: "KGE and drainage area", caption: caption,
      specification(areas.min()! * 0.8...areas.max()! * 1.25, least: least),
      tables: [
        "gauges": [
          "station": JSONLiteral(points.map(\.gauge.station)),
          "name": .list(points.map { JSONLiteral($0.gauge.name) }),
          "area": JSONLiteral(areas, digits: 5),
          "kge": JSONLiteral(points.map(\.kge), digits: 4),
          "drawn": JSONLiteral(points.map { max($0.kge, least) }, digits: 4),
          "color": JSONLiteral(points.map { colors[$0.run] }),
        ]
      ])
  }

  private func specification(_ areas: ClosedRange<Double>, least: Double) -> VegaSpecification {
    var spec = VegaSpecification("Kling–Gupta efficiency against drainage area", height: 250)
    spec.signals = [VegaSignal("station", value: "")]
    spec.data = [VegaData("gauges")]
    spec.scales = [
      VegaScale(
        "x", .log, domain: JSONLiteral([areas.lowerBound, areas.upperBound]),
        range: [0, ["signal": "width"]]),
      VegaScale("y", .linear, domain: [.number(least), 1], range: [["signal": "height"], 0]),
    ]
    spec.axes = [
      VegaAxis(
        .bottom, "x", title: "Drainage area, km²", values: AxisTicks.logarithmic(areas),
        format: "~r"),
      VegaAxis(.left, "y", title: "KGE", tickCount: 6),
    ]
    spec.marks = [
      VegaMark(
        .symbol, name: "gauge", data: "gauges",
        enter: [
          "shape": .value("circle"), "fill": .field("color"), "tooltip": .signal("datum"),
          "cursor": .value("pointer"), "stroke": .value("#1f1f1f"),
        ],
        update: [
          "x": .scaled("x", field: "area"), "y": .scaled("y", field: "drawn"),
          "size": .signal("datum.station === station ? 130 : 60"),
          "fillOpacity": .value(0.75),
          "strokeWidth": .signal("datum.station === station ? 1.6 : 0"),
        ])
    ]
    return spec
  }
}
