import Foundation
import Reports
import RiverNetworks
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Counts elements, and tells whether the text is XML at all.
private final class ElementCounter: NSObject, XMLParserDelegate {
  private(set) var counts: [String: Int] = [:]
  private(set) var attributes: [String: [[String: String]]] = [:]
  private(set) var isComplete = false

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    isComplete = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes found: [String: String]
  ) {
    counts[name, default: 0] += 1
    attributes[name, default: []].append(found)
  }
}

@Suite struct MapFigureTests {
  @Test func `every reach is a line, every gauge a circle`() throws {
    var run = try SampleRun.make(reaches: 300, gauges: 5)
    run.title = "A <basin> & \"more\""
    let svg = ElementCounter(try RoughnessMap(run).svg)
    #expect(svg.isComplete)
    #expect(svg.counts["polyline"] == 300)
    let circles = svg.attributes["circle"] ?? []
    #expect(circles.count { $0["r"] == "5.2" } == 5)
    let unseen = try #require(run.reaches).unconstrainedCount
    let grey = (svg.attributes["polyline"] ?? []).count { $0["stroke"] == "#bdbdb6" }
    #expect(unseen > 0 && grey == unseen)
  }

  @Test func `points lie inside the figure`() throws {
    let map = try RoughnessMap(SampleRun.make(reaches: 300, gauges: 5))
    let svg = ElementCounter(map.svg)
    for line in svg.attributes["polyline"] ?? [] {
      for point in (line["points"] ?? "").split(separator: " ") {
        let numbers = point.split(separator: ",").compactMap { Double($0) }
        #expect(numbers.count == 2)
        #expect(numbers[0] > 0 && numbers[0] < RoughnessMap.width)
        #expect(numbers[1] > 0 && numbers[1] < map.height)
      }
    }
  }

  @Test func `a scale bar only where the unit is known`() throws {
    var run = try SampleRun.make(reaches: 60, gauges: 1)
    #expect(try RoughnessMap(run).svg.contains(" km</text>"))
    run.lines!.coordinates = .unknown
    #expect(try !RoughnessMap(run).svg.contains(" km</text>"))
  }

  @Test func `without lines or roughness it says what to do`() throws {
    var run = try SampleRun.make(reaches: 40, gauges: 1)
    run.lines = nil
    #expect(throws: InputError.self) { try RoughnessMap(run) }
    run.reaches = nil
    let error = #expect(throws: InputError.self) { try RoughnessMap(run) }
    #expect(error?.remedy != nil)
  }

  @Test func `the QGIS style covers every roughness once and greys the rest`() throws {
    let reaches = try #require(SampleRun.make(reaches: 300, gauges: 5).reaches)
    let text = try #require(QGISStyle.roughness(reaches.roughness, areas: reaches.areas))
    let style = ElementCounter(text)
    #expect(style.isComplete)
    let rules = (style.attributes["rule"] ?? []).compactMap { $0["filter"] }
    #expect(rules.count == style.counts["symbol"])
    #expect(rules.last == "NOT \"constrained\"")
    // Each border appears as the end of one class and the beginning of the next.
    let ends = rules.dropLast().compactMap { $0.split(separator: "< ").last.flatMap { Double($0) } }
    let starts = rules.dropLast().compactMap { rule in
      rule.ranges(of: ">= ").first.flatMap { mark in
        Double(rule[mark.upperBound...].prefix { $0 != " " })
      }
    }
    #expect(ends.count >= 4 && ends == starts && ends == ends.sorted())
    #expect(text.contains("drainage_area_km2"))
    #expect(QGISStyle.roughness([.nan], areas: [1]) == nil)
    let uniform = try #require(QGISStyle.roughness([0.05, 0.05], areas: [.nan, .nan]))
    #expect(ElementCounter(uniform).counts["rule"] == 2 && !uniform.contains("outlineWidth"))
  }
}
