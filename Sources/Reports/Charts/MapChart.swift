/// The network on a map: colour by a parameter, width by drainage area, gauges by score.
///
/// Drag to move, buttons or Ctrl and the wheel to magnify. Paths keep the sheet's units and are
/// placed and magnified by three signals, so that moving the map does not touch the data.
struct MapChart {
  let id: String
  let run: RunReport
  let reaches: ReachTable
  let sheet: MapSheet
  let parameter: ReachParameter
  let scale: ColorScale
  /// Another map of the same run, whose tables this one draws; nil for the first.
  var tablesOf: String?

  /// Widths of the smallest and the largest river, px.
  static let widths = (least: 0.8, greatest: 4.2)
  /// Room a mouse has beside a river, px.
  private static let reachOfMouse = 7.0
  private static let margin = 16.0
  /// Height of the map at most, px, and as a share of its width at most and at least.
  private static let greatestHeight = 620.0
  private static let tallest = 1.15
  private static let flattest = 0.4

  var chart: Chart {
    Chart(
      id, title: parameter.name, caption: "", specification,
      tables: tablesOf == nil ? ["reaches": reachColumns, "gauges": gaugeColumns] : [:],
      tablesOf: tablesOf, renderer: .init(items: sheet.drawn.count))
  }

  private var specification: VegaSpecification {
    let plane = sheet.plane
    let share = min(max(plane.height / max(plane.width, 1), Self.flattest), Self.tallest)
    var spec = VegaSpecification(
      "Map of the river network coloured by \(parameter.name)", height: 560 * share)
    spec.padding = 0
    spec.autosize = "none"
    spec.signals = [
      VegaSignal("height", update: "min(width * \(share), \(Self.greatestHeight))"),
      VegaSignal(
        "base",
        update:
          "min((width - \(2 * Self.margin)) / \(max(plane.width, 1)), (height - \(2 * Self.margin)) / \(max(plane.height, 1)))"
      ),
      VegaSignal("zoom", value: 1),
      VegaSignal(
        "grab", value: .null,
        on: [
          .init("mousedown, touchstart", "[x(), y(), centreX, centreY]"),
          .init("window:mouseup, touchend", "null"),
        ]),
      VegaSignal("centreX", value: .number(plane.width / 2), on: [
        .init(Self.drag, "grab ? grab[2] - (x() - grab[0]) / magnification : centreX")
      ]),
      VegaSignal("centreY", value: .number(plane.height / 2), on: [
        .init(Self.drag, "grab ? grab[3] - (y() - grab[1]) / magnification : centreY")
      ]),
      VegaSignal("magnification", update: "base * zoom"),
      // Magnified rivers grow wider, though not in proportion.
      VegaSignal("thickness", update: "min(pow(zoom, 0.4), 3)"),
      VegaSignal("left", update: "width / 2 - centreX * magnification"),
      VegaSignal("top", update: "height / 2 - centreY * magnification"),
      VegaSignal("station", value: ""),
      VegaSignal(
        "hovered", value: -1,
        on: [
          .init("@near:mouseover", "datum.reach"), .init("@near:mouseout", "-1"),
        ]),
    ]
    spec.data = [
      VegaData("reaches"), VegaData("gauges"),
      VegaData(
        "under", source: "reaches",
        transform: [["type": "filter", "expr": "datum.reach === hovered"]]),
    ]
    spec.scales = [
      VegaScale(
        "parameter", scale.isLogarithmic ? .log : .linear,
        domain: JSONLiteral(scale.stops.map(\.value)),
        range: JSONLiteral(scale.stops.map(\.color.hexadecimal)), zero: false, clamp: true),
      VegaScale(
        "score", .threshold, domain: JSONLiteral(run.mapClasses.borders),
        range: JSONLiteral(run.mapClasses.colors)),
    ]
    spec.marks = [lines, highlight, near, ring, gauges]
    return spec
  }

  private static let drag: JSONLiteral =
    "[mousedown, window:mouseup] > window:mousemove, [touchstart, touchend] > touchmove"

  private static let placement: VegaMark.Channels = [
    "x": .signal("left"), "y": .signal("top"), "scaleX": .signal("magnification"),
    "scaleY": .signal("magnification"),
  ]

  private var lines: VegaMark {
    VegaMark(
      .path, name: "rivers", data: "reaches", clip: true, interactive: false,
      enter: [
        "path": .field("path"), "strokeCap": .value("round"), "strokeJoin": .value("round"),
        "stroke": .either(
          [(test: "datum.seen", value: .scaled("parameter", field: parameter.key))],
          otherwise: .value(.text(Palette.unconstrained))),
      ],
      update: Self.placement.merging(["strokeWidth": .signal("datum.width * thickness")]) { $1 })
  }

  /// Wide lines nobody sees, so that a thin river can be pointed at.
  private var near: VegaMark {
    VegaMark(
      .path, name: "near", data: "reaches", clip: true,
      enter: [
        "path": .field("path"), "stroke": .value("#000"), "strokeOpacity": .value(0),
        "tooltip": .signal("datum"),
      ],
      update: Self.placement.merging([
        "strokeWidth": .signal("datum.width * thickness + \(Self.reachOfMouse)")
      ]) { $1 })
  }

  private var highlight: VegaMark {
    VegaMark(
      .path, data: "under", clip: true, interactive: false,
      enter: [
        "path": .field("path"), "stroke": .value(.text(Palette.runs[4])),
        "strokeOpacity": .value(0.75), "strokeCap": .value("round"),
      ],
      update: Self.placement.merging([
        "strokeWidth": .signal("datum.width * thickness + 3")
      ]) { $1 })
  }

  private static let gaugePosition: VegaMark.Channels = [
    "x": .signal("left + datum.x * magnification"), "y": .signal("top + datum.y * magnification"),
  ]

  private var gauges: VegaMark {
    VegaMark(
      .symbol, name: "gauge", data: "gauges", clip: true,
      enter: [
        "shape": .value("circle"), "size": .value(95), "stroke": .value("#1f1f1f"),
        "strokeWidth": .value(1.4), "cursor": .value("pointer"), "tooltip": .signal("datum"),
        "fill": .either(
          [(test: "isValid(datum.score)", value: .scaled("score", field: "score"))],
          otherwise: .value(.text(ScoreClasses.unknown))),
      ], update: Self.gaugePosition)
  }

  /// A halo around the chosen gauge.
  private var ring: VegaMark {
    VegaMark(
      .symbol, data: "gauges", clip: true, interactive: false,
      enter: [
        "shape": .value("circle"), "size": .value(340), "fill": .value("#ffffff"),
        "fillOpacity": .value(0.85), "stroke": .value(.text(Palette.ink)),
        "strokeWidth": .value(1.2),
      ],
      update: Self.gaugePosition.merging([
        "opacity": .either(
          [(test: "datum.station === station", value: .value(1))], otherwise: .value(0))
      ]) { $1 })
  }

  // MARK: Tables

  private var reachColumns: [String: JSONLiteral] {
    let widths = LineWidths(reaches)
    let least = LineWidths.finest(Self.widths.least, count: sheet.drawn.count)
    let drawn = sheet.drawn
    var columns = reaches.columns(of: drawn)
    columns["reach"] = .list(drawn.map { JSONLiteral($0) })
    columns["width"] = JSONLiteral(
      drawn.map { widths.width($0, from: least, to: Self.widths.greatest) }, digits: 3)
    columns["path"] = JSONLiteral(sheet.lines.map(Self.path))
    return columns
  }

  private var gaugeColumns: [String: JSONLiteral] {
    let period = run.judgedPeriod ?? ""
    let gauges = run.gauges.filter { $0.position != nil }
    let points = gauges.map { sheet.plane.point($0.position!.x, $0.position!.y) }
    let scores = gauges.map { $0.score(ModelScores.learned, period) }
    return [
      "station": JSONLiteral(gauges.map(\.station)),
      "name": .list(gauges.map { JSONLiteral($0.name) }),
      "x": JSONLiteral(points.map(\.x), digits: 6), "y": JSONLiteral(points.map(\.y), digits: 6),
      "kge": JSONLiteral(scores.map { $0?.kge ?? .nan }, digits: 4),
      "nse": JSONLiteral(scores.map { $0?.nse ?? .nan }, digits: 4),
      "error": JSONLiteral(
        gauges.map {
          $0.temperatureError(ModelScores.learned, period)?.rootMeanSquare ?? .nan
        }, digits: 3),
      "score": JSONLiteral(gauges.map { run.mapScore($0) ?? .nan }, digits: 4),
      "period": JSONLiteral(gauges.map { _ in period }),
    ]
  }

  /// Whole units of the sheet, each vertex relative to the one before it.
  static func path(_ line: [(x: Double, y: Double)]) -> String {
    var text = ""
    var (lastX, lastY) = (0, 0)
    for (place, vertex) in line.enumerated() {
      let (x, y) = (Int(vertex.x.rounded()), Int(vertex.y.rounded()))
      switch place {
      case 0: text += "M\(x) \(y)"
      case 1: text += "l\(x - lastX) \(y - lastY)"
      default: text += " \(x - lastX) \(y - lastY)"
      }
      (lastX, lastY) = (x, y)
    }
    return text
  }
}

extension RunReport {
  /// The score by which gauges on a map are coloured.
  var mapClasses: ScoreClasses { kind == .networkTemperature ? .temperatureError : .efficiency }

  func mapScore(_ gauge: GaugeReport) -> Double? {
    guard let period = judgedPeriod else { return nil }
    return kind == .networkTemperature
      ? gauge.temperatureError(ModelScores.learned, period)?.rootMeanSquare
      : gauge.score(ModelScores.learned, period)?.kge
  }

  /// The parameters that are drawn: those that were learned and differ between reaches.
  var shownParameters: [ReachParameter] {
    guard let parameters = reaches?.parameters else { return [] }
    let learned = parameters.filter { $0.learnedAs != nil }
    let varied = learned.filter(\.isVaried)
    // A map of one colour still says where the gauges are: one of them.
    return varied.isEmpty ? Array((learned + parameters).prefix(1)) : varied
  }
}
