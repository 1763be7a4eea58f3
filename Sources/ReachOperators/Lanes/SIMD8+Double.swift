import CLanes

/// Eight reaches in double precision: the type that verifies.
extension SIMD8: LaneNumber where Scalar == Double {}

extension SIMD8: Lane where Scalar == Double {
  public typealias Mask = SIMDMask<SIMD8<Int64>>
  public typealias Permutation = SIMD8<UInt>
  @usableFromInline typealias Bits = SIMD8<UInt64>

  @inlinable public static var width: Int { 8 }

  @inlinable @inline(__always)
  public init(constant: Double) { self.init(repeating: constant) }

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
    return Permutation(sources.map(UInt.init))
  }

  @inlinable @inline(__always)
  public static func permuted(_ x: Self, _ permutation: Permutation) -> Self {
    lanes_permute_double8(x, permutation)
  }

  @inlinable @inline(__always)
  public static func isWithin(_ position: Self, _ first: Self, _ last: Self) -> Mask {
    (position .>= first) .& (position .< last)
  }

  @inlinable @inline(__always)
  public static func squareRoot(_ x: Self) -> Self { lanes_square_root_double8(x) }

  @inlinable @inline(__always)
  public static func log2(_ x: Self) -> Self {
    let bits = unsafeBitCast(x, to: Bits.self)
    let rootHalf: UInt64 = 0x3fe6_a09e_667f_3bcd
    let shifted = bits &- Bits(repeating: rootHalf)
    let biased = (shifted &+ Bits(repeating: 0x3ff0_0000_0000_0000)) &>> Bits(repeating: 52)
    let mantissa = unsafeBitCast(
      (shifted & Bits(repeating: 0x000f_ffff_ffff_ffff)) &+ Bits(repeating: rootHalf),
      to: Self.self)
    let exponent =
      unsafeBitCast(biased | Bits(repeating: 0x4330_0000_0000_0000), to: Self.self)
      - Self(repeating: 4_503_599_627_370_496 + 1_023)
    // log2 m = (2 / ln 2) artanh s, s = (m - 1) / (m + 1)
    let s = (mantissa - Self(repeating: 1)) / (mantissa + Self(repeating: 1))
    let z = s * s
    var p = Self(repeating: 0.213_670_788_733_293_417_3)
    p = p * z + Self(repeating: 0.220_911_865_707_353_468_75)
    p = p * z + Self(repeating: 0.262_334_401_831_033_077_59)
    p = p * z + Self(repeating: 0.320_598_533_923_767_414_26)
    p = p * z + Self(repeating: 0.412_198_585_851_103_696_34)
    p = p * z + Self(repeating: 0.577_078_016_345_470_183_6)
    p = p * z + Self(repeating: 0.961_796_693_925_989_820_65)
    p = p * z + Self(repeating: 2.885_390_081_777_926_811_4)
    return exponent + s * p
  }

  @inlinable @inline(__always)
  public static func exp2(_ x: Self) -> Self {
    let magic = Self(repeating: 6_755_399_441_055_744)  // 1.5 · 2⁵²
    let held = clamp(x, Self(repeating: -1_022), Self(repeating: 1_023))
    let whole = (held + magic) - magic
    let f = held - whole
    var p = Self(repeating: 4.435_352_351_864_883_522_4e-10)
    p = p * f + Self(repeating: 7.074_104_341_832_751_648_2e-9)
    p = p * f + Self(repeating: 1.017_819_755_684_642_887_5e-7)
    p = p * f + Self(repeating: 1.321_543_309_730_757_465_4e-6)
    p = p * f + Self(repeating: 1.525_273_349_109_609_039_5e-5)
    p = p * f + Self(repeating: 1.540_353_046_249_820_289_6e-4)
    p = p * f + Self(repeating: 1.333_355_814_678_877_346_1e-3)
    p = p * f + Self(repeating: 9.618_129_107_588_347_794_1e-3)
    p = p * f + Self(repeating: 5.550_410_866_481_992_643_4e-2)
    p = p * f + Self(repeating: 0.240_226_506_959_101_561_71)
    p = p * f + Self(repeating: 0.693_147_180_559_945_330_4)
    p = p * f + Self(repeating: 1)
    let shifted = unsafeBitCast(whole + magic, to: Bits.self) &<< Bits(repeating: 52)
    return unsafeBitCast(unsafeBitCast(p, to: Bits.self) &+ shifted, to: Self.self)
  }

  @inlinable @inline(__always)
  public static func inverseCubeRoot(_ x: Self) -> Self {
    let bits = unsafeBitCast(x, to: Bits.self)
    var third = (bits &>> Bits(repeating: 2)) &+ (bits &>> Bits(repeating: 4))
    third = third &+ (third &>> Bits(repeating: 4))
    third = third &+ (third &>> Bits(repeating: 8))
    third = third &+ (third &>> Bits(repeating: 16))
    var y = unsafeBitCast(Bits(repeating: 0x553c_3014_0aaa_ac00) &- third, to: Self.self)
    let c = x * y * (y * y)
    y =
      y
      * (Self(repeating: 1.752_319_676) - c
        * (Self(repeating: 1.250_952_424_5) - Self(repeating: 0.509_381_829_2) * c))
    let first = Self(repeating: 1) - x * y * (y * y)
    y = y + y * (first * Self(repeating: 1.0 / 3))
    let second = Self(repeating: 1) - x * y * (y * y)
    return y + y * (second * Self(repeating: 1.0 / 3))
  }
}
