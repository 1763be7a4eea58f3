import Foundation
import Hydrography
import Reports
import RiverNetworks
import RiverSeries
import Training

// What a finished run's files say, as the values of a report. A file that is missing leaves its part
// empty; one that cannot be understood is an error.

extension RunFolder {
  /// The run as a page shows it; which kind of run it is, its files tell.
  func runReport() throws -> RunReport {
    let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    var report = RunReport(name: name, title: name)
    try readManifest(into: &report)
    if exists("simulation.json") {
      try readSimulation(into: &report)
    } else if exists("runoff.nc"), exists("config.yaml") {
      try readRunoff(into: &report)
    } else if exists("config.yaml"),
      try SiteTemperatureConfiguration.applies(to: file("config.yaml"))
    {
      try readSiteTemperature(into: &report)
    } else if try learnedTemperatureOnNetwork {
      try readNetworkTemperature(into: &report)
    } else {
      try readRouting(into: &report)
    }
    return report
  }

  private func readManifest(into report: inout RunReport) throws {
    guard exists("manifest.json") else { return }
    let manifest = try readJSON("manifest.json", as: Manifest.self)
    report.provenance = ProvenanceReport(manifest)
    report.remarks = manifest.remarks
  }

  /// A trained network.
  private func readRouting(into report: inout RunReport) throws {
    let configuration = try readConfiguration(into: &report)
    let downstream = try readReaches(into: &report) { name, values in
      name == "roughness"
        ? .roughness(values, learnedAs: configuration?.learnedModel(of: name)) : nil
    }
    try readGauges(into: &report, downstream: downstream)
    guard exists("metrics.json") else { return }
    let metrics = try readJSON("metrics.json", as: Metrics.self)
    report.add(metrics)
    report.addDischarge(metrics.gauges, metrics.baselines, offsets: metrics.timeOffsets)
  }

  /// - Returns: nil in a folder without one, as `evaluate --output` leaves it
  func readConfiguration(into report: inout RunReport) throws -> RunConfiguration? {
    guard exists("config.yaml") else { return nil }
    let configuration = try RunConfiguration(path: file("config.yaml"), seed: nil, threads: nil)
    report.add(configuration, periods: configuration.periods.named)
    return configuration
  }

  // MARK: Reaches

  /// Reads `parameters.gpkg`.
  /// - Parameter describe: the column of a parameter as a page shows it, nil where it does not
  /// - Returns: the reaches directly below each reach
  func readReaches(
    into report: inout RunReport,
    describe: (_ column: String, [Double]) -> ReachParameter?
  ) throws -> [[Int]] {
    guard exists("parameters.gpkg") else { return [] }
    let layer = try VectorFile(path: file("parameters.gpkg")).layer("reaches")
    let table = try layer.read()
    func column(_ name: String) throws -> VectorColumn {
      guard let column = table.columns.first(where: { $0.name == name }) else {
        throw InputError(
          "a column of a run's map is missing", file: file("parameters.gpkg"), layer: "reaches",
          column: name, found: table.columns.map(\.name).joined(separator: ", "),
          remedy: "was it written by another version? evaluate the run again")
      }
      return column
    }
    // The writer puts the identifiers first, then those downstream.
    let ids = table.columns[0].texts
    let count = ids.count
    let hasAreas = table.columns.contains { $0.name == "drainage_area_km2" }
    let hasFlows = table.columns.contains { $0.name == "mean_flow_m3s" }
    // What gauges would notice; where that was not asked, whether there is one below.
    let isAsked = table.columns.contains { $0.name == "constrained" }
    let unknown = [Double](repeating: .nan, count: count)
    _ = try column("roughness")
    report.reaches = ReachTable(
      ids: ids, parameters: table.columns.compactMap { describe($0.name, $0.numbers) },
      areas: hasAreas ? try column("drainage_area_km2").numbers : unknown,
      orders: try column("strahler_order").numbers.map { Int($0) },
      flows: hasFlows ? try column("mean_flow_m3s").numbers : unknown,
      isConstrained: try column(isAsked ? "constrained" : "gauge_below").numbers.map { $0 == 1 })
    if table.columns.contains(where: { $0.name == "roughness_lower" }) {
      report.reaches!.roughnessBand = .init(
        lower: try column("roughness_lower").numbers, upper: try column("roughness_upper").numbers)
    }
    if let geometries = table.geometries {
      var lines = ReachLines(coordinates: MapCoordinates(wellKnownText: table.crs))
      for row in 0..<count { lines.append(try geometries.vertices(row)) }
      report.lines = lines.vertexCount > 0 ? lines : nil
    }
    let rows = Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
    return table.columns[1].texts.map { text in
      text.split(separator: ",").compactMap { rows[String($0)] }
    }
  }

  // MARK: Gauges

  /// Reads `gauges.nc`: places, discharge, water temperature.
  func readGauges(into report: inout RunReport, downstream: [[Int]]) throws {
    guard exists("gauges.nc") else { return }
    let rows = Dictionary(
      zip(report.reaches?.ids ?? [], 0...), uniquingKeysWith: { first, _ in first })
    let source = try NetCDFFile(path: file("gauges.nc"))
    let stations = try source.texts(source.requiredVariable("feature_id"))
    let reaches = try source.texts(source.requiredVariable("reach_id"))
    let names = try source.variable("station_name").map { try source.texts($0) }
    let axis = try TimeAxis(source.requiredVariable("time"), of: source)
    func series(_ variable: SeriesVariable) throws -> [Double]? {
      try source.variable(variable.name).map { try source.doubles($0) }
    }
    let observed = try source.doubles(source.requiredVariable("observed"))
    let simulated = try source.doubles(source.requiredVariable("simulated"))
    let baseline = try series(.baseline)
    let lower = try series(.simulatedLower)
    let upper = try series(.simulatedUpper)
    let temperature = try series(.waterTemperature)
    let observedTemperature = try series(.observedWaterTemperature)
    for (index, station) in stations.enumerated() {
      var gauge = GaugeReport(
        station: station, reachID: reaches[index], reach: rows[reaches[index]])
      let part = index * axis.count..<(index + 1) * axis.count
      gauge.name = names.flatMap { $0[index].isEmpty ? nil : $0[index] }
      if axis.step == TimeAxis.secondsPerDay {
        gauge.series = GaugeSeries(
          start: Double(axis.start), step: Double(axis.step), observed: Array(observed[part]),
          simulated: Array(simulated[part]), baseline: baseline.map { Array($0[part]) },
          band: lower.flatMap { lower in
            upper.map { .init(lower: Array(lower[part]), upper: Array($0[part])) }
          })
        if let temperature, let observedTemperature {
          gauge.temperature = TemperatureSeries(
            firstDay: Int(axis.start / axis.step), observed: Array(observedTemperature[part]),
            simulated: Array(temperature[part]))
        }
      }
      if let reach = gauge.reach, let lines = report.lines {
        gauge.position = GaugePlacement.lowerEnd(
          of: reach, lines: lines, downstream: downstream[reach],
          upstream: downstream.indices.filter { downstream[$0].contains(reach) })
      }
      report.gauges.append(gauge)
    }
  }
}

extension RunReport {
  /// What a run was made from.
  mutating func add(
    _ configuration: some ResolvedConfiguration,
    periods: [(name: String, days: ClosedRange<CivilDate>)]
  ) {
    title = configuration.title
    self.configuration = configuration.resolvedYAML
    self.periods = periods.map { name, days in
      Period(
        name: name, firstDay: days.lowerBound.daysSinceEpoch,
        lastDay: days.upperBound.daysSinceEpoch)
    }
  }
}

extension VectorColumn {
  /// Values as text, empty where missing.
  fileprivate var texts: [String] {
    switch values {
    case .integers(let values): values.map { $0.map(String.init) ?? "" }
    case .reals(let values): values.map { $0.map { String(Int64($0)) } ?? "" }
    case .texts(let values): values.map { $0 ?? "" }
    case .booleans(let values): values.map { $0.map(String.init) ?? "" }
    }
  }

  /// Values as numbers, NaN where missing or text.
  fileprivate var numbers: [Double] {
    switch values {
    case .integers(let values): values.map { $0.map(Double.init) ?? .nan }
    case .reals(let values): values.map { $0 ?? .nan }
    case .texts(let values): values.map { $0.flatMap { Double($0) } ?? .nan }
    case .booleans(let values): values.map { $0.map { $0 ? 1 : 0 } ?? .nan }
    }
  }
}
