import NeuralNetworks
import RiverModels
import RiverNetworks

/// Finds the most probable weights of a routing problem whose weights all have a prior.
///
/// Each step linearises the whole fitting period and solves
///
///     (Gᵀ G + κ I) Δu = Σ scores − κ u − n/2 ∂penalty
///
/// for the step, halves it until the objective falls, and takes σ² and f anew from the residuals. The
/// scores are exact but for water older than a block's lead; only the curvature is sketched, so that
/// the sketch changes the way, not where it ends. Deterministic: no windows are drawn.
///
/// To be preferred to Adam where there are many weakly constrained weights: those move with the
/// prior's metric, not each by its own sign.
public struct GaussNewton: Sendable {
  public let problem: RoutingProblem
  public let options: PosteriorOptions
  let linearizer: Linearizer
  let prior: GaussianPrior
  /// σ² of the least relative error of the observations, in units of the loss.
  let leastVariance: Double

  /// - Parameter fitting: days on which the weights are fitted, ascending stretches
  /// - Throws: ``InputError`` where a weight has no prior or a gauge no observations
  public init(
    _ problem: RoutingProblem, fitting: [Range<Int>], options: PosteriorOptions
  ) throws {
    guard let prior = problem.prior(offsetDeviation: options.offsetDeviation) else {
      throw InputError(
        "a learned parameter has no prior",
        expected: "models fixed, constant, power_law or power_law_per_reach",
        remedy: "choose another model, or training.method: adam")
    }
    guard !fitting.isEmpty else {
      throw InputError("there are no days to fit to", remedy: "lengthen periods.train")
    }
    self.problem = problem
    self.options = options
    self.prior = prior
    linearizer = try Linearizer(
      problem, fitting: fitting, blockDays: options.blockDays, spinUp: options.spinUpDays,
      threads: options.threads)
    var squares = 0.0
    var days = 0
    for (index, gauge) in linearizer.gauges.enumerated() {
      for value in fitting.flatMap({ problem.gauges[index].observed[$0] }) where !value.isNaN {
        squares += value * value / gauge.variance
        days += 1
      }
    }
    let error = options.observationError
    leastVariance = max(error * error * squares / Double(max(days, 1)), Self.roundOff)
  }

  /// Below this share of the observations' variance, residuals are round-off of single precision.
  private static let roundOff = 1e-9
  /// A step ends the search where it changes −2 ln posterior by less than this.
  private static let tolerance = 0.02
  /// No weight moves by more than this many prior deviations in one step.
  private static let longestStep = 1.0
  private static let halvings = 5
  /// Steps in which the errors' inflation is not yet measured: residuals there are of wrong weights.
  private static let roughSteps = 2

  /// From where the parameterizations start, or from given weights.
  /// - Parameter watch: told of each step's number and loss
  public func mode(
    from start: RoutingWeights? = nil, watch: (Int, Double) -> Void = { _, _ in }
  ) -> PosteriorMode {
    var weights = start ?? problem.startWeights(seed: options.seed)
    var history: [Double] = []
    var measured = 1.0
    var isConverged = false
    for step in 0..<max(options.iterations, 1) {
      let state = linearized(weights, measured: step < Self.roughSteps ? nil : measured)
      history.append(state.loss)
      watch(step + 1, state.loss)
      if step >= Self.roughSteps - 1 { measured = state.newInflation }
      let accepted = improved(weights, state)
      guard let accepted else {
        isConverged = step >= Self.roughSteps
        if isConverged { break }
        continue
      }
      weights = accepted.weights
      if accepted.gain < Self.tolerance * state.ridge, step >= Self.roughSteps {
        isConverged = true
        break
      }
    }
    // Once more at the end: f measured where it is used.
    let before = linearized(weights, measured: measured)
    let last = linearized(weights, measured: before.newInflation, reusing: before.linearization)
    return PosteriorMode(
      weights: weights, prior: prior, loss: last.loss, days: last.linearization.days,
      variance: last.variance, inflation: last.ridge / last.variance,
      history: history + [last.loss], isConverged: isConverged, scores: last.scores,
      sketch: last.sketch, normal: last.normal, measuredInflation: before.newInflation)
  }

  /// A linearization by u, with everything a step needs.
  private struct State {
    var linearization: Linearization
    var loss: Double
    var variance: Double
    var ridge: Double
    var scores: [[Double]]
    var sketch: [[Double]]
    var normal: LowRankNormalMatrix
    /// f as these residuals show it, not yet held at one.
    var newInflation: Double
  }

  private func linearized(
    _ weights: RoutingWeights, measured: Double?, reusing: Linearization? = nil
  ) -> State {
    let linearization =
      reusing
      ?? linearizer.linearized(weights, passes: options.probePasses, seed: options.seed)
    func scaled(_ rows: [[Double]], _ factor: Double = 1) -> [[Double]] {
      rows.map { row in zip(row, prior.deviations).map { factor * $0 * $1 } }
    }
    let scores = scaled(linearization.scores)
    let sketch = scaled(
      linearization.probes, 1 / Double(max(options.probePasses, 1)).squareRoot())
    let variance = max(linearization.loss, leastVariance)
    let ridge = variance * max(1, measured ?? 1)
    let normal = LowRankNormalMatrix(
      rows: sketch, ridge: ridge, columnCount: prior.means.count)
    let mean = Self.sum(scores).map { $0 / Double(scores.count) }
    let spread = scores.reduce(0.0) { sum, row in
      sum + normal.quadraticForm(zip(row, mean).map { $0 - $1 })
    }
    let expected = sketch.reduce(0.0) { $0 + normal.quadraticForm($1) } * linearization.loss
    return State(
      linearization: linearization, loss: linearization.loss, variance: variance, ridge: ridge,
      scores: scores, sketch: sketch, normal: normal,
      newInflation: expected > 0 ? spread / expected : 1)
  }

  /// Weights with a lower objective along the step, and by how much; nil where there are none.
  private func improved(
    _ weights: RoutingWeights, _ state: State
  ) -> (weights: RoutingWeights, gain: Double)? {
    let days = Double(state.linearization.days)
    let penalty = problem.penalty(weights)
    let standard = standardized(weights)
    var right = Self.sum(state.scores)
    for index in right.indices {
      right[index] -=
        state.ridge * standard[index]
        + days / 2 * penalty.gradient[index] * prior.deviations[index]
    }
    var step = state.normal.solve(right)
    let longest = step.map { abs($0) }.max() ?? 0
    if longest > Self.longestStep { step = step.map { $0 * Self.longestStep / longest } }
    func objective(_ loss: Double, _ weights: RoutingWeights, _ penalty: Double) -> Double {
      days * (loss + penalty)
        + state.ridge * standardized(weights).reduce(0) { $0 + $1 * $1 }
    }
    let now = objective(state.loss, weights, penalty.value)
    var share = 1.0
    for _ in 0...Self.halvings {
      var candidate = weights
      for index in step.indices {
        candidate.values[index] += share * prior.deviations[index] * step[index]
      }
      let then = objective(
        linearizer.loss(candidate), candidate, problem.penalty(candidate).value)
      if then < now { return (candidate, now - then) }
      share /= 2
    }
    return nil
  }

  /// u; zero where a weight is pinned.
  func standardized(_ weights: RoutingWeights) -> [Double] {
    weights.values.indices.map { index in
      prior.deviations[index] > 0
        ? (weights.values[index] - prior.means[index]) / prior.deviations[index] : 0
    }
  }

  static func sum(_ rows: [[Double]]) -> [Double] {
    guard var sum = rows.first else { return [] }
    for row in rows.dropFirst() {
      for index in sum.indices { sum[index] += row[index] }
    }
    return sum
  }
}
