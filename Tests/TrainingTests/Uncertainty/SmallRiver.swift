import Foundation
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import Training

/// A chain of a dozen reaches with a tributary, three years of storms, and observations made with a
/// roughness that is known.
struct SmallRiver {
  let network: RiverNetwork
  let areas: [Double]
  let router: Router
  let inflow: LateralForcing
  static let days = 1_000
  static let reachCount = 14

  init(threads: Int = 1) throws {
    var builder = NetworkDescription()
    for reach in 0..<12 { builder.add(reach + 1, below: reach == 11 ? nil : reach + 2) }
    builder.add(101, below: 6)
    builder.add(100, below: 101)
    network = try builder.network()
    areas = network.accumulatedDownstream([Double](repeating: 150, count: network.count))
    var configuration = RouterConfiguration()
    configuration.threads = threads
    router = Router(network: network, configuration: configuration)
    var generator = Xoshiro256StarStar(seed: 3)
    var values: [Float] = []
    let storms = (0..<Self.days).map { _ in
      generator.nextUniform() < 0.15 ? 40 * generator.nextUniform() : 0
    }
    for _ in 0..<network.count {
      var store = 2.0
      for day in 0..<Self.days {
        store = 0.6 * store + 0.3 * storms[day] + 0.2
        values.append(Float(store))
      }
    }
    inflow = LateralForcing(values: values, valuesPerReach: Self.days, stepsPerValue: 24)
  }

  func channels(_ roughness: [Double]) -> [ReachChannel] {
    network.lengths.indices.map {
      ReachChannel(
        length: network.lengths[$0], slope: network.slopes[$0], roughness: roughness[$0])
    }
  }

  /// n = coefficient (A / 100 km²)^exponent
  func law(_ coefficient: Double, _ exponent: Double) -> [Double] {
    areas.map { coefficient * pow($0 / 100, exponent) }
  }

  /// Gauges at given reaches that saw the river with this roughness.
  func problem(
    truth: [Double], at ids: [Int] = [12], parameters: any Parameterization,
    noise: Double = 0, learnsOffset: Bool = true
  ) throws -> RoutingProblem {
    let fixed = try FixedParameter(0.5, reachCount: network.count)
    let factor = try FixedParameter(21, reachCount: network.count)
    let gauges = ids.map { id in
      RoutingProblem.Gauge(
        station: "\(id)", reach: network.index(of: .number(Int64(id)))!,
        observed: [Double](repeating: .nan, count: Self.days))
    }
    let bare = RoutingProblem(
      router: router, areas: areas, inflow: inflow, gauges: gauges,
      parameters: ChannelParameterizations(
        roughness: parameters, widthExponent: fixed, widthFactor: factor),
      offsets: OffsetSettings(initial: ids.map { _ in 0 }, isLearned: learnsOffset))
    let daily = bare.evaluate(
      channels: channels(truth), offsets: ids.map { _ in 0 }, days: 0..<Self.days
    ).daily
    var generator = Xoshiro256StarStar(seed: 8)
    return bare.replacing(
      gauges: gauges.indices.map { index in
        .init(
          station: gauges[index].station, reach: gauges[index].reach,
          observed: daily[index].map { $0 * exp(noise * generator.nextNormal()) })
      })
  }

  var options: PosteriorOptions {
    var options = PosteriorOptions()
    options.spinUpDays = 30
    options.observationError = 0.002
    return options
  }
}

/// Reaches of 15 km that fall a metre a kilometre.
private struct NetworkDescription {
  private var rows: [(id: Int, below: Int?)] = []

  mutating func add(_ id: Int, below: Int?) { rows.append((id, below)) }

  func network() throws -> RiverNetwork {
    try NetworkBuilder(
      rows: rows.map {
        .init(id: .number(Int64($0.id)), length: 15_000, slope: 0.001)
      },
      links: rows.compactMap { row in
        row.below.map { (ReachID.number(Int64(row.id)), ReachID.number(Int64($0))) }
      }
    ).network
  }
}
