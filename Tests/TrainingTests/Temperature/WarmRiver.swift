import Foundation
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import Training

/// A tree of reaches under made-up weather, and observations of discharge and temperature with
/// parameters that are known.
struct WarmRiver {
  let network: RiverNetwork
  let areas: [Double]
  let days: Int
  let router: Router
  let inflow: LateralForcing
  let closure: HeatClosure

  init(
    reaches: Int, days: Int, precision: RouterConfiguration.Precision = .double,
    scheme: RouterConfiguration.Scheme = .lagged, threads: Int = 1
  ) throws {
    var generator = Xoshiro256StarStar(seed: 9)
    var builder = NetworkBuilder()
    for id in 0..<reaches {
      builder.addReach(
        .number(Int64(id)), length: 800 + 6_000 * generator.nextUniform(),
        slope: 0.001 + 0.004 * generator.nextUniform())
    }
    for id in 1..<reaches {
      let below = max(0, id - 1 - Int(3 * generator.nextUniform()))
      builder.addLink(from: .number(Int64(id)), to: .number(Int64(below)))
    }
    network = try builder.build()
    areas = network.accumulatedDownstream([Double](repeating: 40, count: reaches))
    self.days = days
    var configuration = RouterConfiguration()
    configuration.precision = precision
    configuration.scheme = scheme
    configuration.threads = threads
    router = Router(network: network, configuration: configuration)

    let storms = (0..<days).map { _ in
      generator.nextUniform() < 0.2 ? 3 * generator.nextUniform() : 0
    }
    var lateral: [Double] = []
    var air: [Float] = []
    var humidity: [Float] = []
    var shortwave: [Float] = []
    let spells = (0..<days).map { _ in 6 * generator.nextUniform() - 3 }
    for _ in 0..<reaches {
      var store = 0.5
      let offset = 2 * generator.nextUniform()
      for day in 0..<days {
        store = 0.7 * store + 0.3 * storms[day] + 0.1
        lateral.append(store)
        let season = sin(2 * .pi * Double(day) / 120)
        air.append(Float(14 + offset + 5 * season + spells[day]))
        humidity.append(Float(0.6 + 0.3 * generator.nextUniform()))
        shortwave.append(Float(200 + 60 * season + 60 * generator.nextUniform()))
      }
    }
    inflow = LateralForcing(
      precise: lateral, valuesPerReach: days, stepsPerValue: 24, expansion: .linear)
    var settings = HeatClosure.Settings()
    settings.groundMemory = .exponential
    settings.groundwaterLag = 20
    closure = HeatClosure(
      .init(days: days, airTemperature: air, relativeHumidity: humidity, shortwave: shortwave),
      settings: settings)
  }

  /// What is known and what is learned.
  struct Parameters {
    var channels: ChannelParameterizations
    var heat: HeatParameterizations

    init(
      reaches: Int, shade: Double = 0.2, exchange: Double = 1, isLearned: Bool = false
    ) throws {
      func fixed(_ value: Double) throws -> any Parameterization {
        try FixedParameter(value, reachCount: reaches)
      }
      channels = ChannelParameterizations(
        roughness: try fixed(0.05), widthExponent: try fixed(0.5), widthFactor: try fixed(21))
      func constant(
        _ value: Double, _ lower: Double, _ upper: Double, _ scale: Bounds.Scale = .linear
      ) throws -> any Parameterization {
        guard isLearned else { return try fixed(value) }
        return try ConstantParameter(
          reachCount: reaches, bounds: Bounds(lower: lower, upper: upper, scale: scale),
          start: value)
      }
      heat = HeatParameterizations(
        shade: try constant(shade, 0, 0.95),
        exchangeFactor: try constant(exchange, 0.2, 5, .logarithmic),
        dispersionFactor: try fixed(1), groundwaterShare: try fixed(0.5),
        groundwaterLag: try fixed(20))
    }

    /// Everything learned, most of it reach by reach.
    init(everythingOf river: WarmRiver) throws {
      let count = river.network.count
      var generator = Xoshiro256StarStar(seed: 4)
      func perReach(
        _ start: Double, _ lower: Double, _ upper: Double
      ) throws -> any Parameterization {
        try PerReachParameter(
          bounds: Bounds(lower: lower, upper: upper),
          start: (0..<count).map { _ in start * (0.8 + 0.4 * generator.nextUniform()) })
      }
      try self.init(reaches: count)
      channels.roughness = try PowerLawParameter(
        areas: river.areas, referenceArea: 100, bounds: .manningRoughness,
        startCoefficient: 0.05, startExponent: -0.1)
      channels.widthExponent = try perReach(0.5, 0, 1)
      channels.widthFactor = try perReach(20, 1, 200)
      heat.shade = try perReach(0.3, 0, 0.95)
      heat.exchangeFactor = try perReach(1, 0.2, 5)
      heat.dispersionFactor = try perReach(1, 0.1, 10)
      heat.groundwaterShare = try perReach(0.4, 0, 0.95)
      heat.groundwaterLag = try perReach(20, 1, 365)
    }
  }

  /// - Parameters:
  ///   - discharge, temperature: observed at the reaches named, `[gauge][day]`
  ///   - dispersion: times the formula's: positive limits give way only to much of it
  func problem(
    _ parameters: Parameters, reaches: [Int], discharge: [[Double]]? = nil,
    temperature: [[Double]], learnsFactor: Bool = false, dispersion: Double = 1
  ) -> RoutingProblem {
    let hydraulics = ReachHydraulics(
      network: network,
      channels: network.lengths.indices.map {
        ReachChannel(length: network.lengths[$0], slope: network.slopes[$0], roughness: 0.05)
      }, limits: router.configuration.limits)
    let means = network.accumulatedDownstream([Double](repeating: 0.5, count: network.count))
    return RoutingProblem(
      router: router, areas: areas, inflow: inflow,
      gauges: discharge.map { series in
        zip(reaches, series).map {
          .init(station: "q\($0)", reach: ReachIndex($0), observed: $1)
        }
      } ?? [], parameters: parameters.channels,
      offsets: .init(
        initial: discharge.map { $0.map { _ in 2.5 } } ?? [], isLearned: discharge != nil),
      inflowFactor: .init(initial: 1, isLearned: learnsFactor),
      temperature: TemperatureProblem(
        model: NetworkTemperature(network: network, configuration: router.configuration),
        closure: closure, firstDay: 0,
        gauges: zip(reaches, temperature).map {
          .init(station: "t\($0)", reach: ReachIndex($0), observed: $1)
        }, parameters: parameters.heat,
        dispersions: hydraulics.moment(means, dispersion: .seoCheong).dispersions.map {
          dispersion * $0
        }))
  }

  /// What the river does with known parameters at some reaches.
  func truth(
    _ parameters: Parameters, reaches: [Int]
  ) throws -> (discharge: [[Double]], temperature: [[Double]]) {
    let nothing = reaches.map { _ in [Double](repeating: .nan, count: days) }
    let problem = problem(parameters, reaches: reaches, temperature: nothing)
    return try problem.evaluateTemperature(
      problem.startWeights(seed: 1), days: 0..<days, reaches: reaches)
  }

  func options(
    window: Int, warmUp: Int, epochs: Int = 1, rate: Double = 0.1, validation: Int = 0
  ) throws -> TrainingOptions {
    let windows = try TrainingWindows(
      period: 0..<days, validation: .lastDays(validation), windowDays: window, warmUpDays: warmUp)
    return TrainingOptions(
      objective: try Objective([.init(.normalizedSquared)], warmUpDays: 0), windows: windows,
      epochs: epochs, batch: 1,
      learningRate: .cosine(
        initial: rate, final: rate / 100,
        over: max(windows.epoch(0, seed: 1).count * epochs, 1)), seed: 1)
  }

  /// Every fourth day lost.
  static func withGaps(_ series: [[Double]]) -> [[Double]] {
    series.map { $0.enumerated().map { $0 % 4 == 3 ? .nan : $1 } }
  }
}
