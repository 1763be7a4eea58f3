import Foundation
import RiverNetworks

/// A power law of drainage area, times a free factor in every reach that is believed to be near one:
///
///     v = B( a (A / A₀)^b · e^(s δ) ),   δ a ``NetworkDeviation`` of standard normal z
///
/// The law is the backbone; s says how far single reaches stray from it. Where no gauge speaks, z
/// stays at zero and the law decides.
///
/// With a monotone penalty μ, the mean over links of max(0, ln v_below − ln v_above)² is charged:
/// channels are not believed to grow rougher downstream.
///
/// Weights: ln a, b, then z, `[reach]`. Their prior: those of ``PowerLawParameter``, and N(0, 1).
public struct PowerLawPlusDeviation: Parameterization {
  public let powerLaw: PowerLawParameter
  public let process: NetworkDeviation
  /// s, of the natural logarithm, ≥ 0
  public let deviation: Double
  /// μ ≥ 0
  public let monotone: Double
  private let softBounds: SoftBounds
  private let links: [(upstream: Int, downstream: Int)]

  /// - Throws: `InputError` where the shapes do not fit, or s or μ is negative
  public init(
    powerLaw: PowerLawParameter, network: RiverNetwork, deviation: Double,
    correlationLength: Double = 0, monotone: Double = 0
  ) throws {
    guard network.count == powerLaw.reachCount else {
      throw InputError(
        "drainage areas and network have different numbers of reaches",
        found: "\(powerLaw.reachCount)", expected: "\(network.count)")
    }
    guard deviation >= 0, deviation.isFinite, monotone >= 0, monotone.isFinite else {
      throw InputError(
        "the deviation from a power law, or the weight of its penalty, is not one",
        found: "\(deviation), \(monotone)", expected: ">= 0")
    }
    softBounds = try SoftBounds(powerLaw.bounds)
    process = try NetworkDeviation(network: network, correlationLength: correlationLength)
    self.powerLaw = powerLaw
    self.deviation = deviation
    self.monotone = monotone
    links = network.indices.flatMap { network.links(into: $0) }
      .map { ($0.upstream.position, $0.downstream.position) }
  }

  public var reachCount: Int { powerLaw.reachCount }
  public var weightCount: Int { powerLaw.weightCount + reachCount }

  public var prior: GaussianPrior? {
    powerLaw.prior.map {
      $0
        + GaussianPrior(
          means: [Double](repeating: 0, count: reachCount),
          deviations: [Double](repeating: deviation > 0 ? 1 : 0, count: reachCount))
    }
  }

  public func initialWeights(seed: UInt64) -> [Double] {
    powerLaw.initialWeights(seed: seed) + [Double](repeating: 0, count: reachCount)
  }

  public func values(weights: [Double]) -> [Double] {
    logarithms(weights: weights).map(softBounds.value(ofLogarithm:))
  }

  public func pullback(weights: [Double], valueGradient: [Double]) -> [Double] {
    requireGradient(valueGradient, reachCount: reachCount)
    return pullback(
      logarithmGradient: zip(logarithms(weights: weights), valueGradient).map {
        softBounds.derivative(atLogarithm: $0) * $1
      })
  }

  /// The monotone penalty; zero without one.
  public func penalty(weights: [Double]) -> (value: Double, gradient: [Double]) {
    requireWeights(weights)
    guard monotone > 0, !links.isEmpty else {
      return (0, [Double](repeating: 0, count: weightCount))
    }
    let logarithms = logarithms(weights: weights)
    let scale = monotone / Double(links.count)
    var gradient = [Double](repeating: 0, count: reachCount)
    var value = 0.0
    for link in links {
      let rise = logarithms[link.downstream] - logarithms[link.upstream]
      guard rise > 0 else { continue }
      value += scale * rise * rise
      gradient[link.downstream] += 2 * scale * rise
      gradient[link.upstream] -= 2 * scale * rise
    }
    return (value, pullback(logarithmGradient: gradient))
  }

  /// ln v before the bounds, `[reach]`.
  private func logarithms(weights: [Double]) -> [Double] {
    requireWeights(weights)
    let count = powerLaw.weightCount
    return zip(
      powerLaw.logarithms(weights: Array(weights[..<count])),
      process.deviations(Array(weights[count...]))
    ).map { $0 + deviation * $1 }
  }

  private func pullback(logarithmGradient gradient: [Double]) -> [Double] {
    powerLaw.pullback(logarithmGradient: gradient)
      + process.pullback(gradient.map { deviation * $0 })
  }
}
