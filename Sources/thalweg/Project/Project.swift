import Foundation
import Hydrography
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import SpaceTimeSweep
import Training

/// The inputs of a run, read, joined and checked.
struct Project {
  var configuration: RunConfiguration
  let dataset: RiverDataset
  let network: RiverNetwork
  /// Rows of the data set that the network's reaches stand in.
  let datasetRows: [Int]
  /// This rank's part of the network; nil where there is one rank.
  let ranks: SweepBoundary?
  let inflowAxis: TimeAxis
  /// Of the network's reaches, or of those of this rank's share.
  let inflow: LateralForcing
  /// Where the inflow is learned too.
  let learnedInflow: LearnedInflow?
  let gauges: [Gauge]
  /// `[gauge][day of the inflow]`
  let observed: [[Double]]
  /// km², NaN where not known
  let areas: [Double]
  let attributeNames: [String]
  /// Standardized, `[attribute][reach]`
  let attributes: [[Double]]
  /// What was left out, filled or assumed, in plain words.
  let remarks: [String]

  /// - Parameter communicator: of ranks that train together; each reads the inflow of its own share
  init(_ configuration: RunConfiguration, communicator: (any Communicator)? = nil) throws {
    self.configuration = configuration
    var remarks: [String] = []

    if configuration.network.subdivision != nil {
      throw InputError(
        "network.subdivide is for `thalweg route` only", file: configuration.network.file,
        remedy: "leave it out to train or evaluate")
    }
    let dataset = try NetworkSource.read(configuration.network)
    self.dataset = dataset
    remarks += dataset.warnings + dataset.notes

    let table = try configuration.gauges.map {
      try GaugeTable(
        path: $0.file, stationColumn: $0.stationColumn, reachColumn: $0.reachColumn,
        network: dataset.network)
    }
    var gauges = table?.gauges ?? []
    if let wanted = configuration.gauges?.stations {
      let known = Set(gauges.map(\.station))
      if let missing = wanted.first(where: { !known.contains($0) }) {
        throw InputError(
          "a wanted station is not in the gauge table", file: configuration.gauges?.file,
          ids: [missing], expected: gauges.prefix(12).map(\.station).joined(separator: ", "))
      }
      gauges = gauges.filter { wanted.contains($0.station) }
    }

    for station in configuration.gauges?.heldOut ?? []
    where !gauges.contains(where: { $0.station == station }) {
      throw InputError(
        "a held-out station is not among the gauges", file: configuration.gauges?.file,
        column: "gauges.held_out", ids: [station],
        expected: gauges.prefix(12).map(\.station).joined(separator: ", "))
    }
    if let heldOut = configuration.gauges?.heldOut, !heldOut.isEmpty {
      remarks.append(
        "scored, but not trained on: gauge(s) \(heldOut.joined(separator: ", "))")
    }

    if configuration.network.aboveGauges && !gauges.isEmpty {
      let part = dataset.network.subnetwork(above: gauges.map(\.index))
      network = part.network
      datasetRows = part.parents.map(\.position)
      remarks.append(
        "simulated: the \(network.count) of \(dataset.network.count) reaches above the gauges")
      gauges = try gauges.map { try $0.moved(to: part.network) }
    } else {
      network = dataset.network
      datasetRows = Array(0..<dataset.network.count)
    }
    self.gauges = gauges

    let rows = datasetRows
    if let known = dataset.drainageAreas {
      areas = rows.map { (known[$0] ?? .nan) / 1e6 }
    } else {
      areas = rows.map { _ in .nan }
    }

    let floor = configuration.routing.limits.slope
    let flat = network.slopes.count { $0 < floor }
    if flat > 0 {
      remarks.append("slope below \(floor) at \(flat) of \(network.count) reaches: held there")
    }

    let step = Int64(configuration.routing.timeStep)
    ranks = try communicator.map { [network] communicator in
      let partition = try Partition(network: network, parts: communicator.count)
      return SweepBoundary(
        NetworkShare(of: network, partition: partition, part: communicator.rank),
        communicator: communicator)
    }
    let (source, sourceRemarks) = try Self.source(
      configuration, dataset: dataset, network: network, share: ranks?.share, rows: rows,
      areas: areas, gauges: gauges)
    remarks += sourceRemarks
    guard source.axis.step >= step, source.axis.step % step == 0, 86_400 % source.axis.step == 0
    else {
      throw InputError(
        "the lateral inflow's step does not fit the routing's", file: source.path,
        found: "\(source.axis.step) s", expected: "a multiple of \(step) s that divides the day",
        remedy: "change routing.time_step_seconds")
    }
    inflowAxis = source.axis
    let values = try source.read(times: 0..<source.axis.count)
    inflow = LateralForcing(
      values: ranks?.share.padded(values, valuesPerReach: source.axis.count) ?? values,
      valuesPerReach: source.axis.count, stepsPerValue: Int(source.axis.step / step),
      expansion: configuration.expansion)
    if let held = (source as? CatchmentInflow)?.heldRemark { remarks.append(held) }
    learnedInflow = (source as? CatchmentInflow)?.learned(expansion: configuration.expansion)

    observed = try Self.observed(
      configuration, gauges: gauges, axis: inflowAxis, remarks: &remarks)
    (attributeNames, attributes) = try Self.attributes(
      configuration, network: network, areas: areas, remarks: &remarks)
    self.remarks = remarks
  }

  /// Observations on the days of the inflow, NaN where there are none.
  private static func observed(
    _ configuration: RunConfiguration, gauges: [Gauge], axis: TimeAxis, remarks: inout [String]
  ) throws -> [[Double]] {
    let days = Int(Int64(axis.count) * axis.step / 86_400)
    let empty = [Double](repeating: .nan, count: days)
    guard let section = configuration.observations else { return gauges.map { _ in empty } }
    let observations = try Observations(
      path: section.file, variable: section.variable, identifiers: section.identifiers
    ).selecting(gauges.map(\.station))
    guard observations.axis.step == 86_400 else {
      throw InputError(
        "the observations are not daily", file: section.file,
        found: "a step of \(observations.axis.step) s", expected: "86400 s",
        remedy: "average them to days")
    }
    let shift = Int((observations.axis.start - axis.start) / 86_400)
    return gauges.indices.map { gauge in
      var series = empty
      for (index, value) in observations.series(of: gauge).enumerated() {
        let day = index + shift
        if days > day, day >= 0 { series[day] = Double(value) }
      }
      let known = series.count { !$0.isNaN }
      if known < days {
        remarks.append(
          "gauge \(gauges[gauge].station): \(days - known) of \(days) days without observation")
      }
      return series
    }
  }

  /// Standardized attributes for the networks: those of the file, or what the network itself tells.
  private static func attributes(
    _ configuration: RunConfiguration, network: RiverNetwork, areas: [Double],
    remarks: inout [String]
  ) throws -> ([String], [[Double]]) {
    var names: [String]
    var values: [[Double]]
    let section = configuration.attributes
    if let file = section?.file {
      let read = try ReachAttributes(path: file, names: section?.names, network: network)
      names = read.names
      values = names.map { Array(read[$0]!) }
    } else {
      names = ["log10_slope", "log10_length"]
      values = [
        network.slopes.map { log10(max($0, configuration.routing.limits.slope)) },
        network.lengths.map { log10($0) },
      ]
      if areas.allSatisfy({ $0 > 0 }) {
        names.append("log10_drainage_area")
        values.append(areas.map { log10($0) })
      }
    }
    // An attribute that is the same everywhere says nothing and cannot be standardized.
    let varying = names.indices.filter { index in
      let known = values[index].filter { !$0.isNaN }
      return known.contains { $0 != known[0] }
    }
    for index in names.indices where !varying.contains(index) {
      remarks.append("attribute \(names[index]) is the same everywhere: not used")
    }
    names = varying.map { names[$0] }
    values = varying.map { values[$0] }
    guard !names.isEmpty else { return ([], []) }
    let standardization = try Standardization(names: names, fitting: values)
    let outcome: Standardization.Outcome
    do {
      outcome = try standardization.standardized(values, missing: section?.missing ?? .refuse)
    } catch let error as NeuralNetworkError {
      throw InputError(error, file: section?.file)
    }
    for (name, count) in zip(names, outcome.filledCounts) where count > 0 {
      remarks.append("attribute \(name): \(count) missing value(s) replaced by the mean")
    }
    return (names, outcome.values)
  }

  /// Days of the inflow that a period covers.
  func days(_ period: ClosedRange<CivilDate>, _ name: String) throws -> Range<Int> {
    let origin = Int(inflowAxis.start / 86_400)
    let range = (period.lowerBound.daysSinceEpoch - origin)..<(period.upperBound.daysSinceEpoch - origin + 1)
    let available = 0..<Int(Int64(inflowAxis.count) * inflowAxis.step / 86_400)
    guard available.contains(range.lowerBound), range.upperBound <= available.upperBound else {
      throw InputError(
        "a period is not covered by the lateral inflow",
        file: configuration.inflow?.file ?? configuration.runoff?.forcing.first,
        column: "periods.\(name)", found: "\(period.lowerBound)..\(period.upperBound)",
        expected:
          "within \(inflowAxis.date(at: 0))..\(CivilDate(daysSinceEpoch: origin + available.count - 1))",
        remedy: "shorten the period or give longer inflow")
    }
    return range
  }

  /// Whether a gauge's observations train.
  func isTrained(_ gauge: Gauge) -> Bool {
    !(configuration.gauges?.heldOut.contains(gauge.station) ?? false)
  }

  func date(ofDay day: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: Int(inflowAxis.start / 86_400) + day)
  }

  func axis(ofDays days: Range<Int>) -> TimeAxis {
    TimeAxis(days: date(ofDay: days.lowerBound)...date(ofDay: days.upperBound - 1))
  }

  /// Of files that are written now.
  var provenance: SeriesProvenance {
    SeriesProvenance(
      title: configuration.title, source: "Thalweg \(Version.current)",
      history: "\(Date().formatted(.iso8601)) " + CommandLine.arguments.joined(separator: " "))
  }
}

extension Gauge {
  /// The same gauge in a part of its network.
  func moved(to network: RiverNetwork) throws -> Gauge {
    Gauge(
      station: station, reach: reach, index: network.index(of: reach)!, name: name,
      drainageArea: drainageArea, longitude: longitude, latitude: latitude)
  }
}
