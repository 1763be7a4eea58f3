import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import SpaceTimeSweep
import Testing

/// A real river over several ranks, here threads.
@Suite(
  "Juniata over 2 and 3 ranks",
  .enabled(
    if: GoldenFile.isThere && FileManager.default.fileExists(atPath: RoutingParityTests.inflow),
    "needs ../shared/data/juniata and the golden runs"))
struct RanksOnJuniataTests {
  @Test(
    "The gradient is that of one process, to the bit",
    arguments: GoldenFile.all.filter { $0.basin != nil })
  func gradient(_ file: GoldenFile) throws {
    let golden = try #require(file.basin)
    let days = 60
    let steps = 24 * days - 1
    let first = try #require(golden.firstDay)
    for precision in RouterConfiguration.Precision.allCases {
      let run = try GoldenRun(golden.reaches, scheme: .lagged, precision: precision)
      let network = run.network
      let channels = run.channels
      let configuration = run.configuration
      let inflow = try LateralInflowFile(path: RoutingParityTests.inflow, network: network)
        .read(dates: first...first.adding(days: days - 1))
      let outlet = run.positions[golden.reaches.outlet_row]
      @Sendable func forcing(_ reaches: [Int]) -> LateralForcing {
        LateralForcing(
          values: reaches.flatMap { inflow[ReachIndex($0)] }, valuesPerReach: days,
          stepsPerValue: 24, expansion: .linear)
      }
      // The squared discharge at the outlet.
      @Sendable func gradient(
        _ router: Router, _ reaches: [Int], _ record: [Int]
      ) -> RoutingGradient {
        router.gradient(
          channels: channels, lateral: forcing(reaches), steps: steps, records: record,
          wantsLateral: true
        ) { $0.records.map { $0.map { 2 * $0 } } }
      }
      let one = gradient(
        Router(network: network, configuration: configuration), Array(0..<network.count), [outlet])
      for ranks in [2, 3] {
        let partition = try Partition(network: network, parts: ranks)
        let parts = InProcessCommunicator.run(InProcessCommunicator.group(of: ranks)) { rank in
          let share = NetworkShare(of: network, partition: partition, part: rank.rank)
          // Seen as one router, by each rank.
          let router = Router(
            network: network, configuration: configuration,
            ranks: SweepBoundary(share, communicator: rank))
          let part = gradient(router, share.parents.map(\.position), [outlet])
          let lateral = part.lateral[
            (share.own.lowerBound * days)..<(share.own.upperBound * days)]
          return (part.channels, Array(lateral), part.simulation)
        }
        let label: Comment = "\(ranks) ranks, \(precision)"
        #expect(parts.flatMap(\.1) == one.lateral, label)
        for (channels, _, simulation) in parts {
          #expect(channels == one.channels, label)
          #expect(simulation.records == one.simulation.records, label)
          let expected = one.simulation.balance
          #expect(
            abs(simulation.balance.outflow - expected.outflow) <= 1e-12 * expected.outflow, label)
        }
      }
    }
  }
}
