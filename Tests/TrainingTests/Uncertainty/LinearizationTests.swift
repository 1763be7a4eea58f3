import Foundation
import RiverModels
import Testing
import Training

@Suite struct LinearizationTests {
  private func problem() throws -> RoutingProblem {
    let river = try SmallRiver()
    return try river.problem(
      truth: river.law(0.06, -0.15),
      parameters: PerReachParameter(
        bounds: .manningRoughness, start: river.law(0.05, 0.0)))
  }

  private func linearizer(_ problem: RoutingProblem, threads: Int = 1) throws -> Linearizer {
    var options = try SmallRiver().options
    options.errorModel = .constant
    options.threads = threads
    return try Linearizer(problem, fitting: [40..<400], options: options)
  }

  @Test("the blocks' scores add up to the gradient of the loss, and cover each day once")
  func scores() throws {
    let problem = try problem()
    let linearizer = try linearizer(problem)
    #expect(linearizer.blocks.flatMap { Array($0.scored) } == Array(40..<400))
    let weights = problem.startWeights(seed: 1)
    let linearization = linearizer.linearized(weights, passes: 0, seed: 1)
    let force = GaussNewton.sum(linearization.scores)
    let days = Double(linearization.days)
    let scale = force.map { abs($0) }.max()!
    for index in [0, 5, 11, weights.values.count - 1] {
      let step = 0.02
      func loss(_ move: Double) -> Double {
        var moved = weights
        moved.values[index] += move
        return linearizer.objective(moved)
      }
      let slope = -(loss(step) - loss(-step)) / (2 * step) * days / 2
      #expect(abs(force[index] - slope) < 0.01 * scale, "weight \(index)")
    }
  }

  @Test("the probes' outer products estimate the curvature")
  func curvature() throws {
    let problem = try problem()
    let linearizer = try linearizer(problem)
    let weights = problem.startWeights(seed: 1)
    let base = linearizer.residuals(weights).residuals[0]
    let index = 11
    var moved = weights
    moved.values[index] += 0.05
    let slopes = zip(linearizer.residuals(moved).residuals[0], base).map { ($0 - $1) / 0.05 }
    let exact = slopes.reduce(0) { $0 + $1 * $1 }
    let probes = linearizer.linearized(weights, passes: 40, seed: 5).probes
    let estimate = probes.reduce(0) { $0 + $1[index] * $1[index] } / 40
    // 40 passes of 12 blocks: the estimate's relative deviation is about √(2/480), 6 %.
    #expect(abs(estimate / exact - 1) < 0.2)
  }

  @Test("threads change nothing")
  func threads() throws {
    let problem = try problem()
    let weights = problem.startWeights(seed: 1)
    let one = try linearizer(problem).linearized(weights, passes: 1, seed: 3)
    let two = try linearizer(problem, threads: 2).linearized(weights, passes: 1, seed: 3)
    #expect(one.scores == two.scores)
    #expect(one.probes == two.probes)
  }
}
