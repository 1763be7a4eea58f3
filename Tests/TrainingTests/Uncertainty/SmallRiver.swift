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

  init(threads: Int = 1) throws {
    // Reaches of 15 km that fall a metre a kilometre: 1 to 12, and 100 and 101, which join at 6.
    var builder = NetworkBuilder()
    let ids = Array(1...12) + [100, 101]
    for id in ids { builder.addReach(.number(Int64(id)), length: 15_000, slope: 0.001) }
    for (from, to) in zip(1...11, 2...12) {
      builder.addLink(from: .number(Int64(from)), to: .number(Int64(to)))
    }
    builder.addLink(from: .number(100), to: .number(101))
    builder.addLink(from: .number(101), to: .number(6))
    network = try builder.build()
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
