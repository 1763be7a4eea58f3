import Foundation

/// The optimizer Adam, with bias correction and, if wished, decoupled weight decay.
///
///     m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²
///     w ← w − η ( m̂ / (√v̂ + ε) + λ w ),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
///
/// The decay acts on every weight, biases included; it is not the L2 penalty of the loss.
/// Encoding and decoding the value continues a training exactly.
///
/// Sources: Kingma and Ba (2015), arXiv:1412.6980; Loshchilov and Hutter (2019), arXiv:1711.05101.
public struct Adam: Codable, Sendable, Equatable {
  /// The constants, with the defaults of Kingma and Ba.
  public struct Settings: Codable, Sendable, Equatable {
    /// β₁, in [0, 1)
    public let firstDecay: Double
    /// β₂, in [0, 1)
    public let secondDecay: Double
    /// ε > 0
    public let epsilon: Double
    /// λ ≥ 0
    public let weightDecay: Double

    /// - Throws: ``NeuralNetworkError`` where a constant is outside its range
    public init(
      firstDecay: Double = 0.9, secondDecay: Double = 0.999, epsilon: Double = 1e-8,
      weightDecay: Double = 0
    ) throws {
      guard (0..<1).contains(firstDecay), (0..<1).contains(secondDecay), epsilon > 0,
        epsilon.isFinite, weightDecay >= 0, weightDecay.isFinite
      else {
        throw NeuralNetworkError(
          "a constant of Adam is outside its range",
          subject: "first decay, second decay, epsilon, weight decay",
          found: "\(firstDecay), \(secondDecay), \(epsilon), \(weightDecay)",
          expected: "decays in [0, 1), epsilon > 0, weight decay >= 0")
      }
      self.firstDecay = firstDecay
      self.secondDecay = secondDecay
      self.epsilon = epsilon
      self.weightDecay = weightDecay
    }
  }

  public let settings: Settings
  /// Updates made so far, t.
  public private(set) var step = 0
  /// m, `[weight]`
  public private(set) var firstMoments: [Double]
  /// v, `[weight]`
  public private(set) var secondMoments: [Double]

  public init(weightCount: Int, settings: Settings) {
    self.settings = settings
    firstMoments = [Double](repeating: 0, count: weightCount)
    secondMoments = firstMoments
  }

  /// With the defaults of Kingma and Ba, no weight decay.
  public init(weightCount: Int) {
    // The defaults are inside their ranges.
    self.init(weightCount: weightCount, settings: try! Settings())
  }

  /// Makes one step down the gradient.
  ///
  /// - Parameters:
  ///   - weights: `[weight]`
  ///   - gradient: `[weight]`
  ///   - learningRate: η
  /// - Throws: ``NeuralNetworkError`` where the gradient is not finite; weights and state are then
  ///   as before
  public mutating func update(
    weights: inout [Double], gradient: [Double], learningRate: Double
  ) throws {
    precondition(
      weights.count == firstMoments.count && gradient.count == firstMoments.count,
      "optimizer has \(firstMoments.count) weights, \(weights.count) weights and "
        + "\(gradient.count) gradients were given")
    try GradientClipping.checkFinite(gradient)
    step += 1
    let firstCorrection = 1 - pow(settings.firstDecay, Double(step))
    let secondCorrection = 1 - pow(settings.secondDecay, Double(step))
    for index in weights.indices {
      let g = gradient[index]
      firstMoments[index] =
        settings.firstDecay * firstMoments[index] + (1 - settings.firstDecay) * g
      secondMoments[index] =
        settings.secondDecay * secondMoments[index] + (1 - settings.secondDecay) * g * g
      let direction =
        firstMoments[index] / firstCorrection
        / ((secondMoments[index] / secondCorrection).squareRoot() + settings.epsilon)
      weights[index] -= learningRate * (direction + settings.weightDecay * weights[index])
    }
  }
}
