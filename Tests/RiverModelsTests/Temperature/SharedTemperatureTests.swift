import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

/// Several ranks, here threads, that simulate the temperature of one network together.
@Suite("Ranks give the temperatures of one process")
struct SharedTemperatureTests {
  static let days = 13
  static let stepsPerDay = 24
  static let steps = days * stepsPerDay

  /// A river's water and weather, `[reach]` of the whole network.
  private struct WarmRiver {
    let network: RiverNetwork
    let channels: [ReachChannel]
    let lateral: [[Float]]
    let initial: [Double]
    let discharge: [[Float]]
    let days: [TemperatureStream.Day]

    init(_ sample: SampleNetwork, seed: UInt64) {
      network = sample.network
      let basin = RandomBasin(network, values: SharedTemperatureTests.days, seed: seed)
      channels = basin.channels
      lateral = basin.lateral.map { $0.map { Float($0) } }
      var generator = Xoshiro256StarStar(seed: seed + 1)
      let count = network.count
      let mean = basin.lateral.map { $0.reduce(0, +) / Double($0.count) + 0.01 }
      let flow = network.accumulatedDownstream(mean)
      func random(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }
      initial = flow.map { Double(Float($0 * random(0.5...2))) }
      discharge = flow.map { flow in
        (0..<SharedTemperatureTests.steps).map { _ in Float(flow * random(0.5...2)) }
      }
      days = (0..<SharedTemperatureTests.days).map { _ in
        .init(
          equilibriumTemperature: (0..<count).map { _ in Float(random(-5...30)) },
          exchangeVelocity: (0..<count).map { _ in Float(random(1e-6...1e-5)) },
          lateralTemperature: (0..<count).map { _ in Float(random(5...15)) })
      }
    }

    /// Temperatures of the own reaches `[reach][step]`, where the run ended, and its heat.
    func run(_ boundary: SweepBoundary?, threads: Int = 1) -> (
      series: [Float], end: TemperatureStream.Start, balance: HeatBalance
    ) {
      let part = boundary?.share
      let places = part?.parents.map(\.position) ?? Array(0..<network.count)
      let own = part?.own ?? 0..<network.count
      let count = SharedTemperatureTests.days
      let steps = SharedTemperatureTests.steps
      let hydraulics = ReachHydraulics(
        network: part?.network ?? network, channels: places.map { channels[$0] },
        limits: ChannelLimits())
      // What lies above the border is told by other ranks.
      var before = places.indices.map { own.contains($0) ? initial[places[$0]] : 1 }
      boundary?.handDown(&before, valuesPerReach: 1)
      var water = places.indices.flatMap { here in
        own.contains(here) ? discharge[places[here]] : [Float](repeating: 1, count: steps)
      }
      boundary?.handDown(&water, valuesPerReach: steps)
      let stream = TemperatureStream(
        hydraulics: hydraulics, timeStep: 3_600, threads: threads,
        start: .init(
          hydraulics, discharge: before, temperatures: places.map { Double($0 % 20) },
          dispersion: (.deng, places.map { _ in 1 })), boundary: boundary)
      let series = stream.advance(
        discharge: water,
        lateral: LateralForcing(
          values: places.flatMap { lateral[$0] }, valuesPerReach: count,
          stepsPerValue: SharedTemperatureTests.stepsPerDay),
        steps: steps, stepsPerDay: SharedTemperatureTests.stepsPerDay, records: Array(own)
      ) { day in
        .init(
          equilibriumTemperature: places.map { days[day].equilibriumTemperature[$0] },
          exchangeVelocity: places.map { days[day].exchangeVelocity[$0] },
          lateralTemperature: places.map { days[day].lateralTemperature[$0] })
      }
      return (series, stream.end, stream.balance)
    }
  }

  @Test("2, 3 and 5 ranks", arguments: [
    .chain(61), .star(tributaries: 40), .components, .tree(150, seed: 5, reach: 30),
    .divergent(150, seed: 6, reach: 20),
  ] as [SampleNetwork])
  func ranks(_ sample: SampleNetwork) throws {
    let river = WarmRiver(sample, seed: 81)
    let one = river.run(nil)
    #expect(one.series.allSatisfy { $0.isFinite } && Set(one.series).count > 1_000)
    for count in [2, 3, 5] {
      let partition = try Partition(network: river.network, parts: count)
      let parts = InProcessCommunicator.run(InProcessCommunicator.group(of: count)) { rank in
        let share = NetworkShare(of: river.network, partition: partition, part: rank.rank)
        let found = river.run(
          SweepBoundary(share, communicator: rank), threads: rank.rank % 2 + 1)
        let state = found.end.state
        return (
          found.series, [state.heat, state.storage, found.end.discharge].map { $0[share.own] },
          found.balance
        )
      }
      #expect(parts.flatMap(\.0) == one.series, "\(count) ranks")
      let state = one.end.state
      for (place, expected) in [state.heat, state.storage, one.end.discharge].enumerated() {
        #expect(parts.flatMap { $0.1[place] } == expected, "\(count) ranks")
      }
      let turnover = parts.reduce(0) { $0 + $1.2.turnover }
      let outflow = parts.reduce(0) { $0 + $1.2.outflow }
      #expect(abs(turnover - one.balance.turnover) <= 1e-9 * turnover)
      #expect(abs(outflow - one.balance.outflow) <= 1e-9 * outflow)
    }
  }
}
