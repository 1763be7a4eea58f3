import NeuralNetworks
import RiverModels
import Testing

import Training

/// Two products of the weather of three catchments whose runoff follows the rain.
@Suite struct RunoffTrainerTests {
  static func problem(gap: Range<Int>? = nil, heldOut: Range<Int>? = nil) throws -> RunoffProblem {
    let (catchments, days) = (3, 160)
    var generator = Xoshiro256StarStar(seed: 1)
    let rain = (0..<catchments * days).map { _ in max(3 * generator.nextNormal(), 0) }
    let products = [rain, rain.map { 1.1 * $0 + 0.1 * generator.nextNormal() }]
    let description = try RunoffDescription(
      forcings: Standardization(names: ["rain"], fitting: [rain]), attributes: nil,
      takesPreviousRunoff: false, runoffMean: 0.5, runoffDeviation: 0.8, output: .linear,
      sequenceDays: 20, predictedDays: 10)
    var observed = (0..<catchments).map { catchment -> [Double] in
      var contents = 0.0
      return (0..<days).map { day in
        contents = 0.7 * contents + rain[catchment * days + day]
        return 0.1 * contents
      }
    }
    if let gap { for day in gap { observed[1][day] = .nan } }
    return try RunoffProblem(
      description: description,
      products: products.map {
        try CatchmentInputs(
          description, forcings: [$0], attributes: [], catchmentCount: catchments, dayCount: days)
      }, observed: observed, ids: ["a", "b", "c"], period: 0..<120, heldOut: heldOut)
  }

  static func trainer(
    _ problem: RunoffProblem, epochs: Int = 3, threads: Int = 1, seed: UInt64 = 5
  ) throws -> RunoffTrainer {
    try RunoffTrainer(
      problem, hiddenCount: 6,
      options: RunoffTrainingOptions(
        epochs: epochs, batch: 8, learningRates: [0.01, 0.003], dropout: Dropout(rate: 0.3),
        clipping: GradientClipping(maximumNorm: 1), threads: threads, seed: seed))
  }

  @Test func stoppedAndResumedEndsWithTheSameBits() throws {
    let trainer = try Self.trainer(Self.problem(heldOut: 60..<80))
    var whole = try trainer.start()
    #expect(try trainer.train(&whole) == .finished)
    for stop in [1, 4, 7] {
      var checkpoint = try trainer.start()
      var steps = 0
      let ending = try trainer.train(
        &checkpoint,
        shouldStop: {
          steps += 1
          return steps > stop
        })
      #expect(ending == .interrupted)
      #expect(try trainer.train(&checkpoint) == .finished)
      #expect(checkpoint == whole)
    }
  }

  @Test func threadsChangeNothingAndSeedsDo() throws {
    let problem = try Self.problem()
    func parameters(threads: Int = 1, seed: UInt64 = 5) throws -> [Double] {
      let trainer = try Self.trainer(problem, threads: threads, seed: seed)
      var checkpoint = try trainer.start()
      _ = try trainer.train(&checkpoint)
      return checkpoint.parameters
    }
    let one = try parameters()
    #expect(try parameters(threads: 3) == one)
    #expect(try parameters(seed: 6) != one)
  }

  @Test func missingDaysTeachNothing() throws {
    // What a gap hides makes no difference.
    let gap = 30..<70
    let trainer = try Self.trainer(Self.problem(gap: gap))
    var checkpoint = try trainer.start()
    _ = try trainer.train(&checkpoint)
    #expect(checkpoint.parameters.allSatisfy { $0.isFinite })
    #expect(checkpoint.history.allSatisfy { $0.trainingLoss.isFinite })
    let whole = try Self.trainer(Self.problem())
    var other = try whole.start()
    _ = try whole.train(&other)
    #expect(other.parameters != checkpoint.parameters)
  }

  @Test func itLearns() throws {
    let trainer = try Self.trainer(Self.problem(heldOut: 100..<120), epochs: 60)
    var checkpoint = try trainer.start()
    _ = try trainer.train(&checkpoint)
    let losses = checkpoint.history.compactMap(\.validationLoss)
    #expect(losses.count == 60)
    #expect(try #require(checkpoint.best).loss < 0.5 * losses[0])
    let simulated = try trainer.problem.simulate(
      trainer.network(checkpoint), days: 120..<160, threads: 1)
    for (observed, runoff) in zip(trainer.problem.observed, simulated) {
      #expect(Skill(observed: observed[120...], simulated: runoff[120...]).nse > 0.5)
      #expect(runoff[..<120].allSatisfy { $0.isNaN })
    }
  }

  @Test func theScheduleFallsInEqualParts() throws {
    let options = try RunoffTrainingOptions(
      epochs: 30, batch: 1, learningRates: [1e-3, 5e-4, 1e-4], dropout: Dropout(rate: 0),
      clipping: nil, seed: 1)
    let rates = (0..<30).map { options.learningRate(epoch: $0) }
    #expect(rates == [1e-3, 5e-4, 1e-4].flatMap { [Double](repeating: $0, count: 10) })
  }
}
