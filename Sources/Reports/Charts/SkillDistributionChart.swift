/// The share of gauges that score no more than a value, the trained models beside the baselines.
struct SkillDistributionChart {
  let id: String
  /// "KGE"
  let name: String
  /// What is scored: "gauge"
  let place: String
  /// A line a model: its name, its colour, whether it is a baseline, its scores.
  let models: [(name: String, color: String, isBaseline: Bool, scores: [Double])]

  /// What an axis of scores shows at most; worse ones are counted, not drawn.
  static let floor = -0.5
  /// What it shows at least: good scores are told apart, small differences not magnified.
  private static let ceiling = 0.8

  /// The lower end of an axis of scores: a fifth below the worst, or ``floor``.
  static func least(_ scores: some Sequence<Double>) -> Double {
    let worst = scores.min() ?? floor
    return max(floor, min(ceiling, ((worst - 0.01) * 5).rounded(.down) / 5))
  }

  private var least: Double { Self.least(models.lazy.flatMap(\.scores).filter { !$0.isNaN }) }

  /// - Returns: nil with fewer than two gauges.
  var chart: Chart? {
    let least = least
    let known = models.map { model in (model.name, model.scores.filter { !$0.isNaN }.sorted()) }
    guard known.contains(where: { $0.1.count > 1 }) else { return nil }
    let counts = Set(known.map(\.1.count).filter { $0 > 0 })
    let medians = known.compactMap { name, scores in
      scores.median.map { median in
        "\(name) \(median.text(decimals: 3))" + (counts.count > 1 ? " (\(scores.count))" : "")
      }
    }
    var caption =
      "Medians over \(counts.count > 1 ? "so many" : String(counts.first ?? 0)) \(place)s: "
      + medians.joined(separator: ", ") + "."
    let outside = known.filter { $0.1.contains { $0 < least } }.map { name, scores in
      "\(scores.count { $0 < least }) of \(name)"
    }
    if !outside.isEmpty {
      caption += " Below \(least.text(digits: 2)) and outside the axis: "
        + outside.joined(separator: ", ") + "."
    }
    var tables: [String: [String: JSONLiteral]] = [:]
    for (index, (_, scores)) in known.enumerated() {
      let shares = scores.indices.map { Double($0 + 1) / Double(scores.count) }
      tables["m\(index)"] = [
        "score": JSONLiteral([least] + scores.map { max($0, least) } + [1], digits: 4),
        "share": JSONLiteral([0] + shares + [1], digits: 4),
      ]
    }
    return Chart(
      id, title: "\(name) over \(place)s", caption: caption, specification, tables: tables)
  }

  private var specification: VegaSpecification {
    var spec = VegaSpecification("Cumulative distribution of \(name) over \(place)s", height: 250)
    spec.data = models.indices.map { VegaData("m\($0)") }
    spec.scales = [
      VegaScale("x", .linear, domain: [.number(least), 1], range: [0, ["signal": "width"]]),
      VegaScale("y", .linear, domain: [0, 1], range: [["signal": "height"], 0]),
    ]
    spec.axes = [
      VegaAxis(.bottom, "x", title: name, tickCount: 6),
      VegaAxis(.left, "y", title: "Share of \(place)s at or below", tickCount: 5, format: ".0%"),
    ]
    spec.marks = models.indices.reversed().map { index in
      let model = models[index]
      return VegaMark(
        .line, name: "model-\(index)", data: "m\(index)", clip: true, interactive: false,
        enter: [
          "stroke": .value(.text(model.color)), "strokeWidth": .value(model.isBaseline ? 1.3 : 2),
          "strokeDash": .value(JSONLiteral(Self.dash(model.isBaseline ? index : nil))),
          "interpolate": .value("step-after"),
        ], update: ["x": .scaled("x", field: "score"), "y": .scaled("y", field: "share")])
    }
    return spec
  }

  /// Baselines are dashed, each in its own way, so that they differ without colour.
  static func dash(_ baseline: Int?) -> [Double] {
    guard let baseline else { return [1, 0] }
    return [[5, 1.5], [6, 3], [2, 2], [8, 3, 2, 3]][baseline % 4]
  }
}
