import CLanes

/// What the gates of an LSTM are computed with: sixteen `Float` or eight `Double` lanes.
///
/// The operators are requirements, so that generic kernels, once specialised, use those of the
/// concrete vector; those of `SIMD` would be loops over lanes.
protocol GateLane: BitwiseCopyable {
  associatedtype Scalar: BinaryFloatingPoint & BitwiseCopyable
  static var width: Int { get }
  init(repeating value: Scalar)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  subscript(lane: Int) -> Scalar { get set }
  /// a · b + c, rounded once where the processor can.
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self

  /// `x` held within ±`limit`; NaN stays NaN.
  static func held(_ x: Self, within limit: Scalar) -> Self
  /// eˣ as a power of two and a rest: eˣ = (1 + rest) · power, rest in [-0.30, 0.42].
  static func exponential(_ x: Self) -> (power: Self, rest: Self)
  /// Beyond it eˣ is not computed: the power of two would leave the normal numbers.
  static var largestExponent: Scalar { get }
  /// Beyond it tanh x is ±1 to the last bit.
  static var tanhSaturation: Scalar { get }
}

extension GateLane {
  /// 1 / (1 + e⁻ˣ)
  @inline(__always)
  static func sigmoid(_ x: Self) -> Self {
    let one = Self(repeating: 1)
    let (power, rest) = exponential(held(Self(repeating: 0) - x, within: largestExponent))
    return one / (one + multiplyAdd(power, rest, power))
  }

  /// (e²ˣ - 1) / (e²ˣ + 1), the numerator without cancellation.
  @inline(__always)
  static func tanh(_ x: Self) -> Self {
    let (power, rest) = exponential(held(x + x, within: tanhSaturation + tanhSaturation))
    let lessOne = multiplyAdd(power, rest, power - Self(repeating: 1))
    return lessOne / (lessOne + Self(repeating: 2))
  }

  /// `width` numbers from memory, or the first `count` of them and zeros.
  @inline(__always)
  static func loaded(_ pointer: UnsafePointer<Scalar>, _ count: Int) -> Self {
    if count == width { return UnsafeRawPointer(pointer).loadUnaligned(as: Self.self) }
    var lanes = Self(repeating: 0)
    for lane in 0..<count { lanes[lane] = pointer[lane] }
    return lanes
  }

  /// The first `count` lanes to memory.
  @inline(__always)
  func store(_ pointer: UnsafeMutablePointer<Scalar>, _ count: Int) {
    if count == Self.width {
      UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self)
    } else {
      for lane in 0..<count { pointer[lane] = self[lane] }
    }
  }
}

extension SIMD16: GateLane where Scalar == Float {
  static var width: Int { 16 }
  static var largestExponent: Float { 87 }
  static var tanhSaturation: Float { 10 }

  @inline(__always)
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
    lanes_multiply_add_float16(a, b, c)
  }

  @inline(__always)
  static func held(_ x: Self, within limit: Float) -> Self {
    let (lower, upper) = (Self(repeating: -limit), Self(repeating: limit))
    return x.replacing(with: lower, where: x .< lower).replacing(with: upper, where: x .> upper)
  }

  @inline(__always)
  static func exponential(_ x: Self) -> (power: Self, rest: Self) {
    let magic = Self(repeating: 12_582_912)  // 1.5·2²³
    let shifted = multiplyAdd(x, Self(repeating: 1.442_695_04), magic)
    let whole = shifted - magic
    // ln 2 in two parts, the first with few digits: Cody and Waite (1980).
    let high = multiplyAdd(whole, Self(repeating: -0.693_359_375), x)
    let r = multiplyAdd(whole, Self(repeating: 2.121_944_4e-4), high)
    let r2 = r * r
    // Taylor's series of eʳ: the first term left out is below 6e-9 for |r| ≤ ln 2 / 2.
    let p01 = multiplyAdd(Self(repeating: 1 / 6), r, Self(repeating: 1 / 2))
    let p23 = multiplyAdd(Self(repeating: 1 / 120), r, Self(repeating: 1 / 24))
    let p45 = multiplyAdd(Self(repeating: 1 / 5_040), r, Self(repeating: 1 / 720))
    let rest = multiplyAdd(r2, multiplyAdd(r2, multiplyAdd(r2, p45, p23), p01), r)
    typealias Bits = SIMD16<UInt32>
    let bits = unsafeBitCast(shifted, to: Bits.self) &<< Bits(repeating: 23)
    let power = unsafeBitCast(bits &+ Bits(repeating: 0x3f80_0000), to: Self.self)
    return (power, rest)
  }
}

extension SIMD8: GateLane where Scalar == Double {
  static var width: Int { 8 }
  static var largestExponent: Double { 708 }
  static var tanhSaturation: Double { 22 }

  @inline(__always)
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
    lanes_multiply_add_double8(a, b, c)
  }

  @inline(__always)
  static func held(_ x: Self, within limit: Double) -> Self {
    let (lower, upper) = (Self(repeating: -limit), Self(repeating: limit))
    return x.replacing(with: lower, where: x .< lower).replacing(with: upper, where: x .> upper)
  }

  @inline(__always)
  static func exponential(_ x: Self) -> (power: Self, rest: Self) {
    let magic = Self(repeating: 6_755_399_441_055_744)  // 1.5·2⁵²
    let shifted = multiplyAdd(x, Self(repeating: 1.442_695_040_888_963_407_4), magic)
    let whole = shifted - magic
    let high = multiplyAdd(whole, Self(repeating: -6.931_471_803_691_238_164_90e-1), x)
    let r = multiplyAdd(whole, Self(repeating: -1.908_214_929_270_587_700_02e-10), high)
    let r2 = r * r
    // Taylor's series of eʳ: the first term left out is below 5e-18 for |r| ≤ ln 2 / 2.
    let p01 = multiplyAdd(Self(repeating: 1 / 6), r, Self(repeating: 1 / 2))
    let p23 = multiplyAdd(Self(repeating: 1 / 120), r, Self(repeating: 1 / 24))
    let p45 = multiplyAdd(Self(repeating: 1 / 5_040), r, Self(repeating: 1 / 720))
    let p67 = multiplyAdd(Self(repeating: 1 / 362_880), r, Self(repeating: 1 / 40_320))
    let p89 = multiplyAdd(Self(repeating: 1 / 39_916_800), r, Self(repeating: 1 / 3_628_800))
    let p1011 = multiplyAdd(Self(repeating: 1 / 6_227_020_800), r, Self(repeating: 1 / 479_001_600))
    let upper = multiplyAdd(r2, multiplyAdd(r2, multiplyAdd(r2, p1011, p89), p67), p45)
    let rest = multiplyAdd(r2, multiplyAdd(r2, multiplyAdd(r2, upper, p23), p01), r)
    typealias Bits = SIMD8<UInt64>
    let bits = unsafeBitCast(shifted, to: Bits.self) &<< Bits(repeating: 52)
    let power = unsafeBitCast(bits &+ Bits(repeating: 0x3ff0_0000_0000_0000), to: Self.self)
    return (power, rest)
  }
}
