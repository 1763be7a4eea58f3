/// The share of days on which a discharge is exceeded, observed and simulated.
///
/// The page fills `curve`: p %, o, b, s0, s1 ... m³ s⁻¹, as ``FlowDurationCurve`` gives them.
struct FlowDurationChart {
  let colors: [String]
  let hasBaseline: Bool
  var quantity = Quantity.discharge

  var chart: Chart {
    Chart("flow-duration", title: "Flow duration", caption: "", specification)
  }

  private var fields: [String] {
    ["o"] + (hasBaseline ? ["b"] : []) + colors.indices.map { "s\($0)" }
  }

  private var specification: VegaSpecification {
    var spec = VegaSpecification("Flow-duration curves", height: 260)
    let bounds = fields.map { "datum.\($0) > 0 ? datum.\($0) : " }
    spec.data = [
      VegaData("curve"),
      VegaData(
        "bounds", source: "curve",
        transform: [
          [
            "type": "formula", "as": "least",
            "expr": "min(\(bounds.map { $0 + "1e99" }.joined(separator: ", ")))",
          ],
          [
            "type": "formula", "as": "greatest",
            "expr": "max(\(bounds.map { $0 + "0" }.joined(separator: ", ")))",
          ],
          [
            "type": "aggregate", "fields": ["least", "greatest"], "ops": ["min", "max"],
            "as": ["least", "greatest"],
          ],
        ]),
    ]
    spec.signals = [
      VegaSignal(
        "positive",
        update:
          "data('bounds').length && data('bounds')[0].least < data('bounds')[0].greatest ? [data('bounds')[0].least, data('bounds')[0].greatest] : [0.1, 10]"
      )
    ]
    spec.scales = [
      VegaScale("x", .linear, domain: [0, 100], range: [0, ["signal": "width"]]),
      VegaScale(
        "y", .log, domain: ["signal": "positive"], range: [["signal": "height"], 0], nice: true),
    ]
    spec.axes = [
      VegaAxis(
        .bottom, "x", title: "Share of the time in which it is exceeded, %",
        values: [0, 20, 40, 60, 80, 100]),
      VegaAxis(.left, "y", title: quantity.title, values: AxisTicks.powers, format: "~r"),
    ]
    let strokes = [Palette.observed] + (hasBaseline ? [Palette.baseline] : []) + colors
    spec.marks = zip(fields, strokes).map { field, color in
      VegaMark(
        .line, name: "line-\(field)", data: "curve", clip: true, interactive: false,
        enter: ["stroke": .value(.text(color)), "strokeWidth": .value(1.7)],
        update: [
          "x": .scaled("x", field: "p"), "y": .scaled("y", field: field),
          "defined": .signal("datum.\(field) > 0"),
        ])
    }
    return spec
  }
}
