import Foundation
import RiverNetworks

/// Deviations from a law that hang together along the river: a stationary Gauss–Markov process on
/// the network,
///
///     δ_r = φ_r δ_below(r) + √(1 − φ_r²) z_r,     φ_r = e^(−d_r / ℓ),     z_r ~ N(0, 1)
///
/// with the distance d_r between the middles of a reach and the one below it, so that every δ has
/// deviation 1 and two reaches correlate by e^(−distance along the river / ℓ). At ℓ = 0 each reach
/// is by itself: δ = z. Where a river divides, the branch with the greatest share is followed.
///
/// Source of the process on a stream network: Ver Hoef and Peterson (2010), J. Am. Stat. Assoc.
/// 105, 6–18, doi:10.1198/jasa.2009.ap08248 (there "tail-down", exponential).
public struct NetworkDeviation: Sendable {
  /// ℓ, m
  public let correlationLength: Double
  /// Position of the reach below, −1 at an outlet.
  private let below: [Int]
  /// φ, 0 at an outlet.
  private let memory: [Double]

  /// - Throws: `InputError` where the length is negative or not a number
  public init(network: RiverNetwork, correlationLength: Double) throws {
    guard correlationLength >= 0, correlationLength.isFinite else {
      throw InputError(
        "a correlation length is not one", found: "\(correlationLength) m", expected: ">= 0 m")
    }
    self.correlationLength = correlationLength
    let below = network.indices.map { reach in
      network.links(outOf: reach).max { $0.fraction < $1.fraction }?.downstream.position ?? -1
    }
    self.below = below
    memory = below.indices.map { reach in
      guard below[reach] >= 0, correlationLength > 0 else { return 0 }
      let distance = (network.lengths[reach] + network.lengths[below[reach]]) / 2
      return exp(-distance / correlationLength)
    }
  }

  public var reachCount: Int { below.count }

  /// δ for given z, `[reach]`.
  public func deviations(_ innovations: [Double]) -> [Double] {
    var deviations = innovations
    for reach in stride(from: below.count - 1, through: 0, by: -1) where memory[reach] > 0 {
      let share = (1 - memory[reach] * memory[reach]).squareRoot()
      deviations[reach] = memory[reach] * deviations[below[reach]] + share * innovations[reach]
    }
    return deviations
  }

  /// The transpose: from a gradient by δ to one by z, `[reach]`.
  public func pullback(_ gradient: [Double]) -> [Double] {
    var gradient = gradient
    for reach in below.indices where memory[reach] > 0 {
      gradient[below[reach]] += memory[reach] * gradient[reach]
      gradient[reach] *= (1 - memory[reach] * memory[reach]).squareRoot()
    }
    return gradient
  }
}
