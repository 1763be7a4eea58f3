import Foundation
import Reports
import Testing

/// What Vega would refuse, or silently draw wrongly; that it parses and draws them is tested in a
/// browser by `Tests/report-browser.sh`.
@Suite struct SpecificationTests {
  private let charts: [Chart]

  init() throws {
    let runs = try [
      SampleRun.make(name: "one"), SampleRun.make(name: "two", exponent: -0.05),
    ]
    charts = ReportPage(runs, vega: .remote("about:blank")).charts
  }

  @Test func `every chart there is data for is made`() {
    #expect(
      charts.map(\.id) == [
        "map-0", "law-0", "map-1", "law-1", "hydrograph", "flow-duration", "distribution-kge",
        "distribution-nse", "skill-area", "training-0", "training-1",
      ])
  }

  @Test func `names are unique and none is Vega's own`() throws {
    let reserved: Set = [
      "cursor", "datum", "event", "item", "group", "parent", "background", "autosize", "padding",
    ]
    for chart in charts {
      let spec = chart.specification
      let signals = spec.signals.map(\.name)
      #expect(Set(signals).count == signals.count && reserved.isDisjoint(with: signals), "\(chart.id)")
      // A named mark is a data set to Vega: it must not bear the name of another within reach.
      for scope in [spec.marks] + spec.marks.compactMap(\.marks) {
        let sets = spec.data.map(\.name) + scope.compactMap(\.name)
        #expect(Set(sets).count == sets.count, "\(chart.id): \(sets)")
      }
    }
  }

  @Test func `scales, data and tables that are used are there`() throws {
    for chart in charts {
      let spec = chart.specification
      let data = Set(spec.data.map(\.name))
      #expect(Set(chart.tables.keys).isSubset(of: data), "\(chart.id)")
      #expect(spec.data.compactMap(\.source).allSatisfy { data.contains($0) }, "\(chart.id)")
      let scales = Set(spec.scales.map(\.name))
      for axis in spec.axes { #expect(scales.contains(axis.scale)) }
      for mark in spec.marks {
        let inside = scales.union(mark.scales?.map(\.name) ?? [])
        for axis in mark.axes ?? [] { #expect(inside.contains(axis.scale), "\(chart.id)") }
        for part in [mark] + (mark.marks ?? []) {
          if let from = part.from { #expect(data.contains(from.data), "\(chart.id) \(from.data)") }
          for value in [part.encode.enter ?? [:], part.encode.update].flatMap(\.values) {
            for scale in scaleNames(value) { #expect(inside.contains(scale), "\(chart.id) \(scale)") }
          }
        }
      }
    }
  }

  @Test func `columns of a table are equally long and fields exist`() throws {
    for chart in charts {
      for (name, columns) in chart.tables {
        let lengths = Set(columns.values.map { if case .list(let values) = $0 { values.count } else { -1 } })
        #expect(lengths.count == 1, "\(chart.id) \(name)")
        for mark in marks(chart.specification.marks) where mark.from?.data == name {
          for value in [mark.encode.enter ?? [:], mark.encode.update].flatMap(\.values) {
            for field in fieldNames(value) { #expect(columns[field] != nil, "\(chart.id) \(field)") }
          }
        }
      }
    }
  }

  @Test func `they encode to JSON that says the version`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for chart in charts {
      let data = try encoder.encode(chart.specification)
      let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(object["$schema"] as? String == "https://vega.github.io/schema/vega/v5.json")
      #expect(try encoder.encode(chart.specification) == data)
    }
  }

  // MARK: Walking through a specification

  private func marks(_ marks: [VegaMark]) -> [VegaMark] {
    marks + marks.flatMap { self.marks($0.marks ?? []) }
  }

  private func scaleNames(_ value: VegaValue) -> [String] {
    switch value {
    case .scaled(let scale, _), .scaledSignal(let scale, _): [scale]
    case .either(let cases, let otherwise):
      cases.flatMap { scaleNames($0.value) } + scaleNames(otherwise)
    case .value, .signal, .field: []
    }
  }

  private func fieldNames(_ value: VegaValue) -> [String] {
    switch value {
    case .scaled(_, let field), .field(let field): [field]
    case .either(let cases, let otherwise):
      cases.flatMap { fieldNames($0.value) } + fieldNames(otherwise)
    case .value, .signal, .scaledSignal: []
    }
  }
}
