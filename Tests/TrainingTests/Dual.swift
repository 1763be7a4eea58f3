import Foundation

/// A number and its derivative along one direction: exact derivatives of the formulas as written.
struct Dual {
  var value: Double
  var slope: Double

  init(_ value: Double, slope: Double = 0) {
    self.value = value
    self.slope = slope
  }

  static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, slope: a.slope + b.slope) }
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, slope: a.slope - b.slope) }
  static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }
  static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.value / b.value
    return Dual(quotient, slope: (a.slope - quotient * b.slope) / b.value)
  }

  var squareRoot: Dual { Dual(value.squareRoot(), slope: slope / (2 * value.squareRoot())) }
  var logarithm: Dual { Dual(log(value), slope: slope / value) }
  var magnitude: Dual { value < 0 ? Dual(-value, slope: -slope) : self }
}

extension [Dual] {
  var sum: Dual { reduce(Dual(0), +) }
  var mean: Dual { sum / Dual(Double(count)) }
  var populationDeviation: Dual {
    let mean = mean
    return (map { ($0 - mean) * ($0 - mean) }.mean).squareRoot
  }
}
