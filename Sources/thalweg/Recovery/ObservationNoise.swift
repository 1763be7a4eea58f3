import Foundation
import NeuralNetworks

/// Lognormal noise of mean one on observed discharge, each day by itself.
struct ObservationNoise {
  /// Standard deviation of the logarithm, ≥ 0.
  var deviation: Double
  var seed: UInt64

  func applied(to series: [Double], gauge: Int) -> [Double] {
    guard deviation > 0 else { return series }
    var generator = Xoshiro256StarStar(seed: seed &* 1_000_003 &+ UInt64(gauge))
    return series.map { value in
      value * exp(deviation * generator.nextNormal() - deviation * deviation / 2)
    }
  }
}
