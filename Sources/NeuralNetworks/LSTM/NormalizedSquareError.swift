/// The loss NSE* of runoff models: square errors of basins made comparable by the spread of their
/// observations.
///
///     L = 1/N Σ (ŷ − y)² / (s + ε)²      over the N observed targets
///
/// Not to be confused with 1 − NSE: a single target counts, not a whole series.
///
/// Source: Kratzert et al. (2019), doi:10.5194/hess-23-5089-2019, equation 6, where ε = 0.1.
public enum NormalizedSquareError {
  /// ε, in the unit of the targets.
  public static let epsilon = 0.1

  /// The loss and its gradient; targets that are not observed take no part.
  public struct Value<Scalar: LSTMScalar>: Sendable, Equatable {
    public let loss: Scalar
    /// `[target]`; 0 where nothing was observed
    public let gradient: [Scalar]
    public let observedCount: Int
  }

  /// - Parameters:
  ///   - predictions: ŷ, `[target]`
  ///   - targets: y, `[target]`; read only where observed
  ///   - deviations: s, the standard deviation of the basin's observations in the training period,
  ///     `[target]`, ≥ 0; read only where observed
  ///   - isObserved: `[target]`
  /// - Throws: ``NeuralNetworkError`` where no target is observed (the mean of nothing is not a
  ///   number), or where an observed one is not finite or its deviation is not a number ≥ 0
  public static func evaluate<Scalar: LSTMScalar>(
    predictions: [Scalar], targets: [Scalar], deviations: [Scalar], isObserved: [Bool]
  ) throws -> Value<Scalar> {
    precondition(
      targets.count == predictions.count && deviations.count == predictions.count
        && isObserved.count == predictions.count,
      "\(predictions.count) predictions, \(targets.count) targets, \(deviations.count) deviations, "
        + "\(isObserved.count) marks of observation")
    let observed = predictions.indices.filter { isObserved[$0] }
    guard !observed.isEmpty else {
      throw NeuralNetworkError(
        "no target of the batch is observed", count: predictions.count,
        remedy: "draw batches from observed days only")
    }
    let bad = observed.count {
      !targets[$0].isFinite || !(deviations[$0] >= 0 && deviations[$0].isFinite)
    }
    guard bad == 0 else {
      throw NeuralNetworkError(
        "an observed target is not finite or its deviation is no deviation", count: bad,
        expected: "finite targets, deviations >= 0", remedy: "mark missing days as not observed")
    }
    var gradient = [Scalar](repeating: 0, count: predictions.count)
    var sum: Scalar = 0
    let share = 1 / Scalar(observed.count)
    for index in observed {
      let scale = deviations[index] + Scalar(epsilon)
      let error = (predictions[index] - targets[index]) / scale
      sum += error * error
      gradient[index] = 2 * error / scale * share
    }
    return Value(loss: sum * share, gradient: gradient, observedCount: observed.count)
  }
}
