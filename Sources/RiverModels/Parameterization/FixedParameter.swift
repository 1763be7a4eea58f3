import RiverNetworks

/// Values that are given and not learned: no weights.
public struct FixedParameter: Parameterization {
  /// Physical unit, `[reach]`.
  public let fixedValues: [Double]

  /// - Throws: `InputError` where a value is not finite
  public init(values: [Double]) throws {
    let faulty = values.indices.filter { !values[$0].isFinite }
    if let first = faulty.first {
      throw InputError(
        "a given value is not a number", faultyReaches: faulty, found: "\(values[first])",
        expected: "a finite value for every reach")
    }
    fixedValues = values
  }

  public init(_ value: Double, reachCount: Int) throws {
    try self.init(values: [Double](repeating: value, count: reachCount))
  }

  public var weightCount: Int { 0 }
  public var prior: GaussianPrior? { GaussianPrior(means: [], deviations: []) }

  public func initialWeights(seed: UInt64) -> [Double] { [] }

  public func values(weights: [Double]) -> [Double] {
    requireWeights(weights)
    return fixedValues
  }

  public func pullback(weights: [Double], valueGradient: [Double]) -> [Double] {
    requireWeights(weights)
    requireGradient(valueGradient, reachCount: fixedValues.count)
    return []
  }
}
