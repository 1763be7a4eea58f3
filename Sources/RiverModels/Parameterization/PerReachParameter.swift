import RiverNetworks

/// A free value in every reach.
///
/// Weights: the raw number of each reach (see ``Bounds``), `[reach]`. A gauge constrains the
/// reaches above it together, hardly each by itself, and reaches without a gauge below not at all:
/// these keep the value they started from.
public struct PerReachParameter: Parameterization {
  public let bounds: Bounds
  private let startRaws: [Double]

  /// - Parameter start: the values to start from, physical unit, `[reach]`
  /// - Throws: ``InputError`` where a start is not strictly inside the bounds
  public init(bounds: Bounds, start: [Double]) throws {
    let faulty = start.indices.filter { !(start[$0] > bounds.lower && start[$0] < bounds.upper) }
    if let first = faulty.first {
      throw InputError(
        "a start value is not inside its bounds", faultyReaches: faulty,
        found: "\(start[first])",
        expected: "a number strictly between \(bounds.lower) and \(bounds.upper)",
        remedy: "change the value or widen the bounds")
    }
    self.bounds = bounds
    startRaws = try start.map(bounds.raw(of:))
  }

  public var reachCount: Int { startRaws.count }
  public var weightCount: Int { startRaws.count }

  public func initialWeights(seed: UInt64) -> [Double] { startRaws }

  public func values(weights: [Double]) -> [Double] {
    requireWeights(weights)
    return weights.map(bounds.value(of:))
  }

  public func pullback(weights: [Double], valueGradient: [Double]) -> [Double] {
    requireWeights(weights)
    requireGradient(valueGradient, reachCount: reachCount)
    return zip(weights, valueGradient).map { bounds.derivative(at: $0) * $1 }
  }
}
