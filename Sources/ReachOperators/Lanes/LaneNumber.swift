/// What a formula of a reach operator computes with: a `Double`, sixteen `Float` lanes, eight
/// `Double` lanes, or, in tests, a dual number.
///
/// A formula is written once, generic over this protocol, and specialised by the compiler. There is
/// no branch on values: a comparison gives a mask, a mask selects.
///
/// What to avoid in conforming types and formulas, because Swift 6.3 turns it into a loop over
/// lanes or a call (look at the assembly: `Benchmarks/check-assembly.sh`): `rounded`, `pointwiseMax`,
/// `pointwiseMin`, `squareRoot` and `addingProduct` of SIMD types, conversions between integer and
/// floating-point vectors, and subscripts with an index that is not a constant. Safe:
/// `+ - * /`, comparisons, `replacing(with:where:)`, `&>>` by a vector, bit casts.
public protocol LaneNumber: Sendable {
  /// The outcome of a comparison, lane by lane.
  associatedtype Mask

  /// The same constant in every lane.
  init(constant: Double)

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// a > b; false where either is NaN.
  static func isGreater(_ a: Self, _ b: Self) -> Mask
  static func and(_ a: Mask, _ b: Mask) -> Mask
  /// `a` where the mask holds, else `b`.
  static func select(_ mask: Mask, _ a: Self, else b: Self) -> Self

  static func squareRoot(_ x: Self) -> Self
  /// log₂ x for normal x > 0. See ``VectorMathematics`` for accuracy and edge cases.
  static func log2(_ x: Self) -> Self
  /// 2ˣ.
  static func exp2(_ x: Self) -> Self
  /// x^(-1/3) for normal x > 0.
  static func inverseCubeRoot(_ x: Self) -> Self
}

extension LaneNumber {
  /// The larger of the two; `b` where `a` is NaN.
  @_transparent
  public static func larger(_ a: Self, _ b: Self) -> Self {
    select(isGreater(a, b), a, else: b)
  }

  /// The smaller of the two; `b` where `a` is NaN.
  @_transparent
  public static func smaller(_ a: Self, _ b: Self) -> Self {
    select(isGreater(b, a), a, else: b)
  }

  /// `x` held between `lower` and `upper`.
  @_transparent
  public static func clamp(_ x: Self, _ lower: Self, _ upper: Self) -> Self {
    smaller(larger(x, lower), upper)
  }

  /// Where `x` is strictly between `lower` and `upper`: where a clamp passes its gradient.
  @_transparent
  public static func isInside(_ x: Self, _ lower: Self, _ upper: Self) -> Mask {
    and(isGreater(x, lower), isGreater(upper, x))
  }

  /// `x` where the mask holds, else 0.
  @_transparent
  public static func masked(_ mask: Mask, _ x: Self) -> Self {
    select(mask, x, else: Self(constant: 0))
  }
}
