import Foundation
import Testing

/// The verbs that look at, mend, convert and route networks, run as a user runs them.
@Suite struct NetworkCommandTests {
  private let program: NetworkProgram
  private let folder: ScratchFolder

  init() throws {
    program = try NetworkProgram()
    folder = try ScratchFolder()
  }

  private static let lowerColorado = "lower_colorado/lower_colorado.gpkg"
  private static let routeLink = "lower_colorado/RouteLink.nc"
  private static let newHope = "newhope/new_hope.gpkg"

  // MARK: check

  @Test func aCleanNetwork() throws {
    let path = try folder.write("reaches.geojson", TestRivers.confluence)
    let found = try program.run("check", path, "--json", "--time-step", "3600")
    #expect(found.status == 0)
    let report = try found.json()
    #expect(report["schema"] as? String == "Thalweg")
    let counts = try #require(report["counts"] as? [String: Any])
    #expect(counts["reaches"] as? Int == 3 && counts["links"] as? Int == 2)
    #expect(counts["outlets"] as? Int == 1 && counts["components"] as? Int == 1)
    #expect(counts["divergences"] as? Int == 0 && counts["headwaters"] as? Int == 2)
    let issues = try #require(report["issues"] as? [[String: Any]])
    let high = try #require(issues.first { $0["kind"] as? String == "courant_high" })
    #expect(high["count"] as? Int == 2 && (high["ids"] as? [Int])?.sorted() == [10, 20])
    #expect((high["remedy"] as? String)?.isEmpty == false)
  }

  @Test func faultsAreRepairedByNameAndListed() throws {
    let path = try folder.write("broken.geojson", TestRivers.broken)
    let clean = folder.file("clean.gpkg")
    let issues = folder.file("issues.geojson")
    let before = try program.run("check", path, "--json", "--issues", issues)
    #expect(before.status == 2)
    let kinds = try #require(try before.json()["issues"] as? [[String: Any]])
      .compactMap { $0["kind"] as? String }
    #expect(
      Set(kinds).isSuperset(
        of: ["duplicate_id", "self_link", "dangling_downstream", "missing_slope"]))
    let offenders = try TestRivers.properties(of: issues).map {
      $0["kind"] as? String
    }
    #expect(offenders.contains("self_link") && offenders.contains("missing_slope"))

    // Without a word on slopes the network cannot be clean, and nothing is written.
    let half = try program.run("check", path, "--repair", clean)
    #expect(half.status == 2 && !folder.has("clean.gpkg"))

    let after = try program.run(
      "check", path, "--repair", clean, "--missing-slopes", "floor:0.001", "--json")
    #expect(after.status == 0, "\(after.errors)")
    let repairs = try #require(try after.json()["repairs"] as? [[String: Any]])
    func count(_ name: String) -> Int? {
      repairs.first { $0["name"] as? String == name }?["count"] as? Int
    }
    #expect(count("drop_exact_duplicates") == 1 && count("drop_self_links") == 1)
    #expect(count("dangling_to_outlets") == 1 && count("fill_slopes") == 1)
    let again = try program.run("check", clean, "--json")
    #expect(again.status == 0)
    let counts = try #require(try again.json()["counts"] as? [String: Any])
    #expect(counts["reaches"] as? Int == 4 && counts["links"] as? Int == 2)
    #expect(counts["outlets"] as? Int == 2)
  }

  @Test func whatCannotBeReadEndsWithStatusTwo() throws {
    let missing = try program.run("check", folder.file("none.gpkg"))
    #expect(missing.status == 2 && missing.errors.contains("none.gpkg"))
    let noNetwork = try program.run("check", try folder.write("text.nc", "CDF\u{1}and no more"))
    #expect(noNetwork.status == 2 && noNetwork.errors.contains("text.nc"))
    let path = try folder.write("reaches.geojson", TestRivers.confluence)
    let schema = try program.run("check", path, "--schema", "NHDPlus V3")
    #expect(schema.status == 2 && schema.errors.contains("NHDPlus V2"))
    let usage = try program.run("check", path, "--missing-slopes", "median")
    #expect(usage.status == 2 && usage.errors.contains("--repair"))
    #expect(try program.run("check", path, "--split", "divergence_flag").status == 2)
  }

  @Test(.needsSharedData(lowerColorado), .needsSharedData(routeLink))
  func lowerColoradoFromEitherFile() throws {
    var counts: [NSDictionary] = []
    for name in [Self.lowerColorado, Self.routeLink] {
      let found = try program.run("check", TestRivers.shared(name), "--json")
      #expect(found.status == 0)
      let report = try found.json()
      #expect(report["schema"] as? String == "RouteLink")
      counts.append(try #require(report["counts"] as? NSDictionary))
    }
    #expect(counts[0] == counts[1])
    #expect(counts[1]["reaches"] as? Int == 11_248 && counts[1]["outlets"] as? Int == 1)
    #expect(counts[1]["longest_path"] as? Int == 649)
    #expect((counts[1]["confluences"] as? [String: Int])?["3"] == 7)
  }

  // MARK: convert

  @Test func aConfluenceInEveryFormat() throws {
    let path = try folder.write("reaches.geojson", TestRivers.confluence)
    for name in ["a.gpkg", "a.fgb", "a.shp", "a.nc"] {
      let written = try program.run("convert", path, folder.file(name))
      #expect(written.status == 0, "\(written.errors)")
      let counts = try #require(
        try program.run("check", folder.file(name), "--json").json()["counts"] as? [String: Any])
      #expect(counts["reaches"] as? Int == 3 && counts["links"] as? Int == 2)
      #expect(counts["total_length_m"] as? Double == 9_000)
    }
    #expect(try program.run("convert", path, folder.file("rapid.csv")).status == 0)
    let rows = try folder.text("rapid.csv").split(separator: "\n").map(String.init)
    #expect(Set(rows) == ["10,30,0,0,0", "20,30,0,0,0", rows[2]] && rows.count == 3)
    #expect(["30,0,2,10,20", "30,0,2,20,10"].contains(rows[2]))
    #expect(try program.run("convert", path, folder.file("a.xyz")).status == 2)
  }

  @Test(.needsSharedData(newHope)) func whatDividesIsNotBentIntoATree() throws {
    let path = TestRivers.shared(Self.newHope)
    let median = ["--missing-slopes", "median"]
    let refused = try program.run(["convert", path, folder.file("x.nc")] + median)
    #expect(refused.status == 2 && refused.errors.contains("--split main_path"))
    #expect(!folder.has("x.nc"))
    let main = try program.run(
      ["convert", path, folder.file("x.nc"), "--split", "main_path"] + median)
    #expect(main.status == 0 && main.errors.contains("86 links left out"), "\(main.errors)")
    let kept = try program.run(["convert", path, folder.file("x.gpkg")] + median)
    #expect(kept.status == 0)
    let counts = try #require(
      try program.run("check", folder.file("x.gpkg"), "--json").json()["counts"] as? [String: Any])
    #expect(counts["links"] as? Int == 831 && counts["divergences"] as? Int == 83)
  }

  @Test func learnedValuesAreJoinedById() throws {
    let path = try folder.write("reaches.geojson", TestRivers.confluence)
    let run = folder.file("parameters.nc")
    // Another order, one reach fewer, one that the file does not have.
    try ClassicNetCDF(
      dimensions: [("feature_id", 3)],
      variables: [
        .init("feature_id", ["feature_id"], .integers([30, 99, 10])),
        .init("roughness", ["feature_id"], .floats([0.25, 0.5, 0.125])),
        .init("length_m", ["feature_id"], .floats([1, 2, 3])),
      ]
    ).write(to: run)
    let output = folder.file("joined.geojson")
    let found = try program.run("convert", path, output, "--join", run)
    #expect(found.status == 0, "\(found.errors)")
    #expect(found.errors.contains("2 of 3 reaches") && found.errors.contains("1 of the run's"))
    let rows = try TestRivers.properties(of: output)
    // The user's own rows, in their order, with their own columns.
    #expect(rows.map { $0["id"] as? Int } == [30, 10, 20])
    #expect(rows.map { $0["length_m"] as? Double } == [6_000, 1_000, 2_000])
    #expect(rows.map { $0["roughness"] as? Double } == [0.25, 0.125, nil])
    #expect(rows.map { $0["learned_length_m"] as? Double } == [1, 3, nil])
    #expect(rows[0]["name"] as? String == "main")
    let strangers = folder.file("strangers.nc")
    try ClassicNetCDF(
      dimensions: [("feature_id", 1)],
      variables: [.init("feature_id", ["feature_id"], .integers([7]))]
    ).write(to: strangers)
    #expect(try program.run("convert", path, output, "--join", strangers).status == 2)
  }

  // MARK: match-gauges

  @Test func everyGaugeIsWrittenWithItsStatus() throws {
    let network = try folder.write("reaches.geojson", TestRivers.drawnConfluence)
    let gauges = try folder.write(
      "gauges.csv",
      """
      STAID,STANAME,LNG_GAGE,LAT_GAGE,DRAIN_SQKM
      01,"Brook, at the ford",-77.0,40.0005,4.1
      02,Main,-77.0,40.0005,99
      03,Wrong,-77.0,40.0005,5000
      04,Unknown,-76.95,40.0001,
      05,Far,-70.0,40.0,100
      06,Nowhere,,,100

      """)
    let output = folder.file("matched.csv")
    let found = try program.run(
      "match-gauges", gauges, network, "--output", output, "--gpkg", folder.file("matched.gpkg"),
      "--radius", "1500", "--json")
    #expect(found.status == 0, "\(found.errors)")
    let report = try found.json()
    #expect(report["gauges"] as? Int == 6)
    #expect(
      report["statuses"] as? [String: Int] == [
        "matched": 2, "area_differs": 1, "area_unknown": 1, "no_reach_near": 1,
        "no_coordinates": 1,
      ])
    let lines = try folder.text("matched.csv").split(separator: "\n").map(String.init)
    #expect(
      lines[0] == "STAID,STANAME,LNG_GAGE,LAT_GAGE,DRAIN_SQKM,reach_id,match_status,candidate_id,"
        + "candidates,distance_m,measure,gauge_area_km2,reach_area_km2,area_ratio")
    #expect(lines.count == 7)
    #expect(lines[1].hasPrefix("01,\"Brook, at the ford\",-77.0,40.0005,4.1,10,matched,10,3,"))
    #expect(lines[2].contains(",99,30,matched,30,3,") && lines[2].contains(",99.0,100.0,1.01"))
    #expect(lines[3].contains(",5000,,area_differs,30,3,"))
    #expect(lines[4].contains(",,30,area_unknown,30,1,"))
    #expect(lines[5].contains(",100,,no_reach_near,,0,,,100.0,,"))
    #expect(lines[6].contains(",100,,no_coordinates,,0,,,100.0,,"))
    #expect(folder.has("matched.gpkg"))
    let twice = try folder.write("twice.csv", "STAID,lon,lat\n1,0,0\n1,0,0\n")
    #expect(try program.run("match-gauges", twice, network, "-o", output).status == 2)
  }

  // MARK: configuration

  @Test(arguments: [
    ("split: width\n  minor_share: 0.1", "minor_share"),
    ("split: divergence_flag", "minor_share"),
    ("split: half", "main_path"),
    ("missing_slopes: floor", "slope_floor_for_missing"),
    ("slope_floor_for_missing: 0.001", "missing_slopes"),
    ("missing_lengths: floor", "length_floor_for_missing"),
    ("schema: nothing", "NHDPlus V2"),
    ("splitt: equal", "split"),
  ])
  func aSectionThatMakesNoSenseIsRefused(_ lines: String, _ named: String) throws {
    let network = try folder.write("reaches.geojson", TestRivers.confluence)
    let config = try folder.write(
      "config.yaml",
      "network:\n  file: \(network)\n  \(lines)\ninflow:\n  file: \(folder.file("none.nc"))\n")
    let found = try program.run("route", config, "--output", folder.file("run"))
    #expect(found.status == 2 && found.errors.contains(named), "\(found.errors)")
  }

  // MARK: route

  /// The summary of `thalweg route`.
  private func route(_ configuration: String) throws -> [String: Any] {
    let config = try folder.write("route.yaml", configuration)
    let found = try program.run(
      "route", config, "--output", folder.file("run"), "--overwrite", "--json")
    #expect(found.status == 0, "\(found.errors)")
    return try found.json()
  }

  @Test(.needsSharedData(lowerColorado), .needsSharedData(routeLink))
  func lowerColoradoRoutesItsRealInflow() throws {
    func run(_ network: String, subdivide: String = "") throws -> [String: Any] {
      try route(
        """
        network:
          file: \(TestRivers.shared(network))
        \(subdivide)
        inflow:
          file: \(TestRivers.shared("lower_colorado/lateral_inflow.nc"))
          variable: q_lateral
          expansion: repeat
        parameters:
          roughness:
            model: fixed
            file: \(TestRivers.shared(Self.routeLink))
            variable: n
        output:
          reaches: all
          interval: step
        """)
    }
    let one = try run(Self.lowerColorado)
    let other = try run(Self.routeLink)
    for summary in [one, other] {
      #expect(summary["reaches"] as? Int == 11_248 && summary["steps"] as? Int == 28)
      let balance = try #require(summary["water_balance"] as? [String: Double])
      // 38.1 m3/s over 28 hours, as the data's README counts it.
      let inflow = try #require(balance["inflow_m3"])
      #expect(abs(inflow / (28 * 3_600) - 38.1) < 0.05)
      let outflow = try #require(balance["outflow_m3"])
      #expect(outflow > 0 && outflow.isFinite)
      #expect(balance["storage_change_m3"]?.isFinite == true)
      let junctions = try #require(summary["junction_residual"] as? Double)
      #expect(abs(junctions) <= 1e-6)
    }
    // The two files round slopes differently, in the ninth digit.
    let outflows = [one, other].compactMap {
      ($0["water_balance"] as? [String: Double])?["outflow_m3"]
    }
    #expect(abs(outflows[0] - outflows[1]) <= 1e-5 * outflows[0])

    let cut = try run(Self.routeLink, subdivide: "  subdivide:\n    celerity: 1")
    #expect((cut["reaches"] as? Int).map { $0 != 11_248 } == true)
    let inflow = try #require((cut["water_balance"] as? [String: Double])?["inflow_m3"])
    let uncut = try #require((other["water_balance"] as? [String: Double])?["inflow_m3"])
    #expect(abs(inflow - uncut) <= 1e-6 * uncut)
  }

  @Test(.needsSharedData(lowerColorado), .needsSharedData(routeLink))
  func lowerColoradoFillsFromDry() throws {
    func run(_ scheme: String) throws -> [String: Double] {
      let summary = try route(
        """
        network:
          file: \(TestRivers.shared(Self.lowerColorado))
        inflow:
          file: \(TestRivers.shared("lower_colorado/lateral_inflow.nc"))
          variable: q_lateral
          expansion: repeat
        routing:
          scheme: \(scheme)
          start: dry
        parameters:
          roughness:
            model: fixed
            file: \(TestRivers.shared(Self.routeLink))
            variable: n
        output:
          reaches: outlets
          interval: step
        """)
      return try #require(summary["water_balance"] as? [String: Double])
    }
    let kept = try run("conservative")
    #expect(kept["made_by_limiters_m3"] == 0)
    #expect(abs(try #require(kept["relative_residual"])) <= 1e-6)
    // In a day little of it reaches the sea: the channels fill.
    let inflow = try #require(kept["inflow_m3"])
    #expect(try #require(kept["storage_change_m3"]) > 0.9 * inflow)
    // What the literature's scheme makes is told.
    let lagged = try run("lagged")
    #expect(try #require(lagged["made_by_limiters_m3"]) > 0)
  }

  /// Water through New Hope's 83 divergences, under inflow that is steady, or rises and
  /// falls from one six hours to the next.
  ///
  /// The lagged scheme's coefficients follow the discharge, so that an unsteady reach gains or
  /// loses a little by itself. Held are therefore the balance of a steady river, the balance of an
  /// unsteady one under the linear scheme (`legacy` in a channel of constant depth) and under
  /// `conservative`, and in every run that what enters reaches is what left those above
  /// (`junction_residual`). The program records discharge in single precision, also of a run in
  /// double: its volumes are told to 1e-6, the junctions are told from the state, to 1e-12 in double.
  @Test(
    .needsSharedData(newHope),
    arguments: [("single", 1e-6), ("double", 1e-12)],
    [(false, "lagged"), (true, "lagged"), (true, "legacy"), (true, "conservative")])
  func newHopeRoutesThroughItsDivergences(
    _ precision: (name: String, tolerance: Double), _ run: (isUnsteady: Bool, scheme: String)
  ) throws {
    let table = folder.file("connect.csv")
    let converted = try program.run(
      "convert", TestRivers.shared(Self.newHope), table, "--missing-slopes", "median", "--split",
      "main_path")
    #expect(converted.status == 0)
    let ids = try folder.text("connect.csv").split(separator: "\n")
      .compactMap { Int32($0.split(separator: ",")[0]) }
    #expect(ids.count == 746)
    let times = 12
    let inflow = folder.file("inflow.nc")
    try ClassicNetCDF(
      dimensions: [("link", ids.count), ("time", times)],
      variables: [
        .init("link", ["link"], .integers(ids)),
        .init(
          "time", ["time"], .integers((0..<times).map { Int32(6 * $0) }),
          units: "hours since 2000-01-01 00:00:00"),
        .init(
          "lateral", ["link", "time"],
          .floats(
            ids.indices.flatMap { reach in
              (0..<times).map { time in
                let base = 0.5 + 0.01 * Float(reach % 17)
                let wave = 1 + 0.3 * sin(Float(time + reach % 5) / 2)
                return run.isUnsteady ? base * wave : base
              }
            }),
          units: "m3 s-1"),
      ]
    ).write(to: inflow)
    let isLinear = run.scheme == "legacy"
    let summary = try route(
      """
      network:
        file: \(TestRivers.shared(Self.newHope))
        missing_slopes: median
        split: divergence_flag
        minor_share: 0.1
      inflow:
        file: \(inflow)
        variable: lateral
        expansion: linear
      routing:
        scheme: \(run.scheme)
        precision: \(precision.name)
        least_depth: \(isLinear ? 100 : 0.01)
      parameters:
        roughness:
          model: fixed
          start: \(isLinear ? 0.5 : 0.05)
      output:
        interval: step
      """)
    #expect(summary["reaches"] as? Int == 746 && summary["steps"] as? Int == 72)
    let junctions = try #require(summary["junction_residual"] as? Double)
    #expect(abs(junctions) <= precision.tolerance)
    let balance = try #require(summary["water_balance"] as? [String: Double])
    #expect(balance["made_by_limiters_m3"] == 0)
    let residual = try #require(balance["relative_residual"])
    if !run.isUnsteady || run.scheme != "lagged" { #expect(abs(residual) <= 1e-6) }
    let change = try #require(balance["storage_change_m3"])
    if isLinear { #expect(abs(change) > 1e-4 * balance["inflow_m3"]!) }
  }
}
