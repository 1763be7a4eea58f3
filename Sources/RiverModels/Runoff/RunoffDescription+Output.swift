import Foundation
import NeuralNetworks

extension RunoffDescription {
  /// Runoff of the head's values, mm per day.
  ///
  /// - Parameters:
  ///   - heads: values of the head, `[row]`
  ///   - previous: of ``Output/increment``, the runoff of the day before, mm per day
  public func runoff<Scalar: LSTMScalar>(_ heads: [Scalar], previous: [Scalar]) -> [Scalar] {
    let deviation = Scalar(runoffDeviation)
    switch output {
    case .linear:
      let mean = Scalar(runoffMean)
      return heads.map { mean + deviation * $0 }
    case .softplus:
      return Scalar.rounded(
        Scalar.widened(heads).map { runoffDeviation * (max($0, 0) + log1p(exp(-abs($0)))) })
    case .increment:
      precondition(previous.count == heads.count, "a previous runoff for each prediction")
      return zip(heads, previous).map { $1 + deviation * $0 }
    }
  }

  /// From the sensitivity to the runoff to that to the head's values.
  public func headGradient<Scalar: LSTMScalar>(
    heads: [Scalar], runoffGradient: [Scalar]
  ) -> [Scalar] {
    let deviation = Scalar(runoffDeviation)
    switch output {
    case .linear, .increment: return runoffGradient.map { deviation * $0 }
    case .softplus:
      let slopes = Scalar.rounded(Scalar.widened(heads).map { 1 / (1 + exp(-$0)) })
      return zip(slopes, runoffGradient).map { deviation * $0 * $1 }
    }
  }
}
