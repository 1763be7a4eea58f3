import Foundation

/// A patch of rain that moves: intensity is a Gaussian of the distance from its centre.
///
///     r(x, t) = r₀ exp(-|x - c(t)|² / 2σ²),  c(t) = c₀ + v t,  0 ≤ t ≤ duration;  0 beyond 4σ
///
/// Source: Waymire, Gupta and Rodríguez-Iturbe (1984), A spectral theory of rainfall intensity at
/// the meso-β scale, Water Resour. Res. 20(10), 1453–1465, doi:10.1029/WR020i010p01453.
struct RainCell {
  /// Hours since midnight of 1 January 1970.
  let start: Double
  /// Hours.
  let duration: Double
  /// Centre halfway through its life, m.
  let middle: SIMD2<Double>
  /// m per hour.
  let velocity: SIMD2<Double>
  /// σ, m.
  let spread: Double
  /// r₀, mm per hour.
  let intensity: Double

  /// Distance beyond which a cell's rain is nothing, σ; 0.03 % of its volume is there, and the
  /// calibration leaves it out too.
  static let reach = 4.0

  func centre(at hour: Double) -> SIMD2<Double> {
    middle + velocity * (hour - start - duration / 2)
  }
}
