import Foundation
import NeuralNetworks
import RiverModels

extension PosteriorMode {
  /// Weights drawn from the posterior by randomised maximum a posteriori: each member believes a
  /// prior mean that was drawn from the prior, and sees observations with other errors,
  ///
  ///     (κ I + Gᵀ G)(u_k − u) = √κ Gᵀ ε + κ ξ,     ε, ξ ~ N(0, 1)
  ///
  /// of variance κ = f σ²: as if only one day in f had been observed. Exact where the simulation is
  /// linear in the weights between mode and members.
  ///
  /// Errors that were drawn from the residuals themselves, block by block, made intervals too narrow
  /// where a few floods decide: the fit has bent to just these.
  ///
  /// Sources: Kitanidis (1995), doi:10.1029/95WR01231; Oliver, He and Reynolds (1996), 5th European
  /// Conference on the Mathematics of Oil Recovery.
  ///
  /// - Parameters:
  ///   - number: of the member; the same seed and number, the same weights
  ///   - seed: of the whole ensemble
  public func member(_ number: Int, seed: UInt64) -> RoutingWeights {
    var generator = Xoshiro256StarStar(
      seed: seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(number + 1))
    var right = [Double](repeating: 0, count: prior.means.count)
    let deviation = ridge.squareRoot()
    for row in sketch {
      let error = deviation * generator.nextNormal()
      for index in right.indices { right[index] += error * row[index] }
    }
    for index in right.indices { right[index] += ridge * generator.nextNormal() }
    var weights = self.weights
    for (index, step) in normal.solve(right).enumerated() {
      weights.values[index] += prior.deviations[index] * step
    }
    return weights
  }
}
