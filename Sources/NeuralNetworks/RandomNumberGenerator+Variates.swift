import Foundation

// Variates whose algorithm is written down here, and not left to the standard library, whose
// `Double.random(in:)` and `shuffle()` may change from one release of Swift to the next.

extension RandomNumberGenerator {
  /// A number in [0, 1): the upper 53 bits of the next word, times 2⁻⁵³.
  public mutating func nextUniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number in [lower, upper).
  public mutating func nextUniform(in range: Range<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * nextUniform()
  }

  /// A normal variate of mean 0 and standard deviation 1; uses exactly two words.
  ///
  /// Source: Box and Muller (1958), doi:10.1214/aoms/1177706645. The second variate of the pair is
  /// not kept, so that the generator's state stays all there is to save.
  public mutating func nextNormal() -> Double {
    let radius = (-2 * log(1 - nextUniform())).squareRoot()
    return radius * cos(2 * Double.pi * nextUniform())
  }

  /// An integer in 0..<count, every one equally likely.
  ///
  /// Source: Lemire (2019), doi:10.1145/3230636: multiply, reject the few words that would favour
  /// some integers.
  public mutating func nextIndex(below count: Int) -> Int {
    precondition(count > 0, "an index is drawn below a positive count")
    let bound = UInt64(count)
    let threshold = (0 &- bound) % bound
    while true {
      let product = bound.multipliedFullWidth(by: next())
      if product.low >= threshold { return Int(product.high) }
    }
  }
}
