import CLanes

/// Thirty-two reaches in single precision, as two vectors side by side: the type that runs.
///
/// A step is one long chain of operations, each waiting for the one before; a second, independent vector
/// fills the waiting. The arithmetic of a lane is that of `SIMD16` of `Float`, to the bit.
@frozen public struct PairedLanes: Lane {
  public typealias Scalar = Float
  public typealias Half = SIMD16<Float>

  public var low: Half
  public var high: Half

  @frozen public struct Mask {
    @usableFromInline var low: Half.Mask
    @usableFromInline var high: Half.Mask
    @inlinable @inline(__always) init(_ low: Half.Mask, _ high: Half.Mask) {
      self.low = low
      self.high = high
    }
  }

  @frozen public struct Permutation: BitwiseCopyable, Sendable {
    @usableFromInline var low: SIMD16<UInt32>
    @usableFromInline var high: SIMD16<UInt32>
  }

  @inlinable public static var width: Int { 32 }

  @inlinable @inline(__always)
  init(_ low: Half, _ high: Half) {
    self.low = low
    self.high = high
  }

  @inlinable @inline(__always)
  public init(repeating scalar: Float) { self.init(Half(repeating: scalar), Half(repeating: scalar)) }
  @inlinable @inline(__always)
  public init(constant: Double) { self.init(repeating: Float(constant)) }

  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self { Self(a.low + b.low, a.high + b.high) }
  @inlinable @inline(__always)
  public static func - (a: Self, b: Self) -> Self { Self(a.low - b.low, a.high - b.high) }
  @inlinable @inline(__always)
  public static func * (a: Self, b: Self) -> Self { Self(a.low * b.low, a.high * b.high) }
  @inlinable @inline(__always)
  public static func / (a: Self, b: Self) -> Self { Self(a.low / b.low, a.high / b.high) }
  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { Self(-a.low, -a.high) }

  @inlinable @inline(__always)
  public static func isGreater(_ a: Self, _ b: Self) -> Mask {
    Mask(a.low .> b.low, a.high .> b.high)
  }
  @inlinable @inline(__always)
  public static func and(_ a: Mask, _ b: Mask) -> Mask {
    Mask(a.low .& b.low, a.high .& b.high)
  }
  @inlinable @inline(__always)
  public static func select(_ mask: Mask, _ a: Self, else b: Self) -> Self {
    Self(
      Half.select(mask.low, a.low, else: b.low), Half.select(mask.high, a.high, else: b.high))
  }

  @inlinable @inline(__always)
  public static func squareRoot(_ x: Self) -> Self {
    Self(Half.squareRoot(x.low), Half.squareRoot(x.high))
  }
  @inlinable @inline(__always)
  public static func log2(_ x: Self) -> Self { Self(Half.log2(x.low), Half.log2(x.high)) }
  @inlinable @inline(__always)
  public static func exp2(_ x: Self) -> Self { Self(Half.exp2(x.low), Half.exp2(x.high)) }
  @inlinable @inline(__always)
  public static func inverseCubeRoot(_ x: Self) -> Self {
    Self(Half.inverseCubeRoot(x.low), Half.inverseCubeRoot(x.high))
  }

  public static func permutation(_ sources: [Int]) -> Permutation {
    precondition(sources.count == width && sources.allSatisfy { (0..<width).contains($0) })
    let indices = sources.map(UInt32.init)
    return Permutation(
      low: SIMD16(indices[..<16]), high: SIMD16(indices[16...]))
  }
  @inlinable @inline(__always)
  public static func permuted(_ x: Self, _ permutation: Permutation) -> Self {
    Self(
      lanes_permute_float32(x.low, x.high, permutation.low),
      lanes_permute_float32(x.low, x.high, permutation.high))
  }
  @inlinable @inline(__always)
  public static func isWithin(_ position: Self, _ first: Self, _ last: Self) -> Mask {
    Mask(
      Half.isWithin(position.low, first.low, last.low),
      Half.isWithin(position.high, first.high, last.high))
  }
}
