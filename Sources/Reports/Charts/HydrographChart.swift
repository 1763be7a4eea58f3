/// Observed and simulated discharge of one gauge, on a linear and on a logarithmic axis, above a
/// strip of the whole record in which the shown part is chosen.
///
/// The page fills `series` (t and step in ms, o observed, b baseline, s0, s1 ... simulated by each
/// run, l0, u0 ... between which its ensemble lies).
struct HydrographChart {
  /// A colour for every run.
  let colors: [String]
  let hasBaseline: Bool
  /// The runs that have an ensemble.
  var banded: [Int] = []
  var quantity = Quantity.discharge

  private static let linearHeight = 240.0
  private static let logarithmicHeight = 150.0
  /// Room between the panels, for labels of axes, px.
  private static let gap = 38.0
  private static let narrowGap = 42.0
  private static let bandOpacity = 0.25

  var chart: Chart {
    Chart("hydrograph", title: "Hydrograph", caption: "", specification)
  }

  private var simulated: [String] { colors.indices.map { "s\($0)" } }
  private var fields: [String] { ["o"] + (hasBaseline ? ["b"] : []) + simulated }
  private var window: TimeWindow {
    TimeWindow(
      panels: ["linear", "logarithmic"], outline: "isValid(datum.o) ? datum.o : datum.s0")
  }

  private var specification: VegaSpecification {
    let logarithmicTop = Self.linearHeight + Self.narrowGap
    let overviewTop = logarithmicTop + Self.logarithmicHeight + Self.gap
    var spec = VegaSpecification(
      "Observed and simulated \(quantity.name.lowercased()) over time",
      height: overviewTop + TimeWindow.overviewHeight)
    // Zero flow has no place on a logarithmic axis: the least positive value bounds it.
    spec.signals =
      window.signals + [
        VegaSignal(
          "positive",
          update: "data('bounds').length && data('bounds')[0].least < data('bounds')[0].greatest"
            + " ? [data('bounds')[0].least, data('bounds')[0].greatest] : [0.1, 10]")
      ]
    spec.data = window.data + [bounds]
    spec.scales = window.scales
    let linear = VegaScale(
      "y", .linear,
      domain: ["data": "shown", "fields": JSONLiteral(fields + banded.map { "u\($0)" })],
      range: [.number(Self.linearHeight), 0], nice: 5, zero: true)
    let logarithmic = VegaScale(
      "y", .log, domain: ["signal": "positive"],
      range: [.number(Self.logarithmicHeight), 0], nice: true)
    var powers = VegaAxis(
      .left, "y", title: "\(quantity.title), logarithmic", values: AxisTicks.powers, format: "~r")
    powers.labelOverlap = true
    spec.marks = [
      .panel(
        "linear", y: .value(0), height: Self.linearHeight, scales: [linear],
        axes: [
          window.silent, VegaAxis(.left, "y", title: quantity.title, tickCount: 5, format: "~r"),
        ],
        marks: bands(positive: false) + lines(positive: false)
          + [window.cursor(Self.linearHeight)]),
      .panel(
        "logarithmic", y: .value(.number(logarithmicTop)), height: Self.logarithmicHeight,
        scales: [logarithmic], axes: [window.dates, powers],
        marks: bands(positive: true) + lines(positive: true)
          + [window.cursor(Self.logarithmicHeight)]),
      window.overview(top: overviewTop),
    ]
    return spec
  }

  /// Least and greatest positive value of what is shown.
  private var bounds: VegaData {
    let least = fields.map { "datum.\($0) > 0 ? datum.\($0) : 1e99" }
    let greatest = fields.map { "datum.\($0) > 0 ? datum.\($0) : 0" }
    return VegaData(
      "bounds", source: "shown",
      transform: [
        ["type": "formula", "as": "least", "expr": "min(\(least.joined(separator: ", ")))"],
        ["type": "formula", "as": "greatest", "expr": "max(\(greatest.joined(separator: ", ")))"],
        [
          "type": "aggregate", "fields": ["least", "greatest"], "ops": ["min", "max"],
          "as": ["least", "greatest"],
        ],
      ])
  }

  // MARK: What is drawn

  /// Between which the members of an ensemble lie.
  private func bands(positive: Bool) -> [VegaMark] {
    banded.map { run in
      VegaMark(
        .area, name: "band-\(run)", data: "shown", clip: true, interactive: false,
        enter: [
          "fill": .value(.text(colors[run])), "fillOpacity": .value(.number(Self.bandOpacity)),
        ],
        update: [
          "x": .scaled("x", field: "t"), "y": .scaled("y", field: "u\(run)"),
          "y2": .scaled("y", field: "l\(run)"),
          "defined": .signal(
            positive ? "datum.l\(run) > 0" : "isValid(datum.l\(run))"),
        ])
    }
  }

  /// - Parameter positive: whether zero and less cannot be drawn
  private func lines(positive: Bool) -> [VegaMark] {
    func line(_ field: String, _ color: String, _ width: Double) -> VegaMark {
      VegaMark(
        .line, name: "line-\(field)", data: "shown", clip: true, interactive: false,
        enter: [
          "stroke": .value(.text(color)), "strokeWidth": .value(.number(width)),
          "strokeJoin": .value("round"),
        ],
        update: [
          "x": .scaled("x", field: "t"), "y": .scaled("y", field: field),
          "defined": .signal(
            positive ? "datum.\(field) > 0" : "isValid(datum.\(field))"),
        ])
    }
    return (hasBaseline ? [line("b", Palette.baseline, 1.3)] : [])
      + [line("o", Palette.observed, 1.3)]
      + zip(simulated, colors).map { line($0, $1, 1.7) }
  }
}
