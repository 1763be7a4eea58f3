import Foundation
import NeuralNetworks
import RiverModels
import Testing

/// A number and its derivative along one direction: forward-mode differentiation for the tests.
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
  static func exp(_ x: Dual) -> Dual {
    Dual(Foundation.exp(x.value), slope: Foundation.exp(x.value) * x.slope)
  }
  static func log(_ x: Dual) -> Dual { Dual(Foundation.log(x.value), slope: x.slope / x.value) }

  static let one = Dual(1)
}

extension Bounds {
  /// The formula of the docstring.
  func reference(_ raw: Dual) -> Dual {
    let share = Dual.one / (Dual.one + Dual.exp(Dual(0) - raw))
    return switch scale {
    case .linear: Dual(lower) + Dual(upper - lower) * share
    case .logarithmic: Dual(lower) * Dual.exp(Dual(log(upper / lower)) * share)
    }
  }

  /// The formula of `SoftBounds`' docstring.
  func softReference(_ x: Dual) -> Dual {
    let s = Dual(SoftBounds.softness)
    func bend(_ bound: Double) -> Dual {
      Dual.log(Dual.one + Dual.exp((x - Dual(log(bound))) / s))
    }
    return Dual.exp(Dual(log(lower)) + s * bend(lower) - s * bend(upper))
  }
}

/// Numbers that are equal to a relative tolerance; `scale` is the smallest scale.
func isClose(_ a: Double, _ b: Double, tolerance: Double, scale: Double = 1) -> Bool {
  abs(a - b) <= tolerance * max(scale, abs(a), abs(b))
}

func normals(_ count: Int, seed: UInt64, scale: Double = 1) -> [Double] {
  var generator = Xoshiro256StarStar(seed: seed)
  return (0..<count).map { _ in scale * generator.nextNormal() }
}

/// Drainage areas over four decades, km².
func randomAreas(_ count: Int, seed: UInt64) -> [Double] {
  var generator = Xoshiro256StarStar(seed: seed)
  return (0..<count).map { _ in pow(10, generator.nextUniform(in: 0..<4)) }
}

/// Compares a parameterization's values with a reference in dual numbers, and its pullback with the
/// reference's slopes (to 1e-11) and with central differences (to 1e-7).
func checkGradient(
  of parameterization: some Parameterization, weights: [Double], reachCount: Int,
  reference: (([Dual]) -> [Dual])?, sourceLocation: SourceLocation = #_sourceLocation
) {
  let values = parameterization.values(weights: weights)
  #expect(values.count == reachCount, sourceLocation: sourceLocation)
  let valueGradient = normals(reachCount, seed: 77)
  let gradient = parameterization.pullback(weights: weights, valueGradient: valueGradient)
  #expect(gradient.count == weights.count, sourceLocation: sourceLocation)
  func scalar(_ values: [Double]) -> Double {
    zip(values, valueGradient).reduce(0) { $0 + $1.0 * $1.1 }
  }
  // Slopes much smaller than the steepest one carry its rounding.
  let steepest = gradient.reduce(0) { max($0, abs($1)) }
  for index in weights.indices {
    if let reference {
      let duals = reference(weights.indices.map { Dual(weights[$0], slope: $0 == index ? 1 : 0) })
      for (a, b) in zip(duals, values) {
        #expect(isClose(a.value, b, tolerance: 1e-12, scale: 0), sourceLocation: sourceLocation)
      }
      #expect(
        isClose(gradient[index], scalar(duals.map(\.slope)), tolerance: 1e-11, scale: steepest),
        sourceLocation: sourceLocation)
    }
    let step = 1e-5
    var (above, below) = (weights, weights)
    above[index] += step
    below[index] -= step
    let slope =
      (scalar(parameterization.values(weights: above))
        - scalar(parameterization.values(weights: below))) / (2 * step)
    #expect(
      isClose(gradient[index], slope, tolerance: 1e-7, scale: steepest),
      sourceLocation: sourceLocation)
  }
}
