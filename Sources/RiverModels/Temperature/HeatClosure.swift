import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// From weather to what the box needs: equilibrium temperature, exchange coefficient, and the
/// temperature of lateral inflow, daily for each reach.
public struct HeatClosure: Sendable {
  /// How a reach sees the weather where nothing else says it.
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
    /// Of the lateral inflow
    public var groundwaterShare = 0.5
    public var subsurfaceShare = 0.3
    public var groundMemory = GroundMemory.trailingMean

    public init() {}
  }

  /// How the ground remembers the air's temperature.
  public enum GroundMemory: String, Sendable, CaseIterable {
    /// The mean of so many days.
    case trailingMean = "trailing_mean"
    /// With weights that fall by e in so many days: its lag can be learned.
    case exponential
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

  /// Shares of the lateral inflow that come through the soil and from the ground, `[reach][day]`
  /// flat.
  public struct InflowParts: Sendable {
    public var soil: [Float]
    public var ground: [Float]

    public init(soil: [Float], ground: [Float]) {
      self.soil = soil
      self.ground = ground
    }
  }

  public let weather: Weather
  public let settings: Settings
  /// nil where the shares hold on all days.
  public let parts: InflowParts?

  public init(_ weather: Weather, settings: Settings, parts: InflowParts? = nil) {
    self.weather = weather
    self.settings = settings
    self.parts = parts
  }

  public var reachCount: Int { weather.airTemperature.count / weather.days }

  /// What heats the reaches on some days.
  public func heat(_ parameters: HeatParameters, days: Range<Int>, threads: Int) -> DailyHeat {
    let rows = Stretches.map(reachCount, threads: threads, length: Stretches.shortLength) {
      $0.map { reach($0, parameters, days: days) }
    }.joined()
    return DailyHeat(
      days: days.count,
      equilibriumTemperature: rows.flatMap { $0.exchange.map(\.equilibriumTemperature) },
      exchangeVelocity: zip(rows, parameters.exchangeFactor).flatMap { row, factor in
        row.exchange.map { factor * $0.coefficient / WaterProperties.heatCapacity }
      }, lateralTemperature: rows.flatMap(\.lateralTemperature))
  }

  /// One reach's heat with what its adjoint needs.
  struct Row: Sendable {
    /// From the first day of the weather, °C
    var air, ground: [Double]
    /// Of the days asked for
    var exchange: [LinearHeatExchange<Double>]
    /// Of water that did not come from the ground, °C
    var others: [Double]
    var lateralTemperature: [Double]
  }

  typealias Flux = SurfaceHeatFlux<Double>

  func sky(_ reach: Int, day: Int, air: Double) -> Flux.Weather {
    let place = reach * weather.days + day
    return Flux.Weather(
      shortwave: Double(weather.shortwave[place]), airTemperature: air,
      relativeHumidity: Double(weather.relativeHumidity[place]),
      cloudCover: settings.cloudCover, windSpeed: settings.windSpeed,
      pressure: settings.pressure)
  }

  func surface(ground: Double, shade: Double) -> Flux.Surface {
    Flux.Surface(shade: shade, albedo: settings.albedo, bedTemperature: ground, friction: 0)
  }

  /// Share of groundwater in a reach's inflow on a day, and of soil water in the rest.
  func shares(_ reach: Int, day: Int, _ parameters: HeatParameters) -> (
    ground: Double, soil: Double
  ) {
    guard let parts else {
      let rest = 1 - settings.groundwaterShare
      return (
        parameters.groundwaterShare[reach],
        rest > 0 ? min(settings.subsurfaceShare / rest, 1) : 0
      )
    }
    let place = reach * weather.days + day
    let ground = Double(parts.ground[place])
    return (ground, ground < 1 ? min(Double(parts.soil[place]) / (1 - ground), 1) : 0)
  }

  func reach(_ reach: Int, _ parameters: HeatParameters, days: Range<Int>) -> Row {
    let start = reach * weather.days
    let air = weather.airTemperature[start..<(start + days.upperBound)].map { Double($0) }
    let lag = parameters.groundwaterLag[reach]
    let ground =
      switch settings.groundMemory {
      case .trailingMean: LaggedAverage.trailingMean(air, days: max(1, Int(lag)))
      case .exponential: LaggedAverage.exponential(air, days: lag)
      }
    let soil = LaggedAverage.trailingMean(air, days: max(1, Int(settings.subsurfaceLag)))
    var row = Row(air: air, ground: ground, exchange: [], others: [], lateralTemperature: [])
    for day in days {
      row.exchange.append(
        Flux.equilibrium(
          sky(reach, day: day, air: air[day]),
          surface(ground: ground[day], shade: parameters.shade[reach])))
      let shares = shares(reach, day: day, parameters)
      // Water does not enter below 0 °C.
      let others = shares.soil * max(soil[day], 0) + (1 - shares.soil) * max(air[day], 0)
      row.others.append(others)
      row.lateralTemperature.append(
        shares.ground * max(ground[day], 0) + (1 - shares.ground) * others)
    }
    return row
  }
}
