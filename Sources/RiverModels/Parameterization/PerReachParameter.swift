import RiverNetworks

/// A free value in every reach.
///
/// Weights: the raw number of each reach (see ``Bounds``), `[reach]`. A gauge constrains the
/// reaches above it together, hardly each by itself, and reaches without a gauge below not at all:
/// these keep the value they started from.
///
/// A smoothness penalty ties each reach to the next one downstream,
///
///     λ · mean over links of (w_upstream − w_downstream)²
///
/// so that the map varies by tributary rather than from reach to reach, and a reach that no gauge
/// sees follows its neighbours.
public struct PerReachParameter: Parameterization {
  public let bounds: Bounds
  /// λ, ≥ 0
  public let smoothness: Double
  private let startRaws: [Double]
  /// Positions of the reaches at both ends of every link.
  private let links: [(upstream: Int, downstream: Int)]

  /// - Parameters:
  ///   - bounds: between which the values stay
  ///   - start: the values to start from, physical unit, `[reach]`
  ///   - smoothness: λ of the penalty
  ///   - network: whose links the penalty follows; not needed where λ is 0
  /// - Throws: `InputError` where a start is not strictly inside the bounds
  public init(
    bounds: Bounds, start: [Double], smoothness: Double = 0, network: RiverNetwork? = nil
  ) throws {
    guard smoothness >= 0, smoothness == 0 || network?.count == start.count else {
      throw InputError(
        "a smoothness penalty is negative or has no network", found: "\(smoothness)",
        expected: "0 or more, and the reaches' network")
    }
    self.smoothness = smoothness
    links =
      smoothness > 0
      ? network!.indices.flatMap { network!.links(into: $0) }
        .map { ($0.upstream.position, $0.downstream.position) } : []
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

  public func penalty(weights: [Double]) -> (value: Double, gradient: [Double]) {
    requireWeights(weights)
    var gradient = [Double](repeating: 0, count: weightCount)
    guard !links.isEmpty else { return (0, gradient) }
    let scale = smoothness / Double(links.count)
    var value = 0.0
    for link in links {
      let difference = weights[link.upstream] - weights[link.downstream]
      value += scale * difference * difference
      gradient[link.upstream] += 2 * scale * difference
      gradient[link.downstream] -= 2 * scale * difference
    }
    return (value, gradient)
  }
}
