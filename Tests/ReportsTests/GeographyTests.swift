import Foundation
import Reports
import Testing

@Suite struct GeographyTests {
  @Test func `the unit of the coordinates is read from the reference system`() {
    let geographic = #"GEOGCRS["WGS 84",ELLIPSOID["WGS 84",6378137,298.257,LENGTHUNIT["metre",1]]]"#
    let metric =
      #"PROJCRS["NAD83 / Conus Albers",BASEGEOGCRS["NAD83",ELLIPSOID["GRS 1980",6378137,298.257,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["easting",east,LENGTHUNIT["metre",1]]]"#
    let feet =
      #"PROJCRS["NAD83 / Texas",BASEGEOGCRS["NAD83",ELLIPSOID["GRS 1980",6378137,298.257,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["x",east,LENGTHUNIT["US survey foot",0.304800609601219]]]"#
    #expect(MapCoordinates(wellKnownText: geographic) == .geographic)
    #expect(MapCoordinates(wellKnownText: metric) == .metric)
    #expect(MapCoordinates(wellKnownText: feet) == .unknown)
    #expect(MapCoordinates(wellKnownText: nil) == .unknown)
    #expect(MapCoordinates(wellKnownText: #"ENGCRS["a room"]"#) == .unknown)
  }

  @Test func `degrees are laid flat and the scale is in metres`() throws {
    var lines = ReachLines(coordinates: .geographic)
    lines.append([(x: 10, y: 59.5), (x: 12, y: 60.5)])
    let plane = try #require(MapPlane(lines))
    // At 60 degrees a degree of longitude is half as long as one of latitude: 2 against 1 is square.
    #expect(abs(plane.width / plane.height - 1) < 1e-9)
    #expect(max(plane.width, plane.height) == MapPlane.longerSide)
    let metres = try #require(plane.metresPerUnit)
    #expect(abs(metres * plane.height - 111_195) < 1)
    let corner = plane.point(10, 60.5)
    #expect(abs(corner.x) < 1e-6 && abs(corner.y) < 1e-6)
    #expect(abs(plane.point(12, 59.5).y - plane.height) < 1e-6)
  }

  @Test func `a basin across the date line is not torn`() throws {
    var lines = ReachLines(coordinates: .geographic)
    lines.append([(x: 179, y: 0), (x: -179, y: 1)])
    let plane = try #require(MapPlane(lines))
    #expect(abs(plane.width / plane.height - 2) < 0.001)
    #expect(plane.point(-179, 0).x > plane.point(179, 0).x)
  }

  @Test func `without a unit there is a map and no scale`() throws {
    var lines = ReachLines(coordinates: .unknown)
    lines.append([(x: 0, y: 0), (x: 30, y: 10)])
    let plane = try #require(MapPlane(lines))
    #expect(plane.metresPerUnit == nil && abs(plane.width / plane.height - 3) < 1e-12)
    #expect(MapPlane(ReachLines(coordinates: .metric)) == nil)
  }

  @Test func `simplified lines stay within the tolerance and keep their ends`() {
    let line = (0...400).map { step -> (x: Double, y: Double) in
      let x = Double(step) / 4
      return (x, 6 * sin(x / 5) + 0.3 * sin(x * 3))
    }
    for tolerance in [0.05, 0.5, 3] {
      let kept = LineSimplification.kept(line, tolerance: tolerance)
      #expect(kept.first == 0 && kept.last == 400 && kept == kept.sorted())
      #expect(kept.count < line.count)
      for (start, end) in zip(kept, kept.dropFirst()) {
        for vertex in line[start...end] {
          #expect(distance(vertex, line[start], line[end]) <= tolerance * (1 + 1e-9))
        }
      }
    }
    #expect(LineSimplification.kept(line, tolerance: 0).count > 300)
    #expect(LineSimplification.kept([(0, 0)], tolerance: 1) == [0])
    #expect(LineSimplification.kept([], tolerance: 1) == [])
    // A loop begins where it ends.
    let loop: [(x: Double, y: Double)] = [(0, 0), (5, 0), (5, 5), (0, 0)]
    #expect(LineSimplification.kept(loop, tolerance: 1) == [0, 1, 2, 3])
  }

  private func distance(
    _ p: (x: Double, y: Double), _ a: (x: Double, y: Double), _ b: (x: Double, y: Double)
  ) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let share = min(1, max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy)))
    let (x, y) = (p.x - a.x - share * dx, p.y - a.y - share * dy)
    return (x * x + y * y).squareRoot()
  }

  @Test func `too many reaches are thinned by order and the sheet says so`() throws {
    let run = try SampleRun.make(reaches: 600, gauges: 4)
    let (lines, reaches) = (try #require(run.lines), try #require(run.reaches))
    let headwater = try #require(reaches.orders.firstIndex(of: 1))
    let limits = MapSheet.Limits(lines: 200, vertices: 1_000, tolerance: 1)
    let sheet = try #require(
      MapSheet(lines, reaches: reaches, keeping: [headwater], limits: limits))
    #expect(sheet.drawn.count <= 201 && sheet.drawn.count > 20)
    #expect(sheet.drawn.contains(headwater))
    let least = sheet.drawn.filter { $0 != headwater }.map { reaches.orders[$0] }.min()!
    #expect(least > 1)
    // Nothing of a shown order is missing.
    #expect(reaches.orders.indices.filter { reaches.orders[$0] >= least }.allSatisfy { sheet.drawn.contains($0) })
    #expect(sheet.lines.reduce(0) { $0 + $1.count } <= 1_000)
    #expect(sheet.remarks.contains { $0.contains("order \(least)") })
    #expect(sheet.remarks.contains { $0.contains("simplified") })
    let whole = try #require(
      MapSheet(
        lines, reaches: reaches, keeping: [],
        limits: .init(lines: .max, vertices: .max, tolerance: 0)))
    #expect(whole.drawn.count == 600 && whole.drawn.sorted() == Array(0..<600))
    #expect(reaches.areas[whole.drawn.last!] == reaches.areas.max())
  }

  @Test func `a reach without a line is counted, not drawn`() throws {
    var lines = ReachLines(coordinates: .metric)
    lines.append([(x: 0, y: 0), (x: 1, y: 1)])
    lines.append([])
    let reaches = ReachTable(
      ids: ["1", "2"], roughness: [0.03, 0.04], areas: [1, 2], orders: [1, 1],
      flows: [.nan, .nan], isConstrained: [true, true])
    let sheet = try #require(MapSheet(lines, reaches: reaches, keeping: [], limits: .page))
    #expect(sheet.drawn == [0])
    #expect(sheet.remarks == ["1 of 2 reaches have no line and are not drawn."])
  }

  @Test func `a gauge stands at the lower end, however the line was drawn`() {
    var lines = ReachLines(coordinates: .metric)
    lines.append([(x: 0, y: 0), (x: 5, y: 5)])    // 0: runs down
    lines.append([(x: 9, y: 9), (x: 5, y: 5)])    // 1: drawn against the water
    lines.append([(x: 5, y: 0), (x: 5, y: 5)])    // 2: another tributary
    func lower(_ reach: Int, _ down: [Int], _ up: [Int]) -> MapPosition? {
      GaugePlacement.lowerEnd(of: reach, lines: lines, downstream: down, upstream: up)
    }
    #expect(lower(0, [1], []) == MapPosition(x: 5, y: 5))
    #expect(lower(2, [1], []) == MapPosition(x: 5, y: 5))
    #expect(lower(1, [], [0, 2]) == MapPosition(x: 9, y: 9))
    #expect(lower(0, [], []) == MapPosition(x: 5, y: 5))
    lines.append([])
    #expect(lower(3, [1], []) == nil)
  }
}
