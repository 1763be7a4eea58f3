import Foundation

/// The learning rate at each step of a training.
///
/// Steps count from 0: `value(at: 0)` is for the first update.
public indirect enum LearningRate: Codable, Sendable, Equatable {
  case constant(Double)
  /// Multiplied with `factor` after every `every` steps.
  case step(initial: Double, factor: Double, every: Int)
  /// Half a cosine from `initial` at step 0 to `final` at step `over`, and `final` from there on.
  /// Source: Loshchilov and Hutter (2017), arXiv:1608.03983, equation 5, one period.
  case cosine(initial: Double, final: Double, over: Int)
  /// Rises in a line over the first steps, `(step + 1) / (steps + 1)` of what the following
  /// schedule begins with, then follows that schedule from its step 0.
  case warmUp(steps: Int, then: LearningRate)

  public func value(at step: Int) -> Double {
    precondition(step >= 0, "steps count from 0")
    switch self {
    case .constant(let rate):
      return rate
    case .step(let initial, let factor, let every):
      return initial * pow(factor, Double(step / every))
    case .cosine(let initial, let final, let over):
      guard step < over else { return final }
      let phase = Double.pi * Double(step) / Double(over)
      return final + (initial - final) * (1 + cos(phase)) / 2
    case .warmUp(let steps, let following):
      guard step < steps else { return following.value(at: step - steps) }
      return following.value(at: 0) * Double(step + 1) / Double(steps + 1)
    }
  }

  /// Checks the numbers of the schedule.
  ///
  /// - Throws: ``NeuralNetworkError`` where a rate is negative or not finite (the first must be
  ///   positive), or a count of steps not positive
  public func validate() throws {
    let sound =
      switch self {
      case .constant(let rate): rate > 0 && rate.isFinite
      case .step(let initial, let factor, let every):
        initial > 0 && initial.isFinite && factor > 0 && factor.isFinite && every > 0
      case .cosine(let initial, let final, let over):
        initial > 0 && initial.isFinite && final >= 0 && final.isFinite && over > 0
      case .warmUp(let steps, _): steps > 0
      }
    guard sound else {
      throw NeuralNetworkError(
        "the learning rate is not one", subject: "learning rate", found: "\(self)",
        expected: "positive rates, factors and numbers of steps")
    }
    if case .warmUp(_, let following) = self { try following.validate() }
  }
}
