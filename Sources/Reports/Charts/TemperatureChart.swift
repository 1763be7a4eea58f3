/// Observed and simulated water temperature of one place over time, above a strip of the whole
/// record in which the shown part is chosen.
///
/// The page fills `series` (t and step in ms, o observed, s0, s1 ... simulated by each run, °C).
/// Observations are points: a thermometer is often read on single days.
struct TemperatureChart {
  /// A colour for every run.
  let colors: [String]

  private static let height = 260.0
  /// Room for labels of the axis, px.
  private static let gap = 38.0

  var chart: Chart {
    Chart("temperature", title: "Water temperature", caption: "", specification)
  }

  private var simulated: [String] { colors.indices.map { "s\($0)" } }
  private var window: TimeWindow {
    TimeWindow(panels: ["temperatures"], outline: "isValid(datum.s0) ? datum.s0 : datum.o")
  }

  private var specification: VegaSpecification {
    var spec = VegaSpecification(
      "Observed and simulated water temperature over time",
      height: Self.height + Self.gap + TimeWindow.overviewHeight)
    spec.signals = window.signals
    spec.data = window.data
    spec.scales = window.scales
    let scale = VegaScale(
      "y", .linear, domain: ["data": "shown", "fields": JSONLiteral(["o"] + simulated)],
      range: [.number(Self.height), 0], nice: 5, zero: true)
    let axis = VegaAxis(.left, "y", title: "Water temperature, °C", tickCount: 5, format: "~r")
    spec.marks = [
      .panel(
        "temperatures", y: .value(0), height: Self.height, scales: [scale],
        axes: [window.dates, axis],
        marks: zip(simulated, colors).map(Self.line) + [observed, window.cursor(Self.height)]),
      window.overview(top: Self.height + Self.gap),
    ]
    return spec
  }

  private static func line(_ field: String, _ color: String) -> VegaMark {
    VegaMark(
      .line, name: "line-\(field)", data: "shown", clip: true, interactive: false,
      enter: [
        "stroke": .value(.text(color)), "strokeWidth": .value(1.7), "strokeJoin": .value("round"),
      ],
      update: [
        "x": .scaled("x", field: "t"), "y": .scaled("y", field: field),
        "defined": .signal("isValid(datum.\(field))"),
      ])
  }

  private var observed: VegaMark {
    VegaMark(
      .symbol, name: "observed", data: "shown", clip: true, interactive: false,
      enter: [
        "shape": .value("circle"), "size": .value(11),
        "fill": .value(.text(Palette.observed)), "fillOpacity": .value(0.7),
      ],
      update: [
        "x": .scaled("x", field: "t"), "y": .scaled("y", field: "o"),
        "opacity": .signal("isValid(datum.o) ? 1 : 0"),
      ])
  }
}
