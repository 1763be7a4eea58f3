import RealModule

/// Steady temperature at the end of a reach: SNTEMP's closed form, a reference model.
///
/// Heat exchange is a quartic in the water's temperature, A (T + 273.16)⁴ - C T² + B T = D; Te is
/// its root, K₁ the derivative there, and K₂ such that the parabola K₁ (Te - T) + K₂ (Te - T)² is right
/// at T₀ too.
///
///     T_out = T* - (T* - T₀) r / (1 + (K₂/K₁)(T* - T₀)(1 - r))     not below 0 °C
///
/// With lateral inflow T* and r are those of a gaining reach. Constants are those of the
/// documentation, in SI; they differ in the last digits from those of ``SurfaceHeatFlux``.
///
/// Sources: Theurer et al. (1984), FWS/OBS-84/15; Sanders et al. (2017), USGS Techniques and Methods
/// 6-D4, doi:10.3133/tm6D4.
public struct SteadyReach: Sendable {
  public var airTemperature: Double
  public var relativeHumidity: Double
  public var cloudCover: Double
  /// m s⁻¹
  public var evaporation: Double
  /// W m⁻²
  public var shortwave: Double
  public var shade: Double
  public var vegetationShade: Double
  public var albedo: Double
  /// hPa
  public var pressure: Double
  /// °C
  public var groundTemperature: Double
  public var slope: Double
  /// m
  public var width: Double
  /// m
  public var length: Double

  public init(
    airTemperature: Double, relativeHumidity: Double, cloudCover: Double, evaporation: Double,
    shortwave: Double, shade: Double, vegetationShade: Double, albedo: Double, pressure: Double,
    groundTemperature: Double, slope: Double, width: Double, length: Double
  ) {
    self.airTemperature = airTemperature
    self.relativeHumidity = relativeHumidity
    self.cloudCover = cloudCover
    self.evaporation = evaporation
    self.shortwave = shortwave
    self.shade = shade
    self.vegetationShade = vegetationShade
    self.albedo = albedo
    self.pressure = pressure
    self.groundTemperature = groundTemperature
    self.slope = slope
    self.width = width
    self.length = length
  }

  /// Coefficients of the quartic: A in W m⁻² K⁻⁴, B in W m⁻² K⁻¹, C in W m⁻² K⁻², D in W m⁻².
  public struct Quartic: Sendable {
    public var a, b, c, d: Double
  }

  /// Temperature and the exchange it follows from.
  public struct Result: Sendable {
    public var equilibriumTemperature: Double
    /// W m⁻² K⁻¹
    public var firstCoefficient: Double
    /// W m⁻² K⁻²
    public var secondCoefficient: Double
    /// T*, °C
    public var asymptote: Double
    public var remainder: Double
    /// °C
    public var temperature: Double
  }

  private static let zero = 273.16
  private static let emission = 5.4e-8
  private static let latentHeat = 2.495e9
  private static let latentHeatDecrease = 2.36e6
  private static let bedConductance = 1.65
  private static let waterWeight = 9_805.0
  /// ρ c of the documentation, J m⁻³ K⁻¹.
  private static let heatCapacity = 4.182e6

  /// - Parameter discharge: where the reach begins, m³ s⁻¹
  public func quartic(discharge: Double) -> Quartic {
    let exponent = 17.26939 * airTemperature / (airTemperature + 237.3)
    let saturation = 6.108 * Double.exp(exponent)
    let bowen = 0.00061 * pressure / (saturation * (1 - relativeHumidity))
    let fourth = Double.pow(airTemperature + Self.zero, 4)
    let emissivity = 3.354939e-8 + 2.74995e-9 * (relativeHumidity * saturation).squareRoot()
    let cloud = 1 + 0.17 * cloudCover * cloudCover
    let sky = emissivity * (1 - shade) * cloud * fourth
    let vegetation = 5.24e-8 * vegetationShade * fourth
    let friction = Self.waterWeight * discharge / width * slope
    let solar = (1 - shade) * shortwave * (1 - albedo)
    let latent = Self.latentHeat + Self.latentHeatDecrease * airTemperature
    let b = bowen * evaporation * latent + Self.bedConductance
    let evaporated = Self.latentHeat * evaporation * (bowen * airTemperature - 1)
    let ground = groundTemperature * Self.bedConductance
    return Quartic(
      a: Self.emission, b: b - Self.latentHeatDecrease * evaporation,
      c: bowen * Self.latentHeatDecrease * evaporation,
      d: sky + vegetation + friction + solar + evaporated + ground)
  }

  /// - Parameters:
  ///   - upstream: discharge, m³ s⁻¹, > 0, and temperature, °C, where the reach begins
  ///   - lateral: inflow along the reach, m³ s⁻¹, and its temperature, °C
  public func outflow(
    upstream: (discharge: Double, temperature: Double),
    lateral: (discharge: Double, temperature: Double)
  ) -> Result {
    let q = quartic(discharge: upstream.discharge)
    var equilibrium = airTemperature
    for _ in 0..<60 {
      let kelvin = equilibrium + Self.zero
      let emitted = q.a * Double.pow(kelvin, 4)
      let value = emitted + equilibrium * (q.b - q.c * equilibrium) - q.d
      let step = value / (4 * emitted / kelvin - 2 * q.c * equilibrium + q.b)
      equilibrium -= step
      if abs(step) < 1e-14 * kelvin { break }
    }
    let kelvin = equilibrium + Self.zero
    let first = 4 * q.a * Double.pow(kelvin, 3) - 2 * q.c * equilibrium + q.b
    // The heat at T₀ less the tangent's, over the distance squared; written out, so that it does not
    // cancel where T₀ is near Te.
    let start = upstream.temperature - equilibrium
    let second = q.c - q.a * (6 * kelvin * kelvin + 4 * kelvin * start + start * start)
    let exchange = first * width / Self.heatCapacity
    let asymptote: Double
    let remainder: Double
    if lateral.discharge > 0 {
      let perLength = lateral.discharge / length
      let total = perLength + exchange
      asymptote = (perLength * lateral.temperature + exchange * equilibrium) / total
      remainder = Double.pow(1 + lateral.discharge / upstream.discharge, -total / perLength)
    } else {
      asymptote = equilibrium
      remainder = Double.exp(-exchange * length / upstream.discharge)
    }
    let distance = asymptote - upstream.temperature
    let temperature =
      asymptote - distance * remainder / (1 + second / first * distance * (1 - remainder))
    return Result(
      equilibriumTemperature: equilibrium, firstCoefficient: first, secondCoefficient: second,
      asymptote: asymptote, remainder: remainder, temperature: max(temperature, 0))
  }
}
