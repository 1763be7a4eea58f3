import Foundation
import Hydrography
import RiverNetworks
import Testing

@Suite struct NetworkCheckTests {
  private static func draft(_ rows: [String]) throws -> NetworkDraft {
    let folder = try TemporaryFolder()
    return try NetworkFile.draft(path: try folder.write("broken.geojson", GeoJSON.lines(rows)))
  }

  private static func row(
    _ id: Any, _ to: Any, length: Any = 500, slope: Any = 0.001
  ) -> String {
    #""id": \#(id), "toid": \#(to), "length_m": \#(length), "slope": \#(slope)"#
  }

  /// Every fault at once, each in reaches of its own.
  private static let broken = [
    row(1, 0),
    row(2, 3), row(3, 4), row(4, 2),  // a cycle
    row(5, 6), row(6, 5),  // another
    row(7, 1), row(7, 1),  // an exact duplicate (but for its line)
    row(8, 99),  // dangling
    row(9, 9),  // self link
    row(10, 1, length: 0), row(11, 1, length: -3), row(12, 1, length: "null"),
    row(13, 1, slope: -9998), row(14, 1, slope: 0), row(15, 1, slope: -0.5),
    row("null", 1),
    row(16, 0),  // isolated
  ]

  @Test func allFaultsAreReportedAtOnce() throws {
    let check = NetworkCheck(try Self.draft(Self.broken))
    func ids(_ kind: NetworkCheck.Kind) -> [ReachID]? { check.issue(kind)?.ids }
    #expect(!check.isClean)
    #expect(ids(.duplicateID) == [7] && ids(.danglingDownstream) == [8] && ids(.selfLink) == [9])
    #expect(ids(.zeroLength) == [10] && ids(.negativeLength) == [11])
    #expect(ids(.missingLength) == [12] && ids(.missingSlope) == [13])
    #expect(ids(.zeroSlope) == [14] && ids(.negativeSlope) == [15])
    #expect(ids(.missingID) == ["row 17"])
    #expect(ids(.isolatedReach) == [8, 9, 16])
    let cycle = try #require(check.issue(.cycle))
    #expect(cycle.count == 5 && Set(cycle.ids) == [2, 3, 4, 5, 6])
    #expect(cycle.found?.hasPrefix("2 cycles; 2 -> 3 -> 4 -> 2") == true)
    #expect(check.issues.allSatisfy { !$0.remedy.isEmpty && $0.count > 0 })
    // The faults come first.
    let severities = check.issues.map(\.severity)
    #expect(severities == severities.sorted { $0 == .fault && $1 == .notice })
    #expect(check.counts.reaches == 18 && check.counts.components == 6)
    #expect(check.counts.confluences == [9: 1] && check.counts.longestPath == 2)
  }

  @Test func jsonHoldsWhatScriptsNeed() throws {
    let check = NetworkCheck(try Self.draft(Self.broken), namedIDs: 2)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(try check.json().utf8)) as? [String: Any])
    #expect(json["schema"] as? String == "generic" && json["clean"] as? Bool == false)
    let counts = try #require(json["counts"] as? [String: Any])
    #expect(counts["reaches"] as? Int == 18 && counts["links"] as? Int == 14)
    #expect((counts["confluences"] as? [String: Int]) == ["9": 1])
    for key in ["outlets", "components", "divergences", "headwaters", "longest_path"] {
      #expect(counts[key] is Int, "counts must hold \(key)")
    }
    let issues = try #require(json["issues"] as? [[String: Any]])
    let cycle = try #require(issues.first { $0["kind"] as? String == "cycle" })
    #expect(cycle["count"] as? Int == 5 && (cycle["ids"] as? [Int])?.count == 2)
    #expect((cycle["remedy"] as? String)?.isEmpty == false)
    let missing = try #require(issues.first { $0["kind"] as? String == "missing_id" })
    #expect(missing["ids"] as? [String] == ["row 17"])
  }

  @Test func aSoundNetworkIsClean() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("sound.geojson", GeoJSON.confluence)
    let check = NetworkCheck(try NetworkFile.draft(path: path))
    #expect(check.isClean && check.issue(.zeroSlope)?.ids == [20])
    #expect(check.counts.confluences == [2: 1] && check.counts.totalLength == 6000.5)
    #expect(NetworkCheck(try NetworkFile.read(path: path)).counts == check.counts)
  }

  @Test func linesThatDoNotMeetOrRunBackwards() throws {
    func line(_ id: Int, _ to: Int, _ points: String) -> String {
      #"{"type": "Feature", "properties": {\#(Self.row(id, to))}, "#
        + #""geometry": {"type": "LineString", "coordinates": \#(points)}}"#
    }
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "lines.geojson",
      #"{"type": "FeatureCollection", "name": "reaches", "features": ["#
        + [
          line(1, 0, "[[10, 0], [11, 0]]"),
          line(2, 1, "[[9, 0], [9.5, 1], [10, 0]]"),
          line(3, 2, "[[9, 0], [8, 0]]"),  // drawn upstream
          line(4, 2, "[[7, 0], [7.5, 0]]"),  // ends in the air
        ].joined(separator: ",") + "]}")
    let check = NetworkCheck(try NetworkFile.draft(path: path))
    #expect(check.issue(.geometryReversed)?.ids == [3])
    #expect(check.issue(.geometryGap)?.ids == [4])
    #expect(check.isClean)
  }

  @Test func drainageAreaThatFalls() throws {
    let rows = [
      #""comid": 1, "downstream_comid": 2, "length_m": 5, "slope": 1, "uparea_km2": 10"#,
      #""comid": 2, "downstream_comid": 0, "length_m": 5, "slope": 1, "uparea_km2": 9"#,
    ]
    let issue = try #require(NetworkCheck(try Self.draft(rows)).issue(.areaFallsDownstream))
    #expect(issue.ids == [1] && issue.severity == .notice)
  }

  @Test func courantNumbersAgainstATimeStep() throws {
    let draft = NetworkDraft(
      source: "here", schema: "none", ids: [1, 2, 3], downstreamIDs: [2, 3, nil],
      lengths: [100, 300, 3_000], slopes: [1, 1, 1], drainageAreas: [1e8, 1e9, .nan])
    // c Δt / L = 3, 1, 0.1 with the window 0.4 ... 1.6.
    let preflight = CourantPreflight(timeStep: 300, flow: .celerity(1))
    #expect(preflight.courantNumbers(of: draft) == [3, 1, 0.1])
    let check = NetworkCheck(draft, courant: preflight)
    #expect(check.issue(.courantHigh)?.ids == [1] && check.issue(.courantLow)?.ids == [3])
    #expect(check.isClean && NetworkCheck(draft).issue(.courantHigh) == nil)
    // 1e-8 m/s over 1e8 m2 is 1 m3/s: v = 1 / (7.2 * 0.27), c = 5/3 v.
    let areal = CourantPreflight(timeStep: 300, flow: .dischargePerArea(1e-8))
    let numbers = areal.courantNumbers(of: draft)
    #expect(abs(numbers[0]! - 3 * 5 / (3 * 7.2 * 0.27)) < 1e-12 && numbers[2] == nil)
    #expect(NetworkCheck(draft, courant: areal).issue(.courantUnknown)?.ids == [3])
  }

  @Test func offendersAreALayer() throws {
    let folder = try TemporaryFolder()
    let draft = try Self.draft(Self.broken)
    let check = NetworkCheck(draft)
    let path = folder.file("issues.gpkg")
    #expect(try VectorWriter(path: path).write(check.issueTable(of: draft)) == [])
    let table = try VectorFile(path: path).layer().read()
    #expect(table.rowCount == check.issues.reduce(0) { $0 + $1.rows.count })
    #expect(table.geometries?.nullCount == 0)
    #expect(table.column("kind")?.count == table.rowCount)
  }
}
