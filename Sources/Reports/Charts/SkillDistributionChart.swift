/// The share of gauges that score no more than a value, the trained models beside the baselines.
struct SkillDistributionChart {
  let id: String
  /// "KGE"
  let name: String
  /// A line a model: its name, its colour, whether it is a baseline, its scores.
  let models: [(name: String, color: String, isBaseline: Bool, scores: [Double])]

  /// What the axis shows; worse scores are counted, not drawn.
  static let least = -0.5

  /// - Returns: nil with fewer than two gauges.
  var chart: Chart? {
    let known = models.map { model in (model.name, model.scores.filter { !$0.isNaN }.sorted()) }
    guard known.contains(where: { $0.1.count > 1 }) else { return nil }
    let medians = known.compactMap { name, scores in
      scores.median.map { "\(name) \($0.text(decimals: 3)) (\(scores.count) gauges)" }
    }
    var caption = "Medians: " + medians.joined(separator: ", ") + "."
    let outside = known.filter { $0.1.contains { $0 < Self.least } }.map { name, scores in
      "\(scores.count { $0 < Self.least }) of \(name)"
    }
    if !outside.isEmpty {
      caption += " Below \(Self.least.text(digits: 2)) and outside the axis: "
        + outside.joined(separator: ", ") + "."
    }
    var tables: [String: [String: JSONLiteral]] = [:]
    for (index, (_, scores)) in known.enumerated() {
      let shares = scores.indices.map { Double($0 + 1) / Double(scores.count) }
      tables["m\(index)"] = [
        "score": JSONLiteral([Self.least] + scores.map { max($0, Self.least) } + [1], digits: 4),
        "share": JSONLiteral([0] + shares + [1], digits: 4),
      ]
    }
    return Chart(
      id, title: "\(name) over gauges", caption: caption, specification, tables: tables)
  }

  private var specification: VegaSpecification {
    var spec = VegaSpecification("Cumulative distribution of \(name) over gauges", height: 250)
    spec.data = models.indices.map { VegaData("m\($0)") }
    spec.scales = [
      VegaScale("x", .linear, domain: [.number(Self.least), 1], range: [0, ["signal": "width"]]),
      VegaScale("y", .linear, domain: [0, 1], range: [["signal": "height"], 0]),
    ]
    spec.axes = [
      VegaAxis(.bottom, "x", title: name, tickCount: 6),
      VegaAxis(.left, "y", title: "Share of gauges at or below", tickCount: 5, format: ".0%"),
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
