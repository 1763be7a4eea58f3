import Hydrography
import RiverModels
import RiverNetworks
import RiverSeries
import Training

extension Project {
  /// Where the lateral inflow comes from, and what was left out of it or assumed.
  static func source(
    _ configuration: RunConfiguration, dataset: RiverDataset, network: RiverNetwork,
    share: NetworkShare?, rows: [Int], areas: [Double], gauges: [Gauge]
  ) throws -> (any LateralInflowSource, remarks: [String]) {
    if let section = configuration.runoff {
      let units = try UnitAreas(
        dataset: dataset, column: section.areaColumn, network: network, rows: rows,
        drainageAreas: areas)
      let source = try CatchmentInflow(
        section, network: network, areas: units.values,
        scale: section.learning == .fromScratch
          ? runoffScale(configuration, gauges: gauges, areas: areas) : nil,
        seed: configuration.training.seed, threads: configuration.routing.threads)
      return (source, units.remarks + source.remarks)
    }
    let section = configuration.inflow!
    let file = try LateralInflowFiles(
      pattern: section.file, variable: section.variable, identifiers: section.identifiers,
      network: share?.ownNetwork ?? network)
    // Other ranks use what is of theirs.
    let extra = file.extraCount - (share.map { network.count - $0.own.count } ?? 0)
    return (file, extra > 0 ? ["lateral inflow of \(extra) other reaches not used"] : [])
  }

  /// Mean and standard deviation of the gauges' runoff on the fitting days, mm per day.
  private static func runoffScale(
    _ configuration: RunConfiguration, gauges: [Gauge], areas: [Double]
  ) throws -> CatchmentInflow.Scale {
    let heldOut = configuration.gauges?.heldOut ?? []
    let gauges = gauges.filter { !heldOut.contains($0.station) }
    guard let section = configuration.observations, let train = configuration.periods.train,
      !gauges.isEmpty
    else {
      throw InputError(
        "a runoff model from scratch needs gauges to learn from", column: "observations.file",
        expected: "gauges, observations and periods.train")
    }
    guard gauges.allSatisfy({ areas[$0.index.position] > 0 }) else {
      throw InputError(
        "a runoff model from scratch needs the drainage area of every gauge's reach",
        column: "network.drainage_area")
    }
    let all = try Observations(
      path: section.file, variable: section.variable, identifiers: section.identifiers
    ).selecting(gauges.map(\.station))
    var runoff: [Double] = []
    for (row, gauge) in gauges.enumerated() {
      let depth = CatchmentRunoff.dischargePerDepthAndArea * areas[gauge.index.position]
      for (day, value) in all.series(of: row).enumerated() where !value.isNaN {
        let date = all.axis.date(at: day)
        guard train.contains(date), configuration.periods.validation?.contains(date) != true
        else { continue }
        runoff.append(Double(value) / depth)
      }
    }
    guard let first = runoff.first, runoff.contains(where: { $0 != first }) else {
      throw InputError(
        "the gauges' observations on the fitting days do not vary", file: section.file,
        found: "\(runoff.count) values")
    }
    let mean = runoff.reduce(0, +) / Double(runoff.count)
    let variance = runoff.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runoff.count)
    return .init(mean: mean, deviation: variance.squareRoot())
  }
}
