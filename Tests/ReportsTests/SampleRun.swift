import Foundation
import Reports
import RiverNetworks
import SyntheticRivers

/// Runs that were never run: a synthetic basin with a roughness law, gauges and flows from formulas.
enum SampleRun {
  /// - Parameters:
  ///   - gauges: stand on the largest rivers, every few reaches down the list
  ///   - exponent: of the roughness law
  static func make(
    name: String = "sample", reaches: Int = 200, gauges: Int = 6, days: Int = 1_500,
    exponent: Double = -0.12
  ) throws -> RunReport {
    let basin = try SyntheticBasin(configuration: .init(reachCount: reaches, seed: 3))
    let network = basin.network
    let areas = basin.drainageSquareKilometres
    let largest = network.indices.sorted { areas[$0.position] > areas[$1.position] }
    // The outlet stays ungauged where there are several gauges, so that some reaches are grey.
    let sites = (0..<gauges).map { largest[gauges == 1 ? 0 : 3 + $0 * 5] }
    let seen = network.reachesUpstream(of: sites)

    var run = RunReport(name: name, title: "A basin of \(reaches) reaches")
    run.reaches = ReachTable(
      ids: network.ids.map(\.description),
      roughness: areas.map { 0.05 * pow($0 / 100, exponent) },
      areas: areas, orders: network.strahlerOrders, flows: areas.map { 0.015 * $0 },
      isConstrained: seen)
    var lines = ReachLines(coordinates: .geographic)
    for reach in network.indices {
      lines.append(
        basin.geometry.longitudesAndLatitudes(of: reach).map { (x: $0.x, y: $0.y) })
    }
    run.lines = lines
    run.periods = [
      .init(name: "train", firstDay: 5_000, lastDay: 5_000 + days / 2 - 1),
      .init(name: "test", firstDay: 5_000 + days / 2, lastDay: 5_000 + days - 1),
    ]
    run.gauges = sites.enumerated().map { index, site in
      gauge(index, at: site, area: areas[site.position], days: days, in: network, lines: lines)
    }
    run.training = TrainingReport(
      ending: "finished", steps: 120, chosenEpoch: 6,
      epochs: (1...8).map {
        .init(epoch: $0, trainingLoss: 0.3 / Double($0), validationLoss: 0.35 / Double($0) + 0.02)
      }, seconds: 12.5, reachStepsPerSecond: 5e7)
    run.law = RoughnessLaw(
      coefficient: 0.05, referenceArea: 100, exponent: exponent,
      exponentInterval: (exponent - 0.02)...(exponent + 0.02), note: "over reaches")
    run.water = WaterReport(
      inflow: 1.2e9, outflow: 1.19e9, storageChange: 9e6, madeByLimiters: 1e4,
      relativeResidual: 0.0008, flooredShare: 0.001, outsideCourantWindowShare: 0.4)
    run.configuration = "title: sample\n"
    run.provenance = ProvenanceReport(
      program: "thalweg 0", command: ["thalweg", "train"], seed: 1, threads: 2,
      started: "2024-05-06T07:08:09Z", system: "a machine",
      inputs: [.init(file: "reaches.gpkg", bytes: 12_345, fingerprint: "XXH64 00ff")])
    run.remarks = ["slope below 0.001 at 3 reaches: held there"]
    return run
  }

  private static func gauge(
    _ index: Int, at site: ReachIndex, area: Double, days: Int, in network: RiverNetwork,
    lines: ReachLines
  ) -> GaugeReport {
    let text = String(index + 1)
    var gauge = GaugeReport(
      station: String(repeating: "0", count: 8 - text.count) + text,
      reachID: network.ids[site.position].description, reach: site.position)
    gauge.name = "River at place \(index + 1)"
    gauge.offsetHours = 6 + Double(index)
    gauge.delayHours = 9
    gauge.position = GaugePlacement.lowerEnd(
      of: site.position, lines: lines,
      downstream: network.links(outOf: site).map(\.downstream.position),
      upstream: network.links(into: site).map(\.upstream.position))
    let mean = 0.015 * area
    func flow(_ day: Int, _ shift: Double) -> Double {
      let season = 1.3 + sin((Double(day) + shift) / 58)
      let storm = pow(max(0, sin((Double(day) + shift) / 7.3) * cos(Double(day) / 31)), 6)
      return mean * (0.3 * season + 4 * storm)
    }
    gauge.series = GaugeSeries(
      firstDay: 5_000,
      observed: (0..<days).map { $0 % 97 < 4 ? .nan : flow($0, 0) },
      simulated: (0..<days).map { flow($0, 0.4) * 0.97 },
      baseline: (0..<days).map { flow($0, 1.5) * 1.05 })
    let quality = 0.93 - 0.11 * Double(index % 9)
    func scores(_ loss: Double) -> [(name: String, scores: Scores)] {
      ["test", "train"].map {
        ($0, Scores(nse: quality - loss, kge: quality - loss + 0.02, percentBias: 3 * loss - 1, days: days / 2))
      }
    }
    gauge.scores = [
      ModelScores(model: ModelScores.learned, periods: scores(0)),
      ModelScores(model: "uniform n = 0.05", periods: scores(0.06)),
      ModelScores(model: "best constant delay", periods: scores(0.12)),
      ModelScores(model: "sum of inflows", periods: scores(0.3)),
    ]
    return gauge
  }
}
