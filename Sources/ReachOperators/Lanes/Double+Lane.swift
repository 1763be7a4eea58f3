import RealModule

/// A single reach in double precision: for oracles and for the formulas of one state. `log2` and
/// `exp2` are those of the system's mathematical library.
extension Double: LaneNumber {
  public typealias Mask = Bool

  @inlinable @inline(__always) public init(constant: Double) { self = constant }
  @inlinable @inline(__always)
  public static func isGreater(_ a: Double, _ b: Double) -> Bool { a > b }
  @inlinable @inline(__always)
  public static func and(_ a: Bool, _ b: Bool) -> Bool { a && b }
  @inlinable @inline(__always)
  public static func select(_ mask: Bool, _ a: Double, else b: Double) -> Double { mask ? a : b }
  @inlinable @inline(__always)
  public static func squareRoot(_ x: Double) -> Double { x.squareRoot() }
  public static func inverseCubeRoot(_ x: Double) -> Double { 1 / Double.root(x, 3) }
}
