import Foundation
import NeuralNetworks
import RiverModels

extension PosteriorMode {
  /// Weights drawn from the posterior by randomised maximum a posteriori: each member believes a
  /// prior mean drawn from the prior and sees observations whose errors were drawn anew,
  ///
  ///     (κ I + Gᵀ G)(u_k − u) = Σ_B η_B J_Bᵀ r_B + (what these lack of κ Gᵀ G) + κ ξ,   η, ξ ~ N(0, 1)
  ///
  /// A block's residuals keep their days and are multiplied as a whole (the wild bootstrap by
  /// blocks), so that a member's errors are as great in floods and as long-lived as the real ones.
  /// Exact where the simulation is linear in the weights between mode and members.
  ///
  /// Sources: Kitanidis (1995), doi:10.1029/95WR01231; Oliver, He and Reynolds (1996); Shao (2010),
  /// doi:10.1198/jasa.2009.tm08744, the dependent wild bootstrap.
  ///
  /// - Parameters:
  ///   - number: of the member; the same seed and number, the same weights
  public func member(_ number: Int, seed: UInt64) -> RoutingWeights {
    var generator = Xoshiro256StarStar(
      seed: seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(number + 1))
    var right = [Double](repeating: 0, count: prior.means.count)
    func add(_ row: [Double], _ factor: Double) {
      for index in right.indices { right[index] += factor * row[index] }
    }
    for row in scores { add(row, generator.nextNormal()) }
    let lacking = max(0, ridge - measuredInflation * loss).squareRoot()
    for row in sketch {
      let normal = generator.nextNormal()
      if lacking > 0 { add(row, lacking * normal) }
    }
    for index in right.indices { right[index] += ridge * generator.nextNormal() }
    var weights = self.weights
    for (index, step) in normal.solve(right).enumerated() {
      weights.values[index] += prior.deviations[index] * step
    }
    return weights
  }
}
