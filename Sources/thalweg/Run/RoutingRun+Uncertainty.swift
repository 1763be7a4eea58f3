import Foundation
import RiverModels
import RiverNetworks
import Training

extension RoutingRun {
  /// What is known beside the chosen weights.
  struct Uncertainty {
    var identifiability: MapIdentifiability?
    var ensemble: RoughnessEnsemble?
    /// Daily discharge of the members, `[gauge][day]`.
    var bands: (lower: [[Double]], median: [[Double]], upper: [[Double]])?
    var seconds = 0.0
  }

  /// Days on which weights are fitted: training less validation.
  var fittingDays: [Range<Int>] {
    guard let validation = periods.validation else { return [periods.train] }
    return [
      periods.train.lowerBound..<validation.lowerBound,
      validation.upperBound..<periods.train.upperBound,
    ].filter { !$0.isEmpty }
  }

  /// Reaches with a gauge below that trains.
  var seen: [Bool] {
    project.network.reachesUpstream(
      of: project.gauges.filter { project.isTrained($0) }.map(\.index))
  }

  /// Refuses what training would refuse later.
  func checkSettings() throws {
    let problem = try problem(offsets: project.gauges.map { _ in 0 })
    switch project.configuration.training.method {
    case .adam: _ = try trainer(problem)
    case .gaussNewton:
      guard !project.configuration.inflowFactor.isLearned else {
        throw InputError(
          "the inflow factor is not learned by Gauss and Newton's method",
          column: "inflow.learn_factor", found: "true with training.method gauss_newton",
          remedy: "give inflow.factor, or learn it first with training.method adam")
      }
      _ = try GaussNewton(
        problem, fitting: fittingDays, options: project.configuration.uncertainty.options)
    }
  }

  /// What the gauges say of the learned map, and the members of the ensemble, where they are asked
  /// for.
  func uncertainty(
    _ weights: RoutingWeights, problem: RoutingProblem, members: [RoutingWeights]
  ) throws -> Uncertainty {
    let (problem, weights) = try problem.holdingInflow(weights)
    let section = project.configuration.uncertainty
    let clock = ContinuousClock()
    let start = clock.now
    var result = Uncertainty()
    if section.sensitivity || section.profile {
      let roughness = problem.channels(weights).map(\.roughness)
      let exponent = section.profile ? areaLaw(roughness, seen: seen)?.exponent : nil
      result.identifiability = try MapIdentifiability(
        problem, weights: weights, exponent: exponent, seen: seen, fitting: fittingDays,
        wantsSensitivity: section.sensitivity, options: section.options)
    }
    if !members.isEmpty {
      let ensemble = RoughnessEnsemble(
        members, problem: problem, confidence: section.confidence)
      result.ensemble = ensemble
      result.bands = ensemble.bands(
        problem, days: periods.simulated, threads: section.options.threads)
    }
    result.seconds = (clock.now - start).seconds
    return result
  }

  /// The most probable weights, step by step on the console.
  func mostProbable(
    _ problem: RoutingProblem, from start: RoutingWeights? = nil, tells: Bool = true
  ) throws -> PosteriorMode {
    let search = try GaussNewton(
      problem, fitting: fittingDays, options: project.configuration.uncertainty.options)
    let mode = search.mode(from: start) { step, loss in
      if tells { console.line("Gauss-Newton step \(step)  loss \(loss.digits(5))") }
    }
    if tells {
      console.line(
        "errors: \((100 * mode.loss.squareRoot()).digits(1)) % of the observations' deviation; "
          + "of \(mode.days) gauge-days \(mode.effectiveDays.digits(0)) count as independent")
      if !mode.isConverged { console.line("note: the search ended before it had converged") }
    }
    return mode
  }
}

/// `ensemble.json`: the members' weights.
struct EnsembleRecord: Codable {
  /// How they were drawn.
  var method: String
  var seed: UInt64
  var members: [RoutingWeights]

  static let name = "ensemble.json"
}
