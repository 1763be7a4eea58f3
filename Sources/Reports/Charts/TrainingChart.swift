/// Loss by epoch: training above, validation below, each on its own axis, for the two are means over
/// different days.
struct TrainingChart {
  let id: String
  let training: TrainingReport
  let color: String

  private static let panelHeight = 116.0
  private static let gap = 40.0

  var chart: Chart? {
    guard training.epochs.contains(where: { $0.trainingLoss.isFinite }) else { return nil }
    var caption = "\(training.epochs.count) epochs, "
      + (training.steps.map { "\($0.grouped) steps, " } ?? "") + "\(training.ending)."
    if let seconds = training.seconds {
      caption += " \(seconds.text(digits: 3)) s"
      if let pace = training.reachStepsPerSecond, pace > 0 {
        caption += ", \((pace / 1e6).text(digits: 3)) million reach-steps a second with gradient"
      }
      caption += "."
    }
    if let chosen = training.chosenEpoch { caption += " Kept: the weights of epoch \(chosen)." }
    return Chart(
      id, title: "Training", caption: caption, specification,
      tables: [
        "epochs": [
          "epoch": .list(training.epochs.map { JSONLiteral($0.epoch) }),
          "loss": JSONLiteral(training.epochs.map(\.trainingLoss), digits: 6),
          "validation": JSONLiteral(
            training.epochs.map { $0.validationLoss ?? .nan }, digits: 6),
        ]
      ])
  }

  private var hasValidation: Bool { training.epochs.contains { $0.validationLoss != nil } }

  private var specification: VegaSpecification {
    let height = hasValidation ? 2 * Self.panelHeight + Self.gap : 2 * Self.panelHeight
    var spec = VegaSpecification("Loss by epoch", height: height)
    spec.data = [VegaData("epochs")]
    spec.scales = [
      VegaScale(
        "x", .linear, domain: ["data": "epochs", "field": "epoch"],
        range: [0, ["signal": "width"]], zero: false)
    ]
    spec.marks =
      hasValidation
      ? [
        panel("loss", "Training loss", top: 0, Self.panelHeight, isLast: false),
        panel(
          "validation", "Validation loss", top: Self.panelHeight + Self.gap, Self.panelHeight,
          isLast: true),
      ] : [panel("loss", "Training loss", top: 0, height, isLast: true)]
    return spec
  }

  private func panel(
    _ field: String, _ title: String, top: Double, _ height: Double, isLast: Bool
  ) -> VegaMark {
    let last = Double(training.epochs.map(\.epoch).max() ?? 1)
    let first = Double(training.epochs.map(\.epoch).min() ?? 1)
    let ticks = AxisTicks.linear(first...max(last, first), count: 6).filter { $0 == $0.rounded() }
    var epochs = VegaAxis(.bottom, "x", title: isLast ? "Epoch" : nil, values: ticks)
    epochs.labels = isLast
    epochs.ticks = isLast
    let place: VegaMark.Channels = ["x": .scaled("x", field: "epoch"), "y": .scaled("y", field: field)]
    let stroke: VegaMark.Channels = [
      "stroke": .value(.text(color)), "strokeWidth": .value(1.7),
    ]
    var marks = [
      VegaMark(
        .line, data: "epochs", interactive: false, enter: stroke,
        update: place.merging(["defined": .signal("isValid(datum.\(field))")]) { $1 }),
      VegaMark(
        .symbol, name: "epochs-\(field)", data: "epochs",
        enter: [
          "size": .value(26), "fill": .value(.text(color)), "tooltip": .signal("datum"),
        ],
        update: place.merging(["opacity": .signal("isValid(datum.\(field)) ? 1 : 0")]) { $1 }),
    ]
    if let chosen = training.chosenEpoch {
      marks.insert(
        VegaMark(
          .rule, interactive: false,
          enter: [
            "stroke": .value(.text(Palette.faint)), "strokeDash": .value([3, 3]), "y": .value(0),
            "y2": .value(.number(height)),
          ], update: ["x": .scaledSignal("x", "\(chosen)")]), at: 0)
    }
    return .panel(
      field, y: .value(.number(top)), height: height,
      scales: [
        VegaScale(
          "y", .linear, domain: ["data": "epochs", "field": .text(field)],
          range: [.number(height), 0], nice: 4, zero: false)
      ],
      axes: [epochs, VegaAxis(.left, "y", title: title, tickCount: 4, format: "~r")],
      marks: marks)
  }
}
