/// Heat that enters a reach through its surface and bed, W m⁻², positive into the water.
///
///     H_sw   = (1-albedo)(1-shade) S
///     H_in   = 0.97 σ [(1-shade) ε + 0.96 shade] Ta⁴     ε = min(1, ε₀ (1 + 0.22 C²))
///     H_out  = -0.97 σ Tw⁴                               ε₀ = 1.24 (e_a/Ta)^(1/7)
///     H_lat  = -ρ L f (e_s(Tw) - e_a)                    L = 2.501e6 - 2361 Tw    f = a + b u
///     H_sens = -ρ L f 0.00061 P (Tw - Ta)
///     H_bed  = k_b (T_b - Tw)/d_b     H_fric = ρ g Q S₀/W
///
/// with e_s(T) = 6.1078 exp(17.26938818 T/(T+237.3)) hPa, e_a = RH e_s(Ta), temperatures in K where
/// they are raised to the fourth power.
///
/// Sources: Brutsaert (1975), doi:10.1029/WR011i005p00742, for ε₀; Brunt (1932),
/// doi:10.1002/qj.49705824704, as the other one; Theurer et al. (1984), FWS/OBS-84/15, for bed and
/// friction.
public struct SurfaceHeatFlux<Number: LaneNumber>: Sendable {
  /// Weather over a reach.
  public struct Weather: Sendable {
    /// S, W m⁻²
    public var shortwave: Number
    /// Ta, °C
    public var airTemperature: Number
    /// RH, 0 to 1
    public var relativeHumidity: Number
    /// C, 0 to 1
    public var cloudCover: Number
    /// u, m s⁻¹
    public var windSpeed: Number
    /// P, hPa
    public var pressure: Number

    @inlinable public init(
      shortwave: Number, airTemperature: Number, relativeHumidity: Number, cloudCover: Number,
      windSpeed: Number, pressure: Number
    ) {
      self.shortwave = shortwave
      self.airTemperature = airTemperature
      self.relativeHumidity = relativeHumidity
      self.cloudCover = cloudCover
      self.windSpeed = windSpeed
      self.pressure = pressure
    }
  }

  /// The reach as the weather sees it.
  public struct Surface: Sendable {
    /// Share of the sky that banks and trees hide, 0 to 1
    public var shade: Number
    public var albedo: Number
    /// T_b, °C
    public var bedTemperature: Number
    /// k_b/d_b, W m⁻² K⁻¹
    public var bedConductance: Number
    /// H_fric, W m⁻²
    public var friction: Number
    /// a, m s⁻¹ hPa⁻¹
    public var windConstant: Number
    /// b, hPa⁻¹
    public var windFactor: Number

    @inlinable public init(
      shade: Number, albedo: Number = Number(constant: 0.06), bedTemperature: Number,
      bedConductance: Number = Number(constant: 1.65), friction: Number,
      windConstant: Number = Number(constant: 1.505e-10),
      windFactor: Number = Number(constant: 1.6e-9)
    ) {
      self.shade = shade
      self.albedo = albedo
      self.bedTemperature = bedTemperature
      self.bedConductance = bedConductance
      self.friction = friction
      self.windConstant = windConstant
      self.windFactor = windFactor
    }

    /// H_fric = ρ g Q S₀/W, W m⁻².
    public static func friction(discharge: Number, slope: Number, width: Number) -> Number {
      Number(constant: WaterProperties.density * WaterProperties.gravity) * discharge * slope
        / width
    }
  }

  /// Every term, and the derivative of their sum with respect to the water's temperature.
  public struct Terms: Sendable {
    public var shortwave: Number
    public var longwaveIn: Number
    public var longwaveOut: Number
    public var latent: Number
    public var sensible: Number
    public var bed: Number
    public var friction: Number
    /// dH/dTw, W m⁻² K⁻¹
    public var derivative: Number

    public var net: Number {
      shortwave + longwaveIn + longwaveOut + latent + sensible + bed + friction
    }
  }

  public let weather: Weather
  public let surface: Surface
  /// e_a, hPa
  let vapourPressure: Number
  /// f = a + b u
  let windFunction: Number
  /// H_sw + H_in + H_fric: what does not depend on the water.
  let shortwave: Number
  let longwaveIn: Number
  /// ε
  let skyEmissivity: Number

  public init(weather: Weather, surface: Surface) {
    self.weather = weather
    self.surface = surface
    let one = Number(constant: 1)
    vapourPressure =
      weather.relativeHumidity * Self.saturationVapourPressure(weather.airTemperature)
    windFunction = surface.windConstant + surface.windFactor * weather.windSpeed
    shortwave = (one - surface.albedo) * (one - surface.shade) * weather.shortwave
    let clear = Self.brutsaertEmissivity(
      vapourPressure: vapourPressure, airTemperature: weather.airTemperature)
    let cloud = weather.cloudCover
    skyEmissivity = Number.smaller(
      clear * (one + Number(constant: 0.22) * cloud * cloud), one)
    longwaveIn =
      ((one - surface.shade) * skyEmissivity
        + Number(constant: Self.canopyEmissivity) * surface.shade)
      * Self.radiation(weather.airTemperature)
  }

  /// The terms at one temperature of the water, °C.
  public func terms(waterTemperature water: Number) -> Terms {
    let heat = Self.latentHeat(water)
    let saturation = Self.saturationVapourPressure(water)
    let slope = Self.saturationSlope(water, pressure: saturation)
    let rate = Number(constant: WaterProperties.density) * windFunction
    let decrease = Number(constant: Self.latentHeatDecrease)
    let psychrometric = Number(constant: Self.psychrometricFactor) * weather.pressure
    let dryness = saturation - vapourPressure
    let excess = water - weather.airTemperature
    let kelvin = water + Number(constant: WaterProperties.freezingPoint)
    let emitted = Self.radiation(water)
    return Terms(
      shortwave: shortwave, longwaveIn: longwaveIn, longwaveOut: -emitted,
      latent: -(rate * heat * dryness), sensible: -(rate * heat * psychrometric * excess),
      bed: surface.bedConductance * (surface.bedTemperature - water), friction: surface.friction,
      derivative: -(Number(constant: 4) * emitted / kelvin)
        - rate * (heat * slope - decrease * dryness)
        - rate * psychrometric * (heat - decrease * excess) - surface.bedConductance)
  }

  // MARK: Formulas

  /// 0.97 σ (T + 273.15)⁴, W m⁻².
  static func radiation(_ temperature: Number) -> Number {
    let kelvin = temperature + Number(constant: WaterProperties.freezingPoint)
    let square = kelvin * kelvin
    return Number(constant: 0.97 * WaterProperties.stefanBoltzmann) * square * square
  }

  /// L, J kg⁻¹.
  static func latentHeat(_ temperature: Number) -> Number {
    Number(constant: 2.501e6) - Number(constant: latentHeatDecrease) * temperature
  }
  static var latentHeatDecrease: Double { 2_361 }
  static var canopyEmissivity: Double { 0.96 }
  /// hPa K⁻¹ per hPa of air pressure.
  static var psychrometricFactor: Double { 0.00061 }
  /// Magnus' exponent and its offset, °C.
  static var magnus: (factor: Double, offset: Double) { (17.26938818, 237.3) }
  static var log2e: Double { 1.442_695_040_888_963_4 }

  /// e_s, hPa.
  public static func saturationVapourPressure(_ temperature: Number) -> Number {
    Number(constant: 6.1078)
      * Number.exp2(
        Number(constant: magnus.factor * log2e) * temperature
          / (temperature + Number(constant: magnus.offset)))
  }

  /// de_s/dT, hPa K⁻¹.
  static func saturationSlope(_ temperature: Number, pressure: Number) -> Number {
    let shifted = temperature + Number(constant: magnus.offset)
    return pressure * Number(constant: magnus.factor * magnus.offset) / (shifted * shifted)
  }

  /// Emissivity of a clear sky by Brutsaert (1975).
  public static func brutsaertEmissivity(
    vapourPressure: Number, airTemperature: Number
  ) -> Number {
    let kelvin = airTemperature + Number(constant: WaterProperties.freezingPoint)
    return Number(constant: 1.24)
      * Number.exp2(Number.log2(vapourPressure / kelvin) * Number(constant: 1.0 / 7))
  }

  /// Emissivity of a clear sky by Brunt (1932).
  public static func bruntEmissivity(vapourPressure: Number) -> Number {
    Number(constant: 0.52) + Number(constant: 0.065) * Number.squareRoot(vapourPressure)
  }
}
