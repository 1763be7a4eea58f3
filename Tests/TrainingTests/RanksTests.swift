import NeuralNetworks
import RiverModels
import RiverNetworks
import SpaceTimeSweep
import Testing
import Training

/// Several ranks, here threads, that train one river together.
@Suite("Ranks learn what one process learns")
struct RanksTests {
  /// What training leaves on a rank.
  struct Outcome: Sendable, Equatable {
    var checkpoint: TrainingCheckpoint
    var summedInflow: [[Double]]
    /// As bits: days outside of the simulation are NaN.
    var daily: [[UInt64]]
  }

  /// Three gauges, one on the tributary and one not trained on.
  private static func problem(_ model: String) throws -> (SmallRiver, RoutingProblem) {
    let river = try SmallRiver()
    let bounds = try Bounds(lower: 0.01, upper: 0.3)
    let parameters: any Parameterization =
      model == "per_reach"
      ? try PerReachParameter(
        bounds: bounds, start: [Double](repeating: 0.05, count: river.network.count),
        smoothness: 0.1, network: river.network)
      : try PowerLawParameter(
        areas: river.areas, referenceArea: 100, bounds: bounds, startCoefficient: 0.05)
    let problem = try river.problem(
      truth: river.law(0.06, -0.15), at: [12, 101, 5], parameters: parameters, noise: 0.05)
    let gauges = problem.gauges.enumerated().map { number, gauge in
      RoutingProblem.Gauge(
        station: gauge.station, reach: gauge.reach, observed: gauge.observed,
        isTrained: number != 2)
    }
    return (
      river,
      problem.replacing(
        gauges: gauges, inflowFactor: InflowFactorSettings(initial: 0.9, isLearned: true))
    )
  }

  private static func train(_ problem: RoutingProblem) throws -> Outcome {
    let windows = try TrainingWindows(
      period: 60..<400, validation: .lastDays(80), windowDays: 120, warmUpDays: 30)
    let options = try TrainingOptions(
      objective: Objective([.init(.normalizedSquared)], warmUpDays: 0), windows: windows,
      epochs: 3, batch: 2, learningRate: .constant(0.05),
      clipping: GradientClipping(maximumNorm: 1), seed: 5)
    let trainer = try Trainer(problem, options: options)
    var checkpoint = trainer.start()
    _ = try trainer.train(&checkpoint)
    let weights = checkpoint.weights
    let daily = try problem.evaluate(
      channels: problem.channels(weights), offsets: weights[.offset],
      inflowFactor: problem.inflowFactor(weights), days: 60..<400
    ).daily
    return Outcome(
      checkpoint: checkpoint, summedInflow: problem.summedInflow(),
      daily: daily.map { $0.map(\.bitPattern) })
  }

  @Test(
    "Weights, moments, losses and scores are those of one process, to the bit",
    arguments: ["power_law", "per_reach"], RouterConfiguration.Scheme.allCases)
  func train(_ model: String, _ scheme: RouterConfiguration.Scheme) throws {
    let (river, problem) = try Self.problem(model)
    var configuration = RouterConfiguration()
    configuration.scheme = scheme
    let one = try Self.train(
      problem.replacing(router: Router(network: river.network, configuration: configuration)))
    #expect(one.checkpoint.history.count == 3)
    for count in [2, 3, 5] {
      let partition = try Partition(network: river.network, parts: count)
      let outcomes = InProcessCommunicator.run(InProcessCommunicator.group(of: count)) {
        [configuration] rank in
        Result {
          let share = NetworkShare(of: river.network, partition: partition, part: rank.rank)
          let days = river.inflow.valuesPerReach
          let own = share.parents[share.own].flatMap { reach in
            (0..<days).map { river.inflow.value(reach: reach.position, $0) }
          }
          return try Self.train(
            problem.replacing(
              router: Router(
                network: river.network, configuration: configuration,
                ranks: SweepBoundary(share, communicator: rank)),
              inflow: LateralForcing(
                values: share.padded(own, valuesPerReach: days), valuesPerReach: days,
                stepsPerValue: 24)))
        }
      }
      for outcome in outcomes {
        let found = try outcome.get()
        // Named first: what differs would be printed whole.
        let isSame = [
          found.checkpoint == one.checkpoint, found.summedInflow == one.summedInflow,
          found.daily == one.daily,
        ]
        #expect(isSame == [true, true, true], "\(count) ranks: checkpoint, inflow, discharge")
      }
    }
  }
}
