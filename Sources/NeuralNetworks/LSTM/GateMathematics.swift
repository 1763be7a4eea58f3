/// The squashing functions of the gates, of all lanes at once, branch-free, in plain Swift.
///
/// Accuracy (tested): `Float` within 4 units in the last place, `Double` within 1e-15 relative.
///
/// **Edge cases:** NaN gives NaN. `sigmoid` holds its argument within ±87 (Float) or ±708 (Double),
/// where it is 1 or 1e-38 (3e-308), so that it is never 0. `tanh` is ±1 beyond ±10 or ±22, where
/// that is the nearest number. Infinity is such an argument.
public enum GateMathematics {
  public static func sigmoid(_ x: SIMD16<Float>) -> SIMD16<Float> { .sigmoid(x) }
  public static func sigmoid(_ x: SIMD8<Double>) -> SIMD8<Double> { .sigmoid(x) }
  public static func tanh(_ x: SIMD16<Float>) -> SIMD16<Float> { .tanh(x) }
  public static func tanh(_ x: SIMD8<Double>) -> SIMD8<Double> { .tanh(x) }
}
