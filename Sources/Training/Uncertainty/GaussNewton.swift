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
/// scores are exact but for water older than a block's lead; only the curvature is sketched, and
/// corrected by what the gradients of earlier steps say (`SecantPairs`), so that the sketch changes
/// the way, not where it ends. Deterministic: no windows are drawn.
///
/// To be preferred to Adam where there are many weakly constrained weights: those move with the
/// prior's metric, not each by its own sign.
public struct GaussNewton: Sendable {
  public let problem: RoutingProblem
  public let options: PosteriorOptions
  private(set) var linearizer: Linearizer
  let prior: GaussianPrior
  /// σ² of the least relative error of the observations, in units of the loss.
  let leastVariance: Double

  /// - Parameters:
  ///   - problem: network, inflow and gauges
  ///   - fitting: days on which the weights are fitted, ascending stretches
  ///   - options: how errors are counted
  /// - Throws: `InputError` where a weight has no prior or a gauge no observations
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
      problem, fitting: fitting, options: options)
    var squares = 0.0
    var days = 0
    for index in linearizer.gauges.indices where problem.gauges[index].isTrained {
      for day in fitting.joined() where !problem.gauges[index].observed[day].isNaN {
        let share = problem.gauges[index].observed[day] / linearizer.deviations[index][day]
        squares += share * share
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
  /// A step longer than this, in prior deviations, leaves the place where the curvature was sketched.
  private static let farStep = 0.3

  /// From where the parameterizations start, or from given weights.
  /// - Parameters:
  ///   - start: weights to begin from; nil takes the starts of the parameterizations
  ///   - watch: told of each step's number and loss
  public func mode(
    from start: RoutingWeights? = nil, watch: (Int, Double) -> Void = { _, _ in }
  ) -> PosteriorMode {
    guard linearizer.correction != nil else { return search(from: start, steps: 0, watch: watch) }
    // Corrected scores cost many sweeps; plain ones lead to their neighbourhood.
    var plain = self
    plain.linearizer.correction = nil
    let near = plain.search(from: start, steps: 0, watch: watch)
    return search(from: near.weights, steps: near.history.count, watch: watch)
  }

  private func search(
    from start: RoutingWeights?, steps known: Int, watch: (Int, Double) -> Void
  ) -> PosteriorMode {
    var weights = start ?? problem.startWeights(seed: options.seed)
    var history: [Double] = []
    var isConverged = false
    var failures = 0
    var pairs = SecantPairs()
    var state = linearized(weights, measured: nil, seed: options.seed)
    for step in 0..<max(options.iterations, 1) {
      history.append(state.loss)
      watch(known + step + 1, state.loss)
      let proposal = proposal(weights, state, pairs)
      let measured = step < Self.roughSteps ? nil : state.newInflation
      guard let next = improved(weights, state, proposal) else {
        failures += 1
        isConverged = proposal.promise < state.ridge
        if failures > 1 || isConverged { break }
        pairs.forget()
        state = linearized(
          weights, measured: measured, seed: options.seed &+ UInt64(step + 1))
        continue
      }
      failures = 0
      if next.gain < Self.tolerance * state.ridge, step > Self.roughSteps {
        weights = next.weights
        isConverged = true
        break
      }
      // The curvature is sketched anew while the weights still move far.
      let reach = next.step.map { abs($0) }.max() ?? 0
      let isFar = step < Self.roughSteps || reach > Self.farStep
      let new = linearized(
        next.weights, measured: measured, seed: options.seed &+ UInt64(step + 1),
        sketch: isFar ? nil : state.sketch)
      if isFar {
        pairs.forget()
      } else {
        pairs.add(step: next.step, dataChange: zip(state.force, new.force).map { $0 - $1 })
      }
      weights = next.weights
      state = new
    }
    // Once more at the end, with twice as many probes: f is measured where it is used.
    let before = linearized(
      weights, measured: 1, seed: options.seed, passes: 2 * options.probePasses)
    let last = linearized(
      weights, measured: before.newInflation, seed: options.seed,
      reusing: before.linearization)
    return PosteriorMode(
      weights: weights, prior: prior, loss: last.loss, days: last.linearization.days,
      variance: last.variance, inflation: last.ridge / last.variance,
      history: history + [last.loss], isConverged: isConverged, sketch: last.sketch,
      normal: last.normal)
  }

  /// A linearization by u, with everything a step needs.
  private struct State {
    var linearization: Linearization
    var loss: Double
    var variance: Double
    var ridge: Double
    var scores: [[Double]]
    /// Less half the gradient of n (loss + penalty).
    var force: [Double]
    var sketch: [[Double]]
    var normal: LowRankNormalMatrix
    /// f as these residuals show it, not yet held at one.
    var newInflation: Double
  }

  /// - Parameters:
  ///   - sketch: of the curvature, to be kept; nil for a new one
  ///   - passes: of a new sketch
  ///   - reusing: what was linearised at the same weights before
  private func linearized(
    _ weights: RoutingWeights, measured: Double?, seed: UInt64, sketch: [[Double]]? = nil,
    passes: Int? = nil, reusing: Linearization? = nil
  ) -> State {
    let linearization =
      reusing
      ?? linearizer.linearized(
        weights, passes: sketch == nil ? passes ?? options.probePasses : 0, seed: seed)
    func scaled(_ rows: [[Double]], _ factor: Double = 1) -> [[Double]] {
      rows.map { row in zip(row, prior.deviations).map { factor * $0 * $1 } }
    }
    let scores = scaled(linearization.scores)
    let covered = Double(linearization.probes.count) / Double(max(scores.count, 1))
    let sketch = sketch ?? scaled(linearization.probes, 1 / max(covered, 1).squareRoot())
    let variance = max(linearization.loss, leastVariance)
    let ridge = max(linearization.loss * max(1, measured ?? 1), leastVariance)
    let normal = LowRankNormalMatrix(
      rows: sketch, ridge: ridge, columnCount: prior.means.count)
    var force = Self.sum(scores)
    let penalty = problem.penalty(weights).gradient
    for index in force.indices {
      force[index] -=
        Double(linearization.days) / 2 * penalty[index] * prior.deviations[index]
    }
    var state = State(
      linearization: linearization, loss: linearization.loss, variance: variance, ridge: ridge,
      scores: scores, force: force, sketch: sketch, normal: normal, newInflation: 1)
    state.newInflation = Self.inflation(scores, state)
    return state
  }

  /// f: what the scores of blocks vary, over what those of independent days would; more by the share
  /// of the blocks that the fit has bent to itself, tr(J M Jᵀ). The mean over the directions in which
  /// the data speak, or that of the first two weights where it is more.
  private static func inflation(_ scores: [[Double]], _ state: State) -> Double {
    let mean = sum(scores).map { $0 / Double(scores.count) }
    let spread = scores.reduce(0.0) { sum, row in
      sum + state.normal.quadraticForm(zip(row, mean).map { $0 - $1 })
    }
    let fitted = state.sketch.reduce(0.0) { $0 + state.normal.quadraticForm($1) }
    let free = max(0.5, 1 - fitted / Double(scores.count))
    guard fitted * state.loss > 0 else { return 1 }
    // Along what is asked of the posterior first of all, the level and the exponent of a law, single
    // floods may weigh more than on the average.
    let leading = (0..<min(2, mean.count)).map { weight -> Double in
      var unit = [Double](repeating: 0, count: mean.count)
      unit[weight] = 1
      let direction = state.normal.solve(unit)
      func squares(_ rows: [[Double]]) -> Double {
        rows.reduce(0) { sum, row in
          let product = LowRankNormalMatrix.product(row, direction)
          return sum + product * product
        }
      }
      let independent = squares(state.sketch) * state.loss
      return independent > 0 ? squares(scores) / independent : 1
    }
    return max(spread / (fitted * state.loss), leading.max() ?? 1) / free
  }

  /// A step of u, and by how much it should lower the objective.
  private func proposal(
    _ weights: RoutingWeights, _ state: State, _ pairs: SecantPairs
  ) -> (step: [Double], promise: Double) {
    let right = zip(state.force, standardized(weights)).map { $0 - state.ridge * $1 }
    var step = pairs.solve(right, ridge: state.ridge) { state.normal.solve($0) }
    let promise = LowRankNormalMatrix.product(step, right)
    let longest = step.map { abs($0) }.max() ?? 0
    if longest > Self.longestStep { step = step.map { $0 * Self.longestStep / longest } }
    return (step, promise)
  }

  /// Weights with a lower objective along the step, and by how much; nil where there are none.
  private func improved(
    _ weights: RoutingWeights, _ state: State, _ proposal: (step: [Double], promise: Double)
  ) -> (weights: RoutingWeights, step: [Double], gain: Double)? {
    let days = Double(state.linearization.days)
    func objective(_ loss: Double, _ weights: RoutingWeights) -> Double {
      days * (loss + problem.penalty(weights).value)
        + state.ridge * standardized(weights).reduce(0) { $0 + $1 * $1 }
    }
    let now = objective(state.linearization.objective, weights)
    var share = 1.0
    for _ in 0...Self.halvings {
      var candidate = weights
      let step = proposal.step.map { share * $0 }
      for index in step.indices {
        candidate.values[index] += prior.deviations[index] * step[index]
      }
      let then = objective(linearizer.objective(candidate), candidate)
      if then < now { return (candidate, step, now - then) }
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

  package static func sum(_ rows: [[Double]]) -> [Double] {
    guard var sum = rows.first else { return [] }
    for row in rows.dropFirst() {
      for index in sum.indices { sum[index] += row[index] }
    }
    return sum
  }
}
