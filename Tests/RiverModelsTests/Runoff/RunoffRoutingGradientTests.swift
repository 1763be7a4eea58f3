import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import TestSupport
import Testing

/// Weather -> LSTM -> lateral inflow -> routing -> gauge, and all the way back, in double precision.
@Suite("Runoff through the river: the whole chain's gradient")
struct RunoffRoutingGradientTests {
  private struct Chain {
    let network: RiverNetwork
    let channels: [ReachChannel]
    let runoff: CatchmentRunoff
    let lstm: LSTM<Double>
    let router: Router
    let expansion: LateralForcing.Expansion
    let target: [Double]
    static let days = 2..<8
    static let stepsPerDay = 24

    init(expansion: LateralForcing.Expansion, tapeBudget: Int) throws {
      network = SampleNetwork.tree(17, seed: 21).network
      channels = RandomBasin(network, values: 1, seed: 22).channels
      let sample = try RunoffSample(
        catchments: network.count, days: 15, sequenceDays: 8, predictedDays: 3, seed: 23)
      lstm = try sample.network(seed: 24)
      runoff = CatchmentRunoff(
        description: sample.description, products: [sample.inputs],
        areas: (0..<network.count).map { 20 + 3 * Double($0) })
      var configuration = RouterConfiguration()
      configuration.precision = .double
      configuration.tapeBudget = tapeBudget
      router = Router(network: network, configuration: configuration)
      self.expansion = expansion
      var generator = Xoshiro256StarStar(seed: 25)
      target = (0...Self.days.count * Self.stepsPerDay).map { _ in 20 * generator.nextUniform() }
    }

    private func forcing(_ values: [Double]) -> LateralForcing {
      LateralForcing(
        precise: values, valuesPerReach: Self.days.count, stepsPerValue: Self.stepsPerDay,
        expansion: expansion)
    }

    func inflow(_ parameters: [Double]) throws -> [Double] {
      try runoff.inflow([LSTM(shape: lstm.shape, parameters: parameters)], days: Self.days).values
    }

    /// Half the squared error at the outlet.
    func loss(_ parameters: [Double], roughness: Double) throws -> Double {
      let simulation = router.simulate(
        channels: scaled(roughness), lateral: forcing(try inflow(parameters)),
        steps: Self.days.count * Self.stepsPerDay, records: [network.count - 1])
      return zip(simulation.records[0], target).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / 2
      }
    }

    private func scaled(_ factor: Double) -> [ReachChannel] {
      channels.map { channel in
        var channel = channel
        channel.roughness *= factor
        return channel
      }
    }

    func gradient() throws -> (parameters: [Double], roughness: Double) {
      let inflow = try inflow(lstm.parameters)
      let result = router.gradient(
        channels: channels, lateral: forcing(inflow),
        steps: Self.days.count * Self.stepsPerDay, records: [network.count - 1],
        wantsLateral: true
      ) { [zip($0.records[0], target).map { $0 - $1 }] }
      return (
        try runoff.pullback(lstm, days: Self.days, inflow: inflow, gradient: result.lateral),
        zip(result.channels, channels).reduce(0) { $0 + $1.0.roughness * $1.1.roughness }
      )
    }
  }

  @Test("Against central differences, to 1e-6", arguments: LateralForcing.Expansion.allCases)
  func centralDifferences(_ expansion: LateralForcing.Expansion) throws {
    // A tape too small for the run: segments of the routing are recomputed.
    for budget in [1, 512 << 20] {
      let chain = try Chain(expansion: expansion, tapeBudget: budget)
      let found = try chain.gradient()
      let parameters = chain.lstm.parameters
      let step = 1e-4
      let scale = found.parameters.map(abs).max()!
      #expect(scale > 1)
      for place in stride(from: 0, to: parameters.count, by: 7) {
        func loss(_ change: Double) throws -> Double {
          var moved = parameters
          moved[place] += change
          return try chain.loss(moved, roughness: 1)
        }
        // Of fourth order, so that the step need not be small.
        let expected =
          try (8 * (loss(step) - loss(-step)) - (loss(2 * step) - loss(-2 * step))) / (12 * step)
        #expect(
          abs(found.parameters[place] - expected) < 1e-6 * scale,
          "parameter \(place): \(found.parameters[place]), difference \(expected)")
      }
      let expected =
        try
        (8
        * (chain.loss(parameters, roughness: 1 + step)
          - chain.loss(parameters, roughness: 1 - step))
        - (chain.loss(parameters, roughness: 1 + 2 * step)
          - chain.loss(parameters, roughness: 1 - 2 * step)))
        / (12 * step)
      #expect(abs(found.roughness - expected) < 1e-6 * abs(expected))
    }
  }

  @Test("Less than no runoff is held at zero, counted, and teaches nothing")
  func heldAtZero() throws {
    let sample = try RunoffSample(
      catchments: 3, days: 20, output: .linear, sequenceDays: 6, predictedDays: 2, seed: 31)
    let shape = try LSTMShape(inputCount: 3, hiddenCount: 2)
    var parameters = [Double](repeating: 0, count: shape.parameterCount)
    // z = -1: y = 1.5 - 2.
    parameters[shape.range(of: .headBias).lowerBound] = -1
    let network = try LSTM<Double>(shape: shape, parameters: parameters)
    let runoff = CatchmentRunoff(
      description: sample.description, products: [sample.inputs], areas: [1, 2, 3])
    let inflow = try runoff.inflow([network], days: 0..<10)
    #expect(inflow.values.allSatisfy { $0 == 0 })
    #expect(inflow.heldCount == 30)
    // 0.5 mm on 6 km2 for ten days.
    #expect(abs(inflow.heldVolume - 30_000) < 1e-6)
    let gradient = try runoff.pullback(
      network, days: 0..<10, inflow: inflow.values, gradient: [Double](repeating: 1, count: 30))
    #expect(gradient.allSatisfy { $0 == 0 })
  }
}
