import Foundation
import NeuralNetworks
import RiverModels

/// Fits `SiteTemperature` to observed temperatures: the most probable weights under their priors.
///
///     loss = 1/2n Σ (T - T_obs)²/σ² + λ/2 Σ w²        n sites, σ = 1 K
///
/// Where several λ are offered, leaving out parts of what it is trained on chooses.
public struct SiteTemperatureTrainer: Sendable {
  public var iterations = 600
  public var learningRate = 0.08
  /// Values of λ to choose from; with one alone nothing is left out. At 1 the weights are the most
  /// probable ones under their priors.
  public var regularizations = [1.0]
  /// Stretches of observed days, one after the other, that are left out in turn.
  public var folds = 5

  public init() {}

  /// Fitted weights and how they were chosen.
  public struct Outcome: Sendable {
    public var weights: [Double]
    public var regularization: Double
    /// Root of the mean squared error of what was left out, for each λ, °C
    public var leftOut: [Double]
    public var loss: Double
  }

  /// Minimizes the loss by Adam; the rate falls along a cosine. No random numbers.
  /// - Parameters:
  ///   - model: of the sites that are observed
  ///   - observed: `[site][day]`, NaN where it is missing or must not be seen
  ///   - regularization: λ, weight of the priors
  public func fit(
    _ model: SiteTemperature, observed: [[Double]], regularization: Double
  ) throws -> (weights: [Double], loss: Double) {
    var weights = [Double](repeating: 0, count: SiteTemperature.weightCount)
    var adam = Adam(weightCount: weights.count)
    var best = (weights: weights, loss: Double.infinity)
    let seen = observed.count { $0.contains { !$0.isNaN } }
    for iteration in 0..<iterations {
      var loss = weights.reduce(0) { $0 + regularization * $1 * $1 / 2 }
      let result = model.gradient(weights: weights) { found in
        zip(found, observed).map { temperatures, values in
          zip(temperatures, values).map { temperature, value in
            guard !value.isNaN else { return 0 }
            let error = temperature - value
            loss += error * error / 2 / Double(max(seen, 1))
            return error / Double(max(seen, 1))
          }
        }
      }
      if loss < best.loss { best = (weights, loss) }
      let gradient = zip(result.gradient, weights).map { $0 + regularization * $1 }
      let rate = learningRate * (1 + cos(.pi * Double(iteration) / Double(iterations))) / 2
      try adam.update(weights: &weights, gradient: gradient, learningRate: rate)
    }
    return best
  }

  /// Chooses λ by cross-validation where there is a choice, then fits to everything.
  ///
  /// With one site stretches of its days are left out, with several one site at a time.
  public func train(_ model: SiteTemperature, observed: [[Double]]) throws -> Outcome {
    if regularizations.count == 1, let only = regularizations.first {
      let (weights, loss) = try fit(model, observed: observed, regularization: only)
      return Outcome(weights: weights, regularization: only, leftOut: [], loss: loss)
    }
    let sites = observed.indices.filter { observed[$0].contains { !$0.isNaN } }
    let held = sites.count > 1 ? sites.map { leaveOut(site: $0, observed) } : stretches(observed)
    var leftOut: [Double] = []
    for regularization in regularizations {
      var squares = 0.0
      var count = 0
      for (kept, out) in held {
        let weights = try fit(model, observed: kept, regularization: regularization).weights
        for (temperatures, values) in zip(model.temperatures(weights: weights), out) {
          for (temperature, value) in zip(temperatures, values) where !value.isNaN {
            squares += (temperature - value) * (temperature - value)
            count += 1
          }
        }
      }
      leftOut.append((squares / Double(max(count, 1))).squareRoot())
    }
    let chosen = leftOut.indices.min { leftOut[$0] < leftOut[$1] } ?? 0
    let (weights, loss) = try fit(
      model, observed: observed, regularization: regularizations[chosen])
    return Outcome(
      weights: weights, regularization: regularizations[chosen], leftOut: leftOut, loss: loss)
  }

  private typealias Held = (kept: [[Double]], out: [[Double]])

  private func leaveOut(site: Int, _ observed: [[Double]]) -> Held {
    let nothing = observed[site].map { _ in Double.nan }
    var kept = observed
    kept[site] = nothing
    return (kept, observed.indices.map { $0 == site ? observed[site] : nothing })
  }

  private func stretches(_ observed: [[Double]]) -> [Held] {
    (0..<folds).map { fold in
      var kept = observed
      var out = observed.map { $0.map { _ in Double.nan } }
      for (site, values) in observed.enumerated() {
        let days = values.indices.filter { !values[$0].isNaN }
        for place in (fold * days.count / folds)..<((fold + 1) * days.count / folds) {
          out[site][days[place]] = values[days[place]]
          kept[site][days[place]] = .nan
        }
      }
      return (kept, out)
    }
  }
}
