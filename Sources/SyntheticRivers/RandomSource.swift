import Foundation

/// Seeded pseudo-random numbers: the same seed gives the same bits on every machine. Normal and
/// exponential variates go through the system's `log` and `cos`, whose last bit may differ between
/// systems.
///
/// SplitMix64, one addition and one mix per number. Because every state is a good start, a number
/// can also be had for a place (a lattice cell, a day) without drawing all before it: ``mixed(_:_:)``.
///
/// Source: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators,
/// OOPSLA '14, 453–472, doi:10.1145/2660193.2660195.
struct RandomSource: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// An independent sequence for each `stream` of a seed.
  init(seed: UInt64, stream: UInt64) { state = Self.mixed(seed, stream) }

  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= Self.goldenGamma
    return Self.finalized(state)
  }

  /// Uniform in (0, 1), neither end included.
  mutating func uniform() -> Double { Self.unit(next()) }

  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Mean 0, standard deviation 1.
  ///
  /// Source: Box and Muller (1958), Ann. Math. Statist. 29(2), 610–611,
  /// doi:10.1214/aoms/1177706645.
  mutating func normal() -> Double {
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// Mean 1.
  mutating func exponential() -> Double { -log(uniform()) }

  /// The number of events of a Poisson process of the given mean, by adding up waiting times.
  /// - Complexity: O(mean).
  mutating func poisson(mean: Double) -> Int {
    var events = 0
    var time = exponential()
    while time < mean {
      events += 1
      time += exponential()
    }
    return events
  }

  /// A well mixed number for a pair, without state.
  @inline(__always)
  static func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
    finalized(finalized(a &+ goldenGamma) ^ (b &* goldenGamma &+ goldenGamma))
  }

  /// Maps 64 random bits to (0, 1): the upper 52 of them, plus a half.
  @inline(__always)
  static func unit(_ bits: UInt64) -> Double { (Double(bits >> 12) + 0.5) * 0x1p-52 }

  /// 2⁶⁴ over the golden ratio, odd (the source above, section 2).
  private static let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Stafford's variant 13 of the MurmurHash3 finalizer (the source above, figure 16).
  @inline(__always)
  private static func finalized(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// What random numbers are drawn for; each purpose has its own sequence, so that changing one
/// leaves the others as they were.
enum RandomStream: UInt64 {
  case growth = 1
  case divide, position, ties, slope, diamonds, roughness, storms
  case clay, sand, rain, evaporation, vegetation, porosity, relief
  case warmth
}
