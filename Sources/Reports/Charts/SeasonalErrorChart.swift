/// Error of water temperature by month of the year: its mean above, its root mean square below.
///
/// The page fills `months` (month 1 ... 12, bias0, rms0, bias1 ... of each run, K).
struct SeasonalErrorChart {
  /// A colour for every run.
  let colors: [String]

  private static let panelHeight = 100.0
  private static let gap = 52.0
  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  var chart: Chart {
    Chart("seasonal-error", title: "Error by month", caption: "", specification)
  }

  private var specification: VegaSpecification {
    var spec = VegaSpecification(
      "Mean and root mean squared error of water temperature by month",
      height: 2 * Self.panelHeight + Self.gap)
    spec.data = [VegaData("months")]
    // Half a month of room on either side.
    spec.scales = [VegaScale("x", .linear, domain: [0.5, 12.5], range: [0, ["signal": "width"]])]
    spec.marks = [
      panel("bias", "Mean error, K: simulated less observed", top: 0, isLast: false),
      panel(
        "rms", "Root mean squared error, K", top: Self.panelHeight + Self.gap, isLast: true),
    ]
    return spec
  }

  private func panel(
    _ field: String, _ title: String, top: Double, isLast: Bool
  ) -> VegaMark {
    var months = VegaAxis(.bottom, "x", values: (1...12).map { Double($0) }, grid: false)
    months.labelFlush = false
    months.labels = isLast
    months.ticks = isLast
    let letters = Self.names.map { "'\($0.prefix(1))'" }.joined(separator: ",")
    months.encode = [
      "labels": ["update": ["text": ["signal": .text("[\(letters)][datum.value - 1]")]]]
    ]
    let zero = VegaMark(
      .rule, interactive: false,
      enter: ["stroke": .value(.text(Palette.faint)), "x": .value(0)],
      update: [
        "y": .scaledSignal("y", "0"), "x2": .signal("width"), "opacity": .value(0.7),
      ])
    let marks = colors.enumerated().flatMap { run, color in
      let name = "\(field)\(run)"
      let place: VegaMark.Channels = [
        "x": .scaled("x", field: "month"), "y": .scaled("y", field: name),
      ]
      return [
        VegaMark(
          .line, name: "line-\(name)", data: "months", interactive: false,
          enter: ["stroke": .value(.text(color)), "strokeWidth": .value(1.4)],
          update: place.merging(["defined": .signal("isValid(datum.\(name))")]) { $1 }),
        VegaMark(
          .symbol, name: "month-\(run)", data: "months",
          enter: [
            "size": .value(38), "fill": .value(.text(color)), "tooltip": .signal("datum"),
          ],
          update: place.merging(["opacity": .signal("isValid(datum.\(name)) ? 1 : 0")]) { $1 }),
      ]
    }
    return .panel(
      field, y: .value(.number(top)), height: Self.panelHeight,
      scales: [
        VegaScale(
          "y", .linear,
          domain: [
            "data": "months", "fields": JSONLiteral(colors.indices.map { "\(field)\($0)" }),
          ],
          range: [.number(Self.panelHeight), 0], nice: 4, zero: true)
      ],
      axes: [months, VegaAxis(.left, "y", title: title, tickCount: 4, format: "~r")],
      marks: [zero] + marks)
  }
}
