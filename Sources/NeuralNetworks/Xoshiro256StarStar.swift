/// The generator of this package: 256 bits of state, period 2²⁵⁶ − 1.
///
/// The state is the whole of it (no half-used normal variate is kept aside), so encoding and
/// decoding it continues the stream exactly.
///
/// Source: Blackman and Vigna (2021), Scrambled linear pseudorandom number generators,
/// doi:10.1145/3460772.
public struct Xoshiro256StarStar: RandomNumberGenerator, Codable, Sendable, Equatable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Fills the state with four numbers of ``SplitMix64``, as the authors advise.
  public init(seed: UInt64) {
    var seeder = SplitMix64(seed: seed)
    (s0, s1, s2, s3) = (seeder.next(), seeder.next(), seeder.next(), seeder.next())
  }

  /// Starts from a given state; at least one word must not be zero.
  public init(state: (UInt64, UInt64, UInt64, UInt64)) {
    precondition(
      state.0 | state.1 | state.2 | state.3 != 0, "the all-zero state never leaves itself")
    (s0, s1, s2, s3) = state
  }

  public mutating func next() -> UInt64 {
    let result = Self.rotated(s1 &* 5, by: 7) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = Self.rotated(s3, by: 45)
    return result
  }

  private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 - count))
  }
}
