/// The part of a record that is looked at: dragged in the panels, drawn in a strip of the whole
/// record below them.
///
/// The page sets `first`, `last` and `span`, ms, and fills `series` (t in ms) and `periods`.
struct TimeWindow {
  /// Names of the panels that are dragged.
  let panels: [String]
  /// What the strip draws: an expression of a row of `series`.
  let outline: String

  static let overviewHeight = 54.0
  /// Columns of the strip, into each of which the greatest value goes.
  private static let overviewColumns = 600

  var scales: [VegaScale] {
    [
      VegaScale("x", .utc, domain: ["signal": "span"], range: [0, ["signal": "width"]]),
      VegaScale("all", .utc, domain: ["signal": "[first, last]"], range: [0, ["signal": "width"]]),
    ]
  }

  /// Dates below the last panel.
  var dates: VegaAxis {
    var dates = VegaAxis(
      .bottom, "x", tickCount: ["signal": "ceil(width / 110)"], format: VegaAxis.dates)
    dates.labelFlush = nil
    dates.labelBound = true
    return dates
  }

  /// A line below the other panels, without dates.
  var silent: VegaAxis {
    var silent = VegaAxis(
      .bottom, "x", tickCount: ["signal": "ceil(width / 110)"], format: VegaAxis.dates)
    silent.labels = false
    silent.ticks = false
    silent.domain = true
    return silent
  }

  private func events(_ kind: String) -> String {
    panels.map { "@\($0):\(kind)" }.joined(separator: ", ")
  }

  var signals: [VegaSignal] {
    let dragged = panels.map { "[@\($0):mousedown, window:mouseup] > window:mousemove" }
      .joined(separator: ", ")
    return [
      VegaSignal("first", value: 0), VegaSignal("last", value: 1),
      VegaSignal(
        "grab", value: .null,
        on: [
          .init(.text(events("mousedown")), "[x(), span[0], span[1]]"),
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
            "grab ? clampRange([grab[1] - (x() - grab[0]) * (grab[2] - grab[1]) / width, "
              + "grab[2] - (x() - grab[0]) * (grab[2] - grab[1]) / width], first, last) : span"
          ),
          .init(
            ["signal": "brush"],
            "abs(brush[1] - brush[0]) < 4 ? span : "
              + "[invert('all', min(brush[0], brush[1])), invert('all', max(brush[0], brush[1]))]"
          ),
          .init(
            "@overview:click",
            "abs(brush[1] - brush[0]) < 4 ? clampRange([invert('all', x()) - (span[1] - span[0]) / 2, "
              + "+invert('all', x()) + (span[1] - span[0]) / 2], first, last) : span"
          ),
        ]),
      VegaSignal(
        "pointed", value: .null,
        on: [
          .init(.text(events("mousemove")), "+invert('x', x())"),
          .init(.text(events("mouseout")), "null"),
        ]),
    ]
  }

  var data: [VegaData] {
    [
      VegaData("series"), VegaData("periods"),
      // One value more on either side, so that lines reach the edges.
      VegaData(
        "shown", source: "series",
        transform: [
          [
            "type": "filter",
            "expr": "datum.t >= span[0] - datum.step && datum.t <= +span[1] + datum.step",
          ]
        ]),
      VegaData(
        "strip", source: "series",
        transform: [
          [
            "type": "formula", "as": "column",
            "expr":
              "floor((datum.t - first) / (last - first) * \(Self.overviewColumns))",
          ],
          ["type": "formula", "as": "q", "expr": .text(outline)],
          [
            "type": "aggregate", "groupby": ["column"], "fields": ["t", "q"],
            "ops": ["min", "max"], "as": ["t", "q"],
          ],
          ["type": "collect", "sort": ["field": "t"]],
        ]),
    ]
  }

  func cursor(_ height: Double) -> VegaMark {
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

  func overview(top: Double) -> VegaMark {
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
      .bottom, "all", tickCount: ["signal": "ceil(width / 90)"], format: VegaAxis.dates,
      grid: false)
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
