/// Observed and simulated discharge of one gauge, on a linear and on a logarithmic axis, above a
/// strip of the whole record in which the shown part is chosen.
///
/// The page fills `series` (t in ms, o observed, b baseline, s0, s1 ... simulated by each run) and
/// `periods`, and sets `first`, `last` and `span`, ms.
struct HydrographChart {
  /// A colour for every run.
  let colors: [String]
  let hasBaseline: Bool

  private static let linearHeight = 240.0
  private static let logarithmicHeight = 150.0
  private static let overviewHeight = 54.0
  /// Room between the panels, for labels of axes, px.
  private static let gap = 38.0
  private static let narrowGap = 42.0
  private static let dayMilliseconds = 86_400_000
  /// Columns of the strip, into each of which the greatest flow goes.
  private static let overviewColumns = 600

  var chart: Chart {
    Chart("hydrograph", title: "Hydrograph", caption: "", specification)
  }

  private var simulated: [String] { colors.indices.map { "s\($0)" } }
  private var fields: [String] { ["o"] + (hasBaseline ? ["b"] : []) + simulated }

  private var specification: VegaSpecification {
    let logarithmicTop = Self.linearHeight + Self.narrowGap
    let overviewTop = logarithmicTop + Self.logarithmicHeight + Self.gap
    var spec = VegaSpecification(
      "Observed and simulated discharge over time", height: overviewTop + Self.overviewHeight)
    spec.signals = signals
    spec.data = data
    spec.scales = [
      VegaScale("x", .utc, domain: ["signal": "span"], range: [0, ["signal": "width"]]),
      VegaScale("all", .utc, domain: ["signal": "[first, last]"], range: [0, ["signal": "width"]]),
    ]
    let linear = VegaScale(
      "y", .linear,
      domain: ["data": "shown", "fields": JSONLiteral(fields)],
      range: [.number(Self.linearHeight), 0], nice: 5, zero: true)
    let logarithmic = VegaScale(
      "y", .log, domain: ["signal": "positive"],
      range: [.number(Self.logarithmicHeight), 0], nice: true)
    var dates = VegaAxis(.bottom, "x", tickCount: ["signal": "ceil(width / 110)"])
    var silent = dates
    silent.labels = false
    silent.ticks = false
    silent.domain = true
    dates.labelFlush = nil
    dates.labelBound = true
    var powers = VegaAxis(
      .left, "y", title: "Discharge, m³ s⁻¹, logarithmic", values: AxisTicks.powers,
      format: "~r")
    powers.labelOverlap = true
    spec.marks = [
      .panel(
        "linear", y: .value(0), height: Self.linearHeight, scales: [linear],
        axes: [
          silent, VegaAxis(.left, "y", title: "Discharge, m³ s⁻¹", tickCount: 5, format: "~r"),
        ], marks: lines(positive: false) + [cursor(Self.linearHeight)]),
      .panel(
        "logarithmic", y: .value(.number(logarithmicTop)), height: Self.logarithmicHeight,
        scales: [logarithmic], axes: [dates, powers],
        marks: lines(positive: true) + [cursor(Self.logarithmicHeight)]),
      overview(top: overviewTop),
    ]
    return spec
  }

  // MARK: What moves

  private static let panels = ["linear", "logarithmic"]
  private static func events(_ kind: String) -> String {
    panels.map { "@\($0):\(kind)" }.joined(separator: ", ")
  }

  private var signals: [VegaSignal] {
    let dragged = Self.panels.map { "[@\($0):mousedown, window:mouseup] > window:mousemove" }
      .joined(separator: ", ")
    return [
      VegaSignal("first", value: 0), VegaSignal("last", value: 1),
      VegaSignal(
        "grab", value: .null,
        on: [
          .init(.text(Self.events("mousedown")), "[x(), span[0], span[1]]"),
          .init("window:mouseup", "null"),
        ]),
      VegaSignal(
        "brush", value: [0, 0],
        on: [
          .init("@overview:mousedown", "[x(), x()]"),
          .init(
            "[@overview:mousedown, window:mouseup] > window:mousemove",
            "[brush[0], clamp(x(), 0, width)]"),
        ]),
      VegaSignal(
        "span", value: [0, 1],
        on: [
          .init(
            .text(dragged),
            "grab ? clampRange([grab[1] - (x() - grab[0]) * (grab[2] - grab[1]) / width, grab[2] - (x() - grab[0]) * (grab[2] - grab[1]) / width], first, last) : span"
          ),
          .init(
            ["signal": "brush"],
            "abs(brush[1] - brush[0]) < 4 ? span : [invert('all', min(brush[0], brush[1])), invert('all', max(brush[0], brush[1]))]"
          ),
          .init(
            "@overview:click",
            "abs(brush[1] - brush[0]) < 4 ? clampRange([invert('all', x()) - (span[1] - span[0]) / 2, +invert('all', x()) + (span[1] - span[0]) / 2], first, last) : span"
          ),
        ]),
      VegaSignal(
        "pointed", value: .null,
        on: [
          .init(.text(Self.events("mousemove")), "+invert('x', x())"),
          .init(.text(Self.events("mouseout")), "null"),
        ]),
      // Zero flow has no place on a logarithmic axis: the least positive value bounds it.
      VegaSignal(
        "positive",
        update:
          "data('bounds').length && data('bounds')[0].least < data('bounds')[0].greatest ? [data('bounds')[0].least, data('bounds')[0].greatest] : [0.1, 10]"
      ),
    ]
  }

  private var data: [VegaData] {
    let least = fields.map { "datum.\($0) > 0 ? datum.\($0) : 1e99" }
    let greatest = fields.map { "datum.\($0) > 0 ? datum.\($0) : 0" }
    let day = Self.dayMilliseconds
    return [
      VegaData("series"), VegaData("periods"),
      VegaData(
        "shown", source: "series",
        transform: [
          [
            "type": "filter",
            "expr": "datum.t >= span[0] - \(day) && datum.t <= +span[1] + \(day)",
          ]
        ]),
      VegaData(
        "bounds", source: "shown",
        transform: [
          ["type": "formula", "as": "least", "expr": "min(\(least.joined(separator: ", ")))"],
          [
            "type": "formula", "as": "greatest",
            "expr": "max(\(greatest.joined(separator: ", ")))",
          ],
          [
            "type": "aggregate", "fields": ["least", "greatest"], "ops": ["min", "max"],
            "as": ["least", "greatest"],
          ],
        ]),
      VegaData(
        "strip", source: "series",
        transform: [
          [
            "type": "formula", "as": "column",
            "expr":
              "floor((datum.t - first) / (last - first) * \(Self.overviewColumns))",
          ],
          ["type": "formula", "as": "q", "expr": "isValid(datum.o) ? datum.o : datum.s0"],
          [
            "type": "aggregate", "groupby": ["column"], "fields": ["t", "q"],
            "ops": ["min", "max"], "as": ["t", "q"],
          ],
          ["type": "collect", "sort": ["field": "t"]],
        ]),
    ]
  }

  // MARK: What is drawn

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

  private func cursor(_ height: Double) -> VegaMark {
    VegaMark(
      .rule, interactive: false,
      enter: [
        "stroke": .value(.text(Palette.faint)), "strokeDash": .value([3, 3]),
        "y": .value(0), "y2": .value(.number(height)),
      ],
      update: [
        "x": .signal("pointed ? scale('x', pointed) : 0"),
        "opacity": .signal("pointed ? 0.8 : 0"),
      ])
  }

  private func overview(top: Double) -> VegaMark {
    let height = Self.overviewHeight
    let band = VegaMark(
      .rect, data: "periods", clip: true, interactive: false,
      enter: ["y": .value(0), "y2": .value(.number(height)), "fill": .field("fill")],
      update: ["x": .scaled("all", field: "start"), "x2": .scaled("all", field: "end")])
    let label = VegaMark(
      .text, data: "periods", clip: true, interactive: false,
      enter: [
        "text": .field("name"), "y": .value(5), "baseline": .value("top"),
        "fontSize": .value(10.5),
      ],
      update: [
        "x": .signal("scale('all', datum.start) + 5"),
        "limit": .signal(
          "max(scale('all', datum.end) - scale('all', datum.start) - 8, 1)"),
      ])
    let area = VegaMark(
      .area, data: "strip", clip: true, interactive: false,
      enter: ["fill": .value("#8b8b84"), "fillOpacity": .value(0.75)],
      update: [
        "x": .scaled("all", field: "t"), "y": .scaled("y", field: "q"),
        "y2": .scaledSignal("y", "0"), "defined": .signal("isValid(datum.q)"),
      ])
    let window = VegaMark(
      .rect, interactive: false,
      enter: [
        "y": .value(-1), "y2": .value(.number(height + 1)), "fill": .value(.text(Palette.runs[0])),
        "fillOpacity": .value(0.13), "stroke": .value(.text(Palette.runs[0])),
        "strokeWidth": .value(1.2), "cornerRadius": .value(2),
      ],
      update: [
        "x": .signal("max(scale('all', span[0]), 0)"),
        "x2": .signal("min(scale('all', span[1]), width)"),
      ])
    var axis = VegaAxis(
      .bottom, "all", tickCount: ["signal": "ceil(width / 90)"], grid: false)
    axis.labelFlush = nil
    axis.labelBound = true
    var panel = VegaMark.panel(
      "overview", y: .value(.number(top)), height: height,
      scales: [
        VegaScale(
          "y", .linear, domain: ["data": "strip", "field": "q"],
          range: [.number(height), 8], zero: true)
      ], axes: [axis], marks: [band, area, label, window])
    panel.encode.update["cursor"] = .value("crosshair")
    return panel
  }
}
