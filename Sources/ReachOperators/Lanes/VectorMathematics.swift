/// Elementary functions of all lanes at once, branch-free, in plain Swift.
///
/// Accuracy (tested over the ranges named): `Float`: log2, exp2, pow and inverse cube root within
/// 2 ulp; `Double`: within 1e-13 relative (log2 near 1: of `x - 1`).
///
/// **Edge cases:**
/// - `log2` wants normal x > 0: log2(0) is about -127 (Float) or -1023 (Double), not -infinity;
///   negative x, subnormal x, infinity and NaN give unspecified finite or NaN values, never a trap.
/// - `exp2` holds its argument in [-126, 127] (Float) or [-1022, 1023] (Double): no infinity, no
///   subnormal; NaN gives the value at the lower end.
/// - `inverseCubeRoot` wants normal x > 0.
///
/// Polynomials: minimax fits by the Remez exchange, of relative error 4.1e-9 (log2, Float), 1.9e-9
/// (exp2, Float), 1.2e-18 (log2, Double), 3.1e-18 (exp2, Double). Integer parts are split off by
/// adding and subtracting 1.5·2²³ or 1.5·2⁵² (Hecker 1996), exponents by bit casts. The inverse cube
/// root starts from a magic constant and takes one third-order and one or two Newton steps: Moroz,
/// Samotyy, Kokosinski and Gryczan (2021), Appl. Sci. 11(22), 10941, doi:10.3390/app112210941.
public enum VectorMathematics {
  /// xʸ for normal x > 0, all lanes; Float within 1 ulp while |y log2 x| < 126.
  ///
  /// A rounding of log₂ x in single precision is multiplied by y, which for a large y leaves few good
  /// digits; so the product is formed in double precision, even lanes and odd lanes apart.
  @inlinable @inline(__always)
  public static func pow(_ x: SIMD16<Float>, _ y: SIMD16<Float>) -> SIMD16<Float> {
    let bases = widened(x)
    let exponents = widened(y)
    func power(_ x: SIMD8<Double>, _ y: SIMD8<Double>) -> SIMD8<Double> {
      SIMD8<Double>.exp2(
        SIMD8<Double>.clamp(
          y * SIMD8<Double>.log2(x), SIMD8(repeating: -126), SIMD8(repeating: 127)))
    }
    return narrowed(
      even: power(bases.even, exponents.even), odd: power(bases.odd, exponents.odd))
  }

  /// Normal numbers in double precision by moving their bits; 0 and subnormal numbers become some
  /// number below 2⁻¹²⁶ in magnitude.
  @inlinable @inline(__always)
  static func widened(_ x: SIMD16<Float>) -> (even: SIMD8<Double>, odd: SIMD8<Double>) {
    let pairs = unsafeBitCast(x, to: SIMD8<UInt64>.self)
    func number(_ bits: SIMD8<UInt64>) -> SIMD8<Double> {
      let sign = (bits & SIMD8(repeating: 0x8000_0000)) &<< SIMD8(repeating: 32)
      let magnitude =
        ((bits & SIMD8(repeating: 0x7fff_ffff)) &<< SIMD8(repeating: 29))
        &+ SIMD8(repeating: (1_023 - 127) << 52)
      return unsafeBitCast(sign | magnitude, to: SIMD8<Double>.self)
    }
    return (
      number(pairs & SIMD8(repeating: 0xffff_ffff)), number(pairs &>> SIMD8(repeating: 32))
    )
  }

  /// The nearest single-precision numbers, ties to even; for numbers in [2⁻¹²⁶, 2¹²⁷].
  @inlinable @inline(__always)
  static func narrowed(even: SIMD8<Double>, odd: SIMD8<Double>) -> SIMD16<Float> {
    func bits(_ x: SIMD8<Double>) -> SIMD8<UInt64> {
      let all = unsafeBitCast(x, to: SIMD8<UInt64>.self)
      let tie = (all &>> SIMD8(repeating: 29)) & SIMD8(repeating: 1)
      return ((all &+ tie &+ SIMD8(repeating: 0x0fff_ffff)) &>> SIMD8(repeating: 29))
        &- SIMD8(repeating: (1_023 - 127) << 23)
    }
    return unsafeBitCast(
      bits(even) | (bits(odd) &<< SIMD8(repeating: 32)), to: SIMD16<Float>.self)
  }

  /// xʸ for x > 0, all lanes; relative error below 1e-13 while |y log2 x| < 64.
  @inlinable @inline(__always)
  public static func pow(_ x: SIMD8<Double>, _ y: SIMD8<Double>) -> SIMD8<Double> {
    SIMD8<Double>.exp2(y * SIMD8<Double>.log2(x))
  }
}
