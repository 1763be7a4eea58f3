import Foundation
import ReachOperators

/// A number with its derivative in one direction (forward mode): the formulas of a reach operator,
/// run with it, give an exact Jacobian–vector product.
public struct DualNumber: LaneNumber {
  public var value: Double
  public var derivative: Double

  public init(_ value: Double, derivative: Double = 0) {
    self.value = value
    self.derivative = derivative
  }

  public init(constant: Double) { self.init(constant) }

  public static func + (a: Self, b: Self) -> Self {
    Self(a.value + b.value, derivative: a.derivative + b.derivative)
  }
  public static func - (a: Self, b: Self) -> Self {
    Self(a.value - b.value, derivative: a.derivative - b.derivative)
  }
  public static func * (a: Self, b: Self) -> Self {
    Self(a.value * b.value, derivative: a.derivative * b.value + a.value * b.derivative)
  }
  public static func / (a: Self, b: Self) -> Self {
    let quotient = a.value / b.value
    return Self(quotient, derivative: (a.derivative - quotient * b.derivative) / b.value)
  }
  public static prefix func - (a: Self) -> Self { Self(-a.value, derivative: -a.derivative) }

  public static func isGreater(_ a: Self, _ b: Self) -> Bool { a.value > b.value }
  public static func and(_ a: Bool, _ b: Bool) -> Bool { a && b }
  public static func select(_ mask: Bool, _ a: Self, else b: Self) -> Self { mask ? a : b }

  public static func squareRoot(_ x: Self) -> Self {
    let root = x.value.squareRoot()
    return Self(root, derivative: x.derivative / (2 * root))
  }
  public static func log2(_ x: Self) -> Self {
    Self(Foundation.log2(x.value), derivative: x.derivative / (x.value * Foundation.log(2)))
  }
  public static func exp2(_ x: Self) -> Self {
    let power = Foundation.exp2(x.value)
    return Self(power, derivative: x.derivative * power * Foundation.log(2))
  }
  public static func inverseCubeRoot(_ x: Self) -> Self {
    let root = 1 / cbrt(x.value)
    return Self(root, derivative: -x.derivative * root / (3 * x.value))
  }
}
