/// How learned weights become one parameter of the river, a value for each reach.
///
/// The weights are one flat array without unit, free to take any real value; the values are in
/// physical units, within bounds. ``pullback(weights:valueGradient:)`` is the exact adjoint of
/// ``values(weights:)``: the way a loss's gradient takes from the reaches back to the weights.
///
/// The number of weights is part of the type's making; weights of another number stop the program.
public protocol Parameterization: Sendable {
  var weightCount: Int { get }

  /// Weights to start from; the same for the same seed.
  func initialWeights(seed: UInt64) -> [Double]

  /// The parameter of each reach, `[reach]`, physical units.
  func values(weights: [Double]) -> [Double]

  /// The gradient of a scalar with respect to the weights, given its gradient with respect to the
  /// values.
  ///
  /// - Parameters:
  ///   - weights: `weightCount` of them, unbounded
  ///   - valueGradient: `[reach]`, per physical unit
  /// - Returns: `[weight]`
  func pullback(weights: [Double], valueGradient: [Double]) -> [Double]

  /// What the loss is charged for the weights themselves, and the charge's gradient, `[weight]`;
  /// zero unless a type says otherwise.
  func penalty(weights: [Double]) -> (value: Double, gradient: [Double])

  /// What is believed of the weights before any gauge is read; nil where nothing can be said of
  /// them, as of a neural network's. Not part of ``penalty(weights:)``.
  var prior: GaussianPrior? { get }
}

extension Parameterization {
  public var prior: GaussianPrior? { nil }

  public func penalty(weights: [Double]) -> (value: Double, gradient: [Double]) {
    requireWeights(weights)
    return (0, [Double](repeating: 0, count: weightCount))
  }

  func requireWeights(_ weights: [Double]) {
    precondition(
      weights.count == weightCount,
      "parameterization has \(weightCount) weights, \(weights.count) were given")
  }

  func requireGradient(_ gradient: [Double], reachCount: Int) {
    precondition(
      gradient.count == reachCount,
      "parameterization has \(reachCount) reaches, a gradient of \(gradient.count) was given")
  }
}
