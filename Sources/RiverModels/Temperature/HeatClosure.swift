import ReachOperators
import RiverNetworks

/// From weather to what the box needs: equilibrium temperature, exchange coefficient, and the
/// temperature of lateral inflow, daily for each reach.
public struct HeatClosure: Sendable {
  /// How a reach sees the weather where files do not say it.
  public struct Settings: Sendable, Hashable {
    /// 0 to 1
    public var shade = 0.2
    public var albedo = 0.06
    /// 0 to 1; no cloud cover is in the usual files
    public var cloudCover = 0.5
    /// m s⁻¹
    public var windSpeed = 2.0
    /// hPa
    public var pressure = 1_000.0
    /// Days over which groundwater remembers the air's temperature
    public var groundwaterLag = 45.0
    /// Likewise the water in the soil
    public var subsurfaceLag = 15.0
    /// A factor on K
    public var exchangeFactor = 1.0

    public init() {}
  }

  /// Daily weather of every reach, `[reach][day]` flat.
  public struct Weather: Sendable {
    public var days: Int
    /// °C
    public var airTemperature: [Float]
    /// 0 to 1
    public var relativeHumidity: [Float]
    /// W m⁻²
    public var shortwave: [Float]

    public init(
      days: Int, airTemperature: [Float], relativeHumidity: [Float], shortwave: [Float]
    ) {
      self.days = days
      self.airTemperature = airTemperature
      self.relativeHumidity = relativeHumidity
      self.shortwave = shortwave
    }
  }

  /// `[reach][day]` flat.
  public var equilibriumTemperature: [Float] = []
  /// K/(ρ c), m s⁻¹
  public var exchangeVelocity: [Float] = []
  /// Of water from the ground, from the soil, and off the surface, °C
  public var groundwater: [Float] = []
  public var subsurface: [Float] = []
  public var runoff: [Float] = []
  public let days: Int

  public init(_ weather: Weather, settings: Settings) {
    days = weather.days
    let reaches = weather.airTemperature.count / weather.days
    for reach in 0..<reaches {
      let row = (reach * days)..<((reach + 1) * days)
      let air = weather.airTemperature[row].map { Double($0) }
      let ground = LaggedAverage.trailingMean(air, days: max(1, Int(settings.groundwaterLag)))
      let soil = LaggedAverage.trailingMean(air, days: max(1, Int(settings.subsurfaceLag)))
      groundwater += ground.map { Float(max($0, 0)) }
      subsurface += soil.map { Float(max($0, 0)) }
      runoff += air.map { Float(max($0, 0)) }
      for (day, place) in row.enumerated() {
        let exchange = SurfaceHeatFlux<Double>(
          weather: .init(
            shortwave: Double(weather.shortwave[place]), airTemperature: air[day],
            relativeHumidity: Double(weather.relativeHumidity[place]),
            cloudCover: settings.cloudCover, windSpeed: settings.windSpeed,
            pressure: settings.pressure),
          surface: .init(
            shade: settings.shade, albedo: settings.albedo, bedTemperature: ground[day],
            friction: 0)
        ).equilibrium()
        equilibriumTemperature.append(Float(exchange.equilibriumTemperature))
        exchangeVelocity.append(
          Float(settings.exchangeFactor * exchange.coefficient / WaterProperties.heatCapacity))
      }
    }
  }
}
