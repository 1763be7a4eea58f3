import Foundation

/// A smooth random field of the plane with mean 0 and variance 1 at every point.
///
/// Value noise: a random number at each node of a square lattice, blended between the four nodes
/// around a point with quintic weights wᵢ and divided by (Σ wᵢ²)^½, so that the variance does not
/// drop between nodes; octaves of half the scale and half the amplitude are added. Node numbers are
/// uniform, hence the field is bounded (|value| < 5.7) and close to Gaussian.
///
/// Evaluated anywhere in O(octaves), nothing stored.
///
/// Source: Perlin (2002), Improving noise, ACM Trans. Graph. 21(3), 681–682,
/// doi:10.1145/566654.566636 (the quintic weights).
struct SmoothField {
  private let seed: UInt64
  /// Distance over which the largest features vary, m.
  private let scale: Double
  private let octaves: Int

  init(seed: UInt64, stream: RandomStream, scale: Double, octaves: Int = 3) {
    self.seed = RandomSource.mixed(seed, stream.rawValue)
    self.scale = scale
    self.octaves = octaves
  }

  /// The value at a point, x and y in m.
  func value(_ x: Double, _ y: Double) -> Double {
    var sum = 0.0
    var squares = 0.0
    var amplitude = 1.0
    var frequency = 1 / scale
    for octave in 0..<octaves {
      let salt = seed &+ UInt64(octave)
      sum += amplitude * Self.blended(x * frequency, y * frequency, salt: salt)
      squares += amplitude * amplitude
      amplitude /= 2
      frequency *= 2
    }
    return sum / squares.squareRoot()
  }

  private static func blended(_ x: Double, _ y: Double, salt: UInt64) -> Double {
    let left = x.rounded(.down)
    let low = y.rounded(.down)
    let (a, b) = (quintic(x - left), quintic(y - low))
    let (i, j) = (Int64(left), Int64(low))
    let w00 = (1 - a) * (1 - b)
    let w10 = a * (1 - b)
    let w01 = (1 - a) * b
    let w11 = a * b
    let norm = (w00 * w00 + w10 * w10 + w01 * w01 + w11 * w11).squareRoot()
    let sum =
      w00 * node(i, j, salt) + w10 * node(i + 1, j, salt)
      + w01 * node(i, j + 1, salt) + w11 * node(i + 1, j + 1, salt)
    return sum / norm
  }

  /// A uniform number of mean 0 and variance 1: (u - ½) √12.
  @inline(__always)
  private static func node(_ i: Int64, _ j: Int64, _ salt: UInt64) -> Double {
    let place = UInt64(truncatingIfNeeded: i) << 32 ^ UInt64(truncatingIfNeeded: j & 0xFFFF_FFFF)
    return (RandomSource.unit(RandomSource.mixed(salt, place)) - 0.5) * 12.0.squareRoot()
  }

  /// 6t⁵ - 15t⁴ + 10t³: flat to the second derivative at 0 and 1.
  @inline(__always)
  private static func quintic(_ t: Double) -> Double { t * t * t * (t * (t * 6 - 15) + 10) }
}
