/// A 64-bit generator with 64 bits of state: the one that seeds ``Xoshiro256StarStar``.
///
/// Its state is one number, so two seeds that differ in one bit still give unrelated streams.
///
/// Source: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators,
/// doi:10.1145/2714064.2660195; constants as in S. Vigna's public-domain `splitmix64.c`.
public struct SplitMix64: RandomNumberGenerator, Codable, Sendable, Equatable {
  public private(set) var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
