import Foundation
import NeuralNetworks

/// A number and its derivative along one direction: forward-mode differentiation for the tests.
struct Dual: ExpressibleByFloatLiteral {
  var value: Double
  var slope: Double

  init(_ value: Double, slope: Double = 0) {
    self.value = value
    self.slope = slope
  }

  init(floatLiteral value: Double) { self.init(value) }

  static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, slope: a.slope + b.slope) }
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, slope: a.slope - b.slope) }
  static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }
  static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.value / b.value
    return Dual(quotient, slope: (a.slope - quotient * b.slope) / b.value)
  }

  /// A function of one variable whose value and derivative are known.
  func mapped(_ value: (Double) -> Double, _ derivative: (Double) -> Double) -> Dual {
    Dual(value(self.value), slope: derivative(self.value) * slope)
  }

  static func exp(_ x: Dual) -> Dual { x.mapped(Foundation.exp, Foundation.exp) }
  static func erf(_ x: Dual) -> Dual {
    x.mapped(Foundation.erf) { 2 / Double.pi.squareRoot() * Foundation.exp(-$0 * $0) }
  }
}

extension Activation {
  /// The activations once more, from their textbook formulas.
  func reference(_ x: Dual) -> Dual {
    let logistic = 1.0 / (1.0 + Dual.exp(0.0 - x))
    switch self {
    case .identity: return x
    case .tanh: return 2.0 / (1.0 + Dual.exp(-2.0 * x)) - 1.0
    case .sigmoid: return logistic
    case .relu: return x.value > 0 ? x : 0.0
    case .silu: return x * logistic
    case .gelu: return 0.5 * x * (1.0 + Dual.erf(x / Dual(2.0.squareRoot())))
    }
  }
}

/// Numbers that are equal to a relative tolerance, 1 being the smallest scale.
func isClose(_ a: Double, _ b: Double, tolerance: Double) -> Bool {
  abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}

/// The derivative of a function along one of its arguments by central differences.
func centralDifference(
  _ arguments: [Double], _ index: Int, _ function: ([Double]) -> Double
) -> Double {
  let step = 1e-5
  var (above, below) = (arguments, arguments)
  above[index] += step
  below[index] -= step
  return (function(above) - function(below)) / (2 * step)
}

func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

/// Normal numbers for inputs, weights and gradients of the tests.
func normals(_ count: Int, seed: UInt64, scale: Double = 1) -> [Double] {
  var generator = Xoshiro256StarStar(seed: seed)
  return (0..<count).map { _ in scale * generator.nextNormal() }
}
