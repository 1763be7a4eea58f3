import CLanes

/// Sixteen reaches in single precision: the type that runs.
extension SIMD16: LaneNumber where Scalar == Float {}

extension SIMD16: Lane where Scalar == Float {
  public typealias Mask = SIMDMask<SIMD16<Int32>>
  public typealias Permutation = SIMD16<UInt32>
  @usableFromInline typealias Bits = SIMD16<UInt32>

  @inlinable public static var width: Int { 16 }

  @inlinable @inline(__always)
  public init(constant: Double) { self.init(repeating: Float(constant)) }

  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { Self(repeating: 0) - a }

  @inlinable @inline(__always)
  public static func isGreater(_ a: Self, _ b: Self) -> Mask { a .> b }

  @inlinable @inline(__always)
  public static func and(_ a: Mask, _ b: Mask) -> Mask { a .& b }

  @inlinable @inline(__always)
  public static func select(_ mask: Mask, _ a: Self, else b: Self) -> Self {
    b.replacing(with: a, where: mask)
  }

  public static func permutation(_ sources: [Int]) -> Permutation {
    precondition(sources.count == width && sources.allSatisfy { (0..<width).contains($0) })
    return Permutation(sources.map(UInt32.init))
  }

  @inlinable @inline(__always)
  public static func permuted(_ x: Self, _ permutation: Permutation) -> Self {
    lanes_permute_float16(x, permutation)
  }

  @inlinable @inline(__always)
  public static func isWithin(_ position: Self, _ first: Self, _ last: Self) -> Mask {
    (position .>= first) .& (position .< last)
  }

  @inlinable @inline(__always)
  public static func squareRoot(_ x: Self) -> Self { lanes_square_root_float16(x) }

  @inlinable @inline(__always)
  public static func log2(_ x: Self) -> Self {
    let (exponent, fraction) = splitLog2(x)
    return exponent + fraction
  }

  @inlinable @inline(__always)
  public static func exp2(_ x: Self) -> Self {
    let held = clamp(x, Self(repeating: -126), Self(repeating: 127))
    let whole = (held + roundingMagic) - roundingMagic
    return scaled(exp2Polynomial(held - whole), byPowerOfTwo: whole)
  }

  @inlinable @inline(__always)
  public static func inverseCubeRoot(_ x: Self) -> Self {
    let bits = unsafeBitCast(x, to: Bits.self)
    // bits / 3 as bits · (1/4 + 1/16)(1 + 1/16)(1 + 1/256)
    var third = (bits &>> Bits(repeating: 2)) &+ (bits &>> Bits(repeating: 4))
    third = third &+ (third &>> Bits(repeating: 4))
    third = third &+ (third &>> Bits(repeating: 8))
    var y = unsafeBitCast(Bits(repeating: 0x548c_2b4b) &- third, to: Self.self)
    let c = x * y * (y * y)
    y =
      y
      * (Self(repeating: 1.752_319_676) - c
        * (Self(repeating: 1.250_952_424_5) - Self(repeating: 0.509_381_829_2) * c))
    let residual = Self(repeating: 1) - x * y * (y * y)
    return y + y * (residual * Self(repeating: 1 / 3))
  }
}

extension SIMD16 where Scalar == Float {
  /// 1.5 · 2²³: added and taken away, it rounds to the nearest integer.
  @inlinable static var roundingMagic: Self { Self(repeating: 12_582_912) }

  /// log₂ x as an integer and a fraction in [-1/2, 1/2].
  @inlinable @inline(__always)
  static func splitLog2(_ x: Self) -> (exponent: Self, fraction: Self) {
    let bits = unsafeBitCast(x, to: Bits.self)
    // Exponent of x / sqrt(1/2), so that the mantissa lies in [sqrt(1/2), sqrt(2)).
    let shifted = bits &- Bits(repeating: 0x3f35_04f3)
    let biased = (shifted &+ Bits(repeating: 0x3f80_0000)) &>> Bits(repeating: 23)
    let mantissa = unsafeBitCast(
      (shifted & Bits(repeating: 0x007f_ffff)) &+ Bits(repeating: 0x3f35_04f3), to: Self.self)
    let exponent =
      unsafeBitCast(biased | Bits(repeating: 0x4b00_0000), to: Self.self)
      - Self(repeating: 8_388_608 + 127)
    let f = mantissa - Self(repeating: 1)
    let f2 = f * f
    let f4 = f2 * f2
    let p01 = Self(repeating: -0.721_347_351_551) + Self(repeating: 0.480_898_242_205) * f
    let p23 = Self(repeating: -0.360_696_645_153) + Self(repeating: 0.288_567_339_571) * f
    let p45 = Self(repeating: -0.239_617_454_853) + Self(repeating: 0.204_601_969_865) * f
    let p67 =
      Self(repeating: -0.191_063_719_142)
      + (Self(repeating: 0.186_166_853_212) - Self(repeating: 0.109_937_282_975) * f) * f
    let q = (p01 + p23 * f2) + f4 * (p45 + p67 * f2)
    // 1.4426950408 f as f, exact, and the rest, added last.
    let fraction = f + (f * Self(repeating: 0.442_695_040_889) + f2 * q)
    return (exponent, fraction)
  }

  /// 2ᶠ for f in [-1/2, 1/2].
  @inlinable @inline(__always)
  static func exp2Polynomial(_ f: Self) -> Self {
    let f2 = f * f
    let p12 = Self(repeating: 0.693_147_205_735) + Self(repeating: 0.240_226_468_901) * f
    let p34 = Self(repeating: 0.055_503_287_810_1) + Self(repeating: 0.009_618_489_063_84) * f
    let p56 = Self(repeating: 0.001_339_993_008_27) + Self(repeating: 0.000_153_457_795_409) * f
    return Self(repeating: 1) + f * (p12 + f2 * (p34 + f2 * p56))
  }

  /// `x · 2ⁿ` by adding n to the exponent bits; n an integer in [-126, 127], x near 1.
  @inlinable @inline(__always)
  static func scaled(_ x: Self, byPowerOfTwo n: Self) -> Self {
    // n + 1.5·2²³ holds n in its low bits; shifted left by 23 only they remain.
    let shifted = unsafeBitCast(n + roundingMagic, to: Bits.self) &<< Bits(repeating: 23)
    return unsafeBitCast(unsafeBitCast(x, to: Bits.self) &+ shifted, to: Self.self)
  }
}
