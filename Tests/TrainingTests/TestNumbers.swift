/// Deterministic test numbers in (0, 1): a multiplicative congruential generator (Park and Miller
/// 1988, doi:10.1145/63039.63042), simple enough to be written again in another language.
struct TestNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Double {
    state = state * 48_271 % 2_147_483_647
    return Double(state) / 2_147_483_647
  }

  mutating func series(_ count: Int, scale: Double = 1, above: Double = 0) -> [Double] {
    (0..<count).map { _ in above + scale * next() }
  }
}
