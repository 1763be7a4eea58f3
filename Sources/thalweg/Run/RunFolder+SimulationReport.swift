import Foundation
import Hydrography
import Reports
import RiverNetworks
import RiverSeries
import Training

// What a simulation left, as the values of a report.

extension RunFolder {
  /// Reads a folder of `thalweg route`.
  func readSimulation(into report: inout RunReport) throws {
    let summary = try readJSON("simulation.json", as: Simulation.Summary.self)
    report.kind = .simulation
    report.water = WaterReport(summary.waterBalance, summary.limiters)
    if summary.isInterrupted {
      report.remarks.append("the simulation was interrupted after \(summary.steps) steps")
    }
    let configuration = try RunConfiguration(path: file("config.yaml"), seed: nil, threads: nil)
    report.title = configuration.title
    report.configuration = configuration.resolvedYAML
    let dataset = try NetworkSource.read(configuration.network)
    let network = dataset.network
    let discharge = try SimulatedSeries(
      files: streamflowFiles, variable: SeriesVariable.streamflow.name)
    if discharge == nil {
      report.remarks.append("no discharge was written in one piece of all reaches: see streamflow*")
    }
    try readReaches(
      into: &report, configuration, dataset, flows: discharge?.means(of: network.ids))
    let downstream = network.indices.map { network.links(outOf: $0).map(\.downstream.position) }
    try readPlaces(into: &report, configuration, network: network, discharge: discharge)
    try readTemperature(into: &report)
    for index in report.gauges.indices {
      guard let reach = report.gauges[index].reach, let lines = report.lines else { continue }
      report.gauges[index].position = GaugePlacement.lowerEnd(
        of: reach, lines: lines, downstream: downstream[reach],
        upstream: network.links(into: ReachIndex(reach)).map(\.upstream.position))
    }
  }

  /// The whole run's file, or those of its pieces in the order of time.
  private var streamflowFiles: [String] {
    if exists("streamflow.nc") { return [file("streamflow.nc")] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasPrefix("streamflow_") && !$0.contains(".rank") }.sorted().map(file)
  }

  // MARK: Reaches

  private func readReaches(
    into report: inout RunReport, _ configuration: RunConfiguration, _ dataset: RiverDataset,
    flows: [Double]?
  ) throws {
    let network = dataset.network
    if let geometries = dataset.geometries {
      var lines = ReachLines(coordinates: MapCoordinates(wellKnownText: dataset.crs))
      for row in 0..<network.count { lines.append(try geometries.vertices(row)) }
      report.lines = lines.vertexCount > 0 ? lines : nil
    }
    guard exists("parameters.nc") else { return }
    let read = try ReachAttributes(
      path: file("parameters.nc"), names: ["roughness"], network: network)
    report.reaches = ReachTable(
      ids: network.ids.map(\.description), roughness: Array(read["roughness"]!),
      areas: (0..<network.count).map { row in
        dataset.drainageAreas?[row].map { $0 / 1e6 } ?? .nan
      },
      orders: network.strahlerOrders,
      flows: flows ?? [Double](repeating: .nan, count: network.count),
      // Given values are not what gauges allow: none is greyed.
      isConstrained: [Bool](repeating: true, count: network.count))
  }

  // MARK: Places

  /// The gauges of the configuration; without any the outlets and the mouths of the largest rivers.
  private func readPlaces(
    into report: inout RunReport, _ configuration: RunConfiguration, network: RiverNetwork,
    discharge: SimulatedSeries?
  ) throws {
    guard let discharge else { return }
    if let section = configuration.gauges {
      let gauges = try GaugeTable(
        path: section.file, stationColumn: section.stationColumn,
        reachColumn: section.reachColumn, network: network
      ).gauges.filter { section.stations?.contains($0.station) ?? true }
      for gauge in gauges where discharge.rows[gauge.reach.description] != nil {
        var place = GaugeReport(
          station: gauge.station, reachID: gauge.reach.description, reach: gauge.index.position)
        place.name = gauge.name
        report.gauges.append(place)
      }
    } else {
      report.quantity.place = "reach"
      report.gauges = RiverMouths.of(network, among: discharge)
    }
    let axis = discharge.axis
    let days = TimeAxis.secondsPerDay
    report.periods = [
      .init(
        name: Self.simulated, firstDay: Int(axis.start / days),
        lastDay: Int((axis.start + Int64(axis.count) * axis.step - 1) / days))
    ]
    let observations = try observations(configuration, of: report, axis: axis)
    if configuration.observations != nil, observations == nil {
      report.remarks.append(
        "the observations do not lie on the steps of what was written: not compared")
    }
    for index in report.gauges.indices {
      let simulated = try discharge.values(of: report.gauges[index].reachID)
      let observed =
        observations?[report.gauges[index].station]
        ?? [Double](repeating: .nan, count: simulated.count)
      report.gauges[index].series = GaugeSeries(
        start: Double(axis.start), step: Double(axis.step), observed: observed,
        simulated: simulated)
      guard observed.contains(where: { !$0.isNaN }) else { continue }
      report.gauges[index].scores = [
        ModelScores(
          model: ModelScores.learned,
          periods: [
            (Self.simulated, Scores(Skill(observed: observed, simulated: simulated)))
          ])
      ]
    }
  }

  private static let simulated = "simulated"

  /// Observations at the gauges on the steps of the simulation, by station.
  private func observations(
    _ configuration: RunConfiguration, of report: RunReport, axis: TimeAxis
  ) throws -> [String: [Double]]? {
    guard let section = configuration.observations, configuration.gauges != nil else { return nil }
    let known = try Observations(
      path: section.file, variable: section.variable, identifiers: section.identifiers)
    guard known.axis.step == axis.step, (known.axis.start - axis.start) % axis.step == 0 else {
      return nil
    }
    let shift = Int((known.axis.start - axis.start) / axis.step)
    var found: [String: [Double]] = [:]
    for (row, station) in known.stations.enumerated() {
      var values = [Double](repeating: .nan, count: axis.count)
      for (step, value) in known.series(of: row).enumerated()
      where values.indices.contains(step + shift) {
        values[step + shift] = Double(value)
      }
      found[station] = values
    }
    return found
  }

  // MARK: Temperature

  private func readTemperature(into report: inout RunReport) throws {
    guard exists("water_temperature.nc"),
      let temperature = try SimulatedSeries(
        files: [file("water_temperature.nc")], variable: SeriesVariable.waterTemperature.name)
    else { return }
    guard temperature.axis.step == TimeAxis.secondsPerDay else {
      report.remarks.append("water temperature is not in this page: it was written at every step")
      return
    }
    for index in report.gauges.indices {
      guard temperature.rows[report.gauges[index].reachID] != nil else { continue }
      let simulated = try temperature.values(of: report.gauges[index].reachID)
      report.gauges[index].temperature = TemperatureSeries(
        firstDay: Int(temperature.axis.start / TimeAxis.secondsPerDay),
        observed: [Double](repeating: .nan, count: simulated.count), simulated: simulated)
    }
  }
}
