import Foundation

/// A parameter against drainage area, logarithmic but for shares, with the law of the roughness.
struct ParameterAreaChart {
  let id: String
  let reaches: ReachTable
  let parameter: ReachParameter
  let law: RoughnessLaw?
  let color: String
  /// km², the same for all runs of a page
  let areas: ClosedRange<Double>
  /// Of the parameter, the same for all runs of a page
  let range: ClosedRange<Double>
  /// Whether it stands beside a map, and not among others.
  let isAlone: Bool

  /// Points drawn at most.
  static let pointLimit = 12_000
  private static let lawPoints = 25

  /// - Returns: nil where no reach has an area and a value.
  var chart: Chart? {
    let known = reaches.ids.indices.filter {
      reaches.areas[$0] > 0 && (parameter.values[$0] > 0 || parameter.isShare)
    }
    guard !known.isEmpty else { return nil }
    let every = (known.count + Self.pointLimit - 1) / Self.pointLimit
    let shown = stride(from: 0, to: known.count, by: every).map { known[$0] }
    var caption = ""
    if let law {
      caption = law.note.sentence
    } else if isAlone, parameter.key == ReachParameter.roughnessKey {
      caption = "The run states no law of roughness and area."
    }
    if shown.count < known.count {
      caption += " \(shown.count.grouped) of \(known.count.grouped) reaches are drawn."
    }
    var tables = ["reaches": reaches.columns(of: shown)]
    tables["law"] = lawColumns(known)
    return Chart(
      id, title: "\(parameter.name) and drainage area", caption: caption, specification, tables: tables,
      renderer: .init(items: shown.count))
  }

  private var specification: VegaSpecification {
    var spec = VegaSpecification("\(parameter.name) against drainage area", height: isAlone ? 372 : 230)
    spec.data = [VegaData("reaches"), VegaData("law")]
    spec.scales = [
      VegaScale(
        "x", .log, domain: JSONLiteral([areas.lowerBound, areas.upperBound]),
        range: [0, ["signal": "width"]]),
      VegaScale(
        "y", parameter.isShare ? .linear : .log,
        domain: JSONLiteral([range.lowerBound, range.upperBound]),
        range: [["signal": "height"], 0], zero: false),
    ]
    spec.axes = [
      VegaAxis(
        .bottom, "x", title: "Drainage area, km²", values: AxisTicks.logarithmic(areas),
        format: "~r"),
      VegaAxis(
        .left, "y", title: parameter.title,
        values: parameter.isShare
          ? AxisTicks.linear(range, count: 4) : AxisTicks.logarithmic(range),
        format: "~r"),
    ]
    let x = VegaValue.scaled("x", field: "area")
    spec.marks = [
      VegaMark(
        .area, data: "law", clip: true, interactive: false,
        enter: ["fill": .value(.text(color)), "fillOpacity": .value(0.16)],
        update: ["x": x, "y": .scaled("y", field: "upper"), "y2": .scaled("y", field: "lower")]),
      VegaMark(
        .symbol, name: "reach", data: "reaches", clip: true,
        enter: [
          "shape": .value("circle"), "size": .value(20), "tooltip": .signal("datum"),
          "fill": .either(
            [(test: "datum.seen", value: .value(.text(color)))],
            otherwise: .value(.text(Palette.unconstrained))),
          "fillOpacity": .value(0.5),
        ], update: ["x": x, "y": .scaled("y", field: parameter.key)]),
      VegaMark(
        .line, data: "law", clip: true, interactive: false,
        enter: ["stroke": .value(.text(Palette.ink)), "strokeWidth": .value(1.6)],
        update: ["x": x, "y": .scaled("y", field: "n")]),
    ]
    return spec
  }

  /// The law and what the interval of its exponent makes of it, turned about the middle of the
  /// logarithmic areas of the reaches it was fitted to.
  private func lawColumns(_ known: [Int]) -> [String: JSONLiteral] {
    guard let law else { return ["area": [], "n": [], "lower": [], "upper": []] }
    let fitted = known.filter { reaches.isConstrained[$0] }
    let sample = (fitted.isEmpty ? known : fitted).map { log(reaches.areas[$0]) }
    let pivot = exp(sample.reduce(0, +) / Double(sample.count))
    let (low, high) = (exp(sample.min()!), exp(sample.max()!))
    let middle = law.coefficient * pow(pivot / law.referenceArea, law.exponent)
    // The point about which the law turns is one of the grid: there the interval is narrowest.
    let even = (0..<Self.lawPoints).map {
      low * pow(high / low, Double($0) / Double(Self.lawPoints - 1))
    }
    let grid = (even + [pivot]).sorted()
    func values(_ exponent: Double) -> [Double] { grid.map { middle * pow($0 / pivot, exponent) } }
    let ends = [values(law.exponentInterval.lowerBound), values(law.exponentInterval.upperBound)]
    return [
      "area": JSONLiteral(grid, digits: 6), "n": JSONLiteral(values(law.exponent), digits: 6),
      "lower": JSONLiteral(zip(ends[0], ends[1]).map { min($0, $1) }, digits: 6),
      "upper": JSONLiteral(zip(ends[0], ends[1]).map { max($0, $1) }, digits: 6),
    ]
  }
}

extension String {
  /// Beginning with a capital, ending with a full stop.
  var sentence: String {
    guard let first else { return "" }
    let text = first.uppercased() + dropFirst()
    return text.hasSuffix(".") ? text : text + "."
  }
}
