import Foundation

/// Student's t distribution.
///
/// Source: Abramowitz and Stegun (1964), 26.7.1, by way of the regularized incomplete beta
/// function, whose continued fraction is 26.5.8 there, evaluated by Lentz's method as modified by
/// Thompson and Barnett (1986), doi:10.1016/0021-9991(86)90046-X.
public struct StudentDistribution: Sendable, Equatable {
  /// ν > 0
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value ≤ t.
  public func probability(below t: Double) -> Double {
    let tail = upperTail(abs(t))
    return t < 0 ? tail : 1 - tail
  }

  /// The value below which a given share of the distribution lies.
  ///
  /// - Parameter probability: in (0, 1)
  public func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a probability in (0, 1)")
    if probability == 0.5 { return 0 }
    let tail = min(probability, 1 - probability)
    var (low, high) = (0.0, 1.0)
    while upperTail(high) > tail { (low, high) = (high, 2 * high) }
    // Halving ends when no number lies between the two: the tail falls with t.
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if upperTail(middle) > tail { low = middle } else { high = middle }
    }
    return probability < 0.5 ? -high : high
  }

  /// The probability of a value > t, t ≥ 0: half of I_x(a, 1/2) at x = ν / (ν + t²), a = ν / 2; 0
  /// where t² overflows.
  private func upperTail(_ t: Double) -> Double {
    if t.isNaN { return t }
    let ratio = t / degreesOfFreedom.squareRoot()
    let square = ratio * ratio
    guard square > 0 else { return 0.5 }
    guard square.isFinite else { return 0 }
    let x = 1 / (1 + square)
    let a = degreesOfFreedom / 2
    // xᵃ (1 − x)^(1/2) / B(a, 1/2), from logarithms that keep the digits of x close to 1.
    let front = exp(
      logarithmicGammaRatio(a) - log(Double.pi) / 2 - a * log1p(square)
        + (log(square) - log1p(square)) / 2)
    // Left of the bulk the fraction converges fast; right of it that of the mirrored function does.
    if x > (a + 1) / (a + 2.5) {
      return 0.5 - front * betaFraction(square * x, 0.5, a)
    }
    return front * betaFraction(x, a, 0.5) / a / 2
  }

  private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = Double.leastNormalMagnitude
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    var m = 1.0
    // About √max(a, b) terms are needed; the loop ends when a
    // term changes the result by no more than the rounding of the term itself.
    while true {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      result *= d * c
      if !(abs(d * c - 1) > 4 * Double.ulpOfOne) { return result }
      m += 1
    }
  }

  /// ln Γ(a + 1/2) − ln Γ(a); for large a by its asymptotic series, for the difference of the two
  /// would lose digits. Source of the series: Abramowitz and Stegun (1964), 6.1.41, subtracted.
  private func logarithmicGammaRatio(_ a: Double) -> Double {
    // From here on the first term left out is below 10⁻¹⁶.
    guard a >= 20 else { return lgamma(a + 0.5).0 - lgamma(a).0 }
    let inverse = 1 / a
    let square = inverse * inverse
    let coefficients = [-31.0 / 18432, 17.0 / 14336, -1.0 / 640, 1.0 / 192, -1.0 / 8]
    return log(a) / 2 + inverse * coefficients.reduce(0) { $0 * square + $1 }
  }
}
