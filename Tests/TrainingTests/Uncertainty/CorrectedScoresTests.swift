import Foundation
import RiverModels
import Testing
import Training

@Suite struct CorrectedScoresTests {
  private static let errors = InflowErrors(deviation: 0.2)

  private func problem(_ river: SmallRiver) throws -> RoutingProblem {
    let law = try PowerLawParameter(
      areas: river.areas, referenceArea: 100, bounds: .manningRoughness, startCoefficient: 0.05)
    return try river.problem(
      truth: river.law(0.06, -0.15), parameters: law, learnsOffset: false)
  }

  private func options(_ river: SmallRiver, draws: Int) -> PosteriorOptions {
    var options = river.options
    options.inflowErrors = Self.errors
    options.inflowDraws = draws
    options.threads = 2
    return options
  }

  @Test("corrected scores add up to the gradient of the corrected loss")
  func gradient() throws {
    let river = try SmallRiver()
    let problem = try problem(river)
    let linearizer = try Linearizer(
      problem, fitting: [40..<400], options: options(river, draws: 2))
    let weights = problem.startWeights(seed: 1)
    let linearization = linearizer.linearized(weights, passes: 0, seed: 1)
    #expect(linearization.objective == linearizer.objective(weights))
    #expect(linearization.objective < linearization.loss, "drawn errors add to the loss")
    let force = GaussNewton.sum(linearization.scores)
    for index in 0..<2 {
      func objective(_ move: Double) -> Double {
        var moved = weights
        moved.values[index] += move
        return linearizer.objective(moved)
      }
      let step = 0.02
      let slope = -(objective(step) - objective(-step)) / (2 * step)
      let found = force[index] * 2 / Double(linearization.days)
      #expect(abs(found - slope) < 0.01 * abs(slope), "weight \(index)")
    }
  }

  /// One record's errors lead anywhere; their mean, over many records, leads to rough rivers.
  @Test("at the truth, rough inflow asks for more roughness in the mean, corrected scores do not")
  func bias() throws {
    let river = try SmallRiver()
    let exact = try problem(river)
    let truth = try GaussNewton(exact, fitting: [40..<900], options: river.options).mode().weights
    /// Of the level's score over pairs of records with opposite errors, its mean and the standard
    /// error of the mean.
    func score(_ options: PosteriorOptions) throws -> (mean: Double, error: Double) {
      let scores = try (0..<12).map { record in
        // The errors on top are others in every record, too.
        var options = options
        options.seed = UInt64(record)
        return try [false, true].reduce(0.0) { sum, isMirrored in
          let inflow = Self.errors.applied(
            to: exact.inflow, reachCount: exact.network.count, stepsPerDay: 24,
            seed: UInt64(100 + record), isMirrored: isMirrored)
          let linearizer = try Linearizer(
            exact.replacing(inflow: inflow), fitting: [40..<900], options: options)
          let rows = linearizer.linearized(truth, passes: 0, seed: 1).scores
          return sum + GaussNewton.sum(rows)[0] / 2
        }
      }
      let mean = scores.reduce(0, +) / Double(scores.count)
      let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = (squares / Double(scores.count - 1) / Double(scores.count)).squareRoot()
      return (mean, error)
    }
    let plain = try score(river.options)
    let corrected = try score(options(river, draws: 4))
    #expect(plain.mean > 4 * plain.error, "\(plain)")
    #expect(abs(corrected.mean) < plain.mean / 3 + 2 * corrected.error, "\(plain), \(corrected)")
    #expect(corrected.error < plain.mean / 2, "the test would tell nothing: \(corrected)")
  }
}
