/// One learned value, the same in every reach.
///
/// Weights: the raw number of the value (see ``Bounds``).
public struct ConstantParameter: Parameterization {
  public let bounds: Bounds
  public let reachCount: Int
  private let startRaw: Double

  /// - Parameters:
  ///   - reachCount: number of reaches
  ///   - bounds: between which the values stay
  ///   - start: the value to start from, physical unit
  /// - Throws: `InputError` where the start is not strictly inside the bounds
  public init(reachCount: Int, bounds: Bounds, start: Double) throws {
    self.reachCount = reachCount
    self.bounds = bounds
    startRaw = try bounds.raw(of: start)
  }

  public var weightCount: Int { 1 }

  /// The raw number of the start, give or take one: for Manning's n from 0.05 that is 0.03 to 0.09.
  public var prior: GaussianPrior? { GaussianPrior(means: [startRaw], deviations: [1]) }

  public func initialWeights(seed: UInt64) -> [Double] { [startRaw] }

  public func values(weights: [Double]) -> [Double] {
    requireWeights(weights)
    return [Double](repeating: bounds.value(of: weights[0]), count: reachCount)
  }

  public func pullback(weights: [Double], valueGradient: [Double]) -> [Double] {
    requireWeights(weights)
    requireGradient(valueGradient, reachCount: reachCount)
    return [bounds.derivative(at: weights[0]) * valueGradient.reduce(0, +)]
  }
}
