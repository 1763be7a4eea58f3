import RiverNetworks
import Training

/// How training goes.
struct TrainingSection {
  /// Which weights are kept: those of the best validation loss, or the last.
  enum Keep: String, CaseIterable { case best, last }

  enum Method: String, CaseIterable {
    /// Steps on windows, each weight by its own signs.
    case adam
    /// Steps on the whole fitting period, by the curvature and the prior.
    case gaussNewton = "gauss_newton"
  }

  var method: Method
  var losses: [Objective.Term]
  var epochs: Int
  var windowDays: Int
  var warmUpDays: Int
  var batch: Int
  var learningRate: Double
  /// The rate to which it falls, along a cosine, by the last step.
  var finalLearningRate: Double
  /// Hours per step at the base rate, as a factor on it.
  var offsetRateFactor: Double
  var widthRateFactor: Double
  var inflowRateFactor: Double
  var clipNorm: Double?
  var patience: Int?
  var keep: Keep
  var seed: UInt64
  /// What a squared prior deviation of a weight costs, in units of the loss (`adam`).
  var priorWeight: Double

  init(_ section: ConfigurationSection, seed given: UInt64?) throws {
    let losses = try section.texts("loss") ?? ["nse"]
    let weights = try section.texts("loss_weights")
    if let weights, weights.count != losses.count {
      throw section.error(
        "loss_weights", "there is not one weight for each loss", found: "\(weights.count)",
        expected: "\(losses.count)")
    }
    self.losses = try losses.enumerated().map { index, name in
      let weight = weights.map { Double($0[index]) } ?? 1
      guard let weight else {
        throw section.error("loss_weights", "a weight is not a number", found: weights?[index])
      }
      return Objective.Term(try Loss(named: name), weight: weight)
    }
    method = try section.choice("method", default: .adam)
    if method == .gaussNewton, self.losses != [Objective.Term(.normalizedSquared)] {
      throw section.error(
        "loss", "Gauss and Newton's method knows one loss", found: losses.joined(separator: ", "),
        expected: "nse", remedy: "leave the loss out, or choose method: adam")
    }
    priorWeight = try section.number("prior_weight", default: 0)
    guard priorWeight >= 0 else {
      throw section.error(
        "prior_weight", "a weight is negative", found: "\(priorWeight)", expected: "0 or more")
    }
    epochs = try section.integer("epochs", default: 10, atLeast: 0)
    windowDays = try section.integer("window_days", default: 365, atLeast: 2)
    warmUpDays = try section.integer("warm_up_days", default: 30, atLeast: 0)
    batch = try section.integer("batch", default: 1, atLeast: 1)
    learningRate = try section.number("learning_rate", default: 0.03)
    finalLearningRate = try section.number("final_learning_rate", default: learningRate / 100)
    offsetRateFactor = try section.number("offset_rate_factor", default: 10)
    widthRateFactor = try section.number("width_rate_factor", default: 1)
    inflowRateFactor = try section.number("inflow_rate_factor", default: 0.1)
    clipNorm = try section.number("clip_norm", default: 1)
    patience = try section.integer("patience")
    keep = try section.choice("keep", default: .best)
    if keep == .last, patience != nil {
      throw section.error(
        "keep", "the last weights are no better for having been waited for", found: "last",
        expected: "best, or no training.patience")
    }
    seed = try given ?? UInt64(section.integer("seed", default: 1, atLeast: 0))
    _ = section.has("seed")
    section.replace("seed", with: String(seed))
  }
}
