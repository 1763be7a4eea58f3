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
  /// xʸ for x > 0, all lanes; Float within 2 ulp while |y log2 x| < 126.
  ///
  /// The logarithm is kept as an integer and a fraction, and y as a short and a small part, so that
  /// the large product is exact.
  @inlinable @inline(__always)
  public static func pow(_ x: SIMD16<Float>, _ y: SIMD16<Float>) -> SIMD16<Float> {
    let (exponent, fraction) = SIMD16<Float>.splitLog2(x)
    let yHigh = unsafeBitCast(
      unsafeBitCast(y, to: SIMD16<UInt32>.self) & SIMD16<UInt32>(repeating: 0xffff_f000),
      to: SIMD16<Float>.self)
    let yLow = y - yHigh
    let large = yHigh * exponent
    let whole = (large + SIMD16<Float>.roundingMagic) - SIMD16<Float>.roundingMagic
    let rest = (large - whole) + (yLow * exponent + y * fraction)
    let second = (rest + SIMD16<Float>.roundingMagic) - SIMD16<Float>.roundingMagic
    return SIMD16<Float>.scaled(
      SIMD16<Float>.exp2Polynomial(rest - second),
      byPowerOfTwo: SIMD16<Float>.clamp(
        whole + second, SIMD16(repeating: -126), SIMD16(repeating: 127)))
  }

  /// xʸ for x > 0, all lanes; relative error below 1e-13 while |y log2 x| < 64.
  @inlinable @inline(__always)
  public static func pow(_ x: SIMD8<Double>, _ y: SIMD8<Double>) -> SIMD8<Double> {
    SIMD8<Double>.exp2(y * SIMD8<Double>.log2(x))
  }
}
