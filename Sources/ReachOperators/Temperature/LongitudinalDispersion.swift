/// Longitudinal dispersion of a river, m² s⁻¹, from its velocity, width, depth and shear velocity.
///
/// The formulas scatter by a factor of 2 to 4 around measurements; a learned multiplier belongs on
/// whichever is chosen.
public enum LongitudinalDispersion: String, Sendable, CaseIterable, Codable {
  /// 0.011 U² W²/(H u*): Fischer et al. (1979).
  case fischer = "fischer_1979"
  /// 2 (W/H)^1.5 H u*: Iwasa and Aya (1991).
  case iwasaAya = "iwasa_aya_1991"
  /// 5.915 (W/H)^0.620 (U/u*)^1.428 H u*: Seo and Cheong (1998),
  /// doi:10.1061/(ASCE)0733-9429(1998)124:1(25).
  case seoCheong = "seo_cheong_1998"
  /// 0.15/(8 e) (W/H)^(5/3) (U/u*)² H u*, e = 0.145 + (U/u*) (W/H)^1.38/3520: Deng et al. (2001),
  /// doi:10.1061/(ASCE)0733-9429(2001)127:11(919).
  case deng = "deng_2001"
  /// 10.612 H U (U/u*): Kashefipour and Falconer (2002), doi:10.1016/S0043-1354(01)00351-7.
  case kashefipourFalconer = "kashefipour_falconer_2002"
  /// [7.428 + 1.775 (W/H)^0.620 (u*/U)^0.572] H U (U/u*): their second.
  case kashefipourFalconerWide = "kashefipour_falconer_2002_wide"
  /// 5.4 (W/H)^0.7 (U/u*)^0.13 H U: Zeng and Huai (2014), doi:10.1016/j.jher.2014.02.001.
  case zengHuai = "zeng_huai_2014"

  /// What is physically plausible, m² s⁻¹.
  public static let limits = 1e-2...2e3

  /// - Parameters:
  ///   - velocity: U, m s⁻¹, > 0
  ///   - width: W, m, > 0
  ///   - depth: H, m, > 0
  ///   - shearVelocity: u* = √(g H S), m s⁻¹, > 0
  public func coefficient<Number: LaneNumber>(
    velocity: Number, width: Number, depth: Number, shearVelocity: Number
  ) -> Number {
    func power(_ base: Number, _ exponent: Double) -> Number {
      Number.exp2(Number.log2(base) * Number(constant: exponent))
    }
    func constant(_ value: Double) -> Number { Number(constant: value) }
    let aspect = width / depth
    let resistance = velocity / shearVelocity
    let shear = depth * shearVelocity
    switch self {
    case .fischer:
      return constant(0.011) * velocity * velocity * width * width / shear
    case .iwasaAya: return constant(2) * power(aspect, 1.5) * shear
    case .seoCheong:
      return constant(5.915) * power(aspect, 0.620) * power(resistance, 1.428) * shear
    case .deng:
      let mixing = constant(0.145) + resistance * power(aspect, 1.38) * constant(1.0 / 3_520)
      return constant(0.15 / 8) / mixing * power(aspect, 5.0 / 3) * resistance * resistance * shear
    case .kashefipourFalconer:
      return constant(10.612) * depth * velocity * resistance
    case .kashefipourFalconerWide:
      return (constant(7.428) + constant(1.775) * power(aspect, 0.620) * power(resistance, -0.572))
        * depth * velocity * resistance
    case .zengHuai:
      return constant(5.4) * power(aspect, 0.7) * power(resistance, 0.13) * depth * velocity
    }
  }

  /// √(g H S), m s⁻¹.
  public static func shearVelocity(depth: Double, slope: Double) -> Double {
    (WaterProperties.gravity * depth * slope).squareRoot()
  }
}
