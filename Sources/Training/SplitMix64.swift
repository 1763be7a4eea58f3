/// A generator of 64-bit random numbers with 64 bits of state, written out here so that the windows
/// of a seed stay the same under every version of Swift.
///
/// Source: Steele, Lea and Flood (2014), OOPSLA '14, doi:10.1145/2660193.2660195.
struct SplitMix64 {
  private var state: UInt64

  /// One stream for each (seed, stream).
  init(seed: UInt64, stream: UInt64) {
    state = Self.mixed(seed)
    state = Self.mixed(state &+ Self.increment &* (stream &+ 1))
  }

  /// 2⁶⁴ over the golden ratio, odd.
  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mixed(state)
  }

  /// A number in 0 ..< `bound`, each equally likely: the upper half of a product, drawn again in the
  /// sliver that would favour some (Lemire 2019, doi:10.1145/3230636).
  mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "the bound must be positive")
    let bound = UInt64(bound)
    let sliver = (0 &- bound) % bound
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= sliver { return Int(product.high) }
    }
  }

  /// Every order equally likely (Fisher and Yates; Durstenfeld 1964, doi:10.1145/364520.364540).
  mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, next(below: last + 1))
    }
  }
}
