import Foundation

/// Daily weather of many places from a seed: rain of moving storms, temperature with seasons, spells
/// and a lapse rate, and the evaporation that it allows.
///
/// Temperature is that of a humid mid-latitude; its spells are one first-order autoregressive series
/// for the whole basin. Days follow from (seed, date) and are asked for in order.
public struct SyntheticWeather: Sendable {
  /// One day at every place.
  public struct Day: Sendable, Equatable {
    /// mm per day
    public var precipitation: [Double]
    /// Mean over the day, °C.
    public var temperature: [Double]
    /// Potential evaporation, mm per day.
    public var potentialEvaporation: [Double]
    /// 0 to 1.
    public var relativeHumidity: [Double]
    /// Mean over the day, W m⁻².
    public var shortwave: [Double]
  }

  private let elevations: [Double]
  private let latitude: Double
  private let climate: StormClimate
  private let field: RainField
  private let generator: StormGenerator
  private var today: Int
  private var spell = 0.0

  /// Rain over a year, m³ s⁻¹ km⁻²: about 1,100 mm.
  private static let rainfall = 0.035
  /// Of the year's mean at sea level, °C, and half the difference of summer and winter.
  private static let (meanTemperature, temperatureRange) = (11.0, 12.0)
  /// The warmest day of the year, day since 1 January.
  private static let warmestDay = 200.0
  /// °C per m (ICAO standard atmosphere).
  private static let lapseRate = 0.0065
  /// Of the spells: correlation from day to day, and standard deviation, °C.
  private static let (persistence, spread) = (0.75, 4.0)
  private static let hoursPerDay = 24.0
  private static let daysPerYear = 365.2425
  private static let jumps = 24
  /// Rain of a day that is clear for 1/e of its time, mm.
  private static let cloudyRain = 5.0
  /// Hours of sun over those of daylight on a dry day, for Ångström's formula (Allen et al. 1998,
  /// FAO Irrigation and Drainage Paper 56, equation 35).
  private static let sunshine = 0.7
  private static let (dryHumidity, wetHumidity) = (0.6, 0.9)
  private static let wattsPerMegajoulesADay = 1e6 / 86_400

  /// - Parameters:
  ///   - places: m in a plane
  ///   - elevations: m
  ///   - latitude: degrees north
  ///   - seed: of all random numbers
  ///   - start: the first day
  public init(
    places: [SIMD2<Double>], elevations: [Double], latitude: Double, seed: UInt64,
    start: CalendarDay
  ) throws {
    precondition(places.count == elevations.count, "an elevation for each place")
    climate = StormClimate(
      seed: seed, meanSpecificDischarge: Self.rainfall, stormsPerDay: 1.5, yieldSeasonality: 0.1)
    try climate.validate()
    self.elevations = elevations
    self.latitude = latitude
    field = RainField(places: places)
    generator = StormGenerator(climate: climate, low: field.low, high: field.high)
    today = start.daysSince1970
  }

  public mutating func next() -> Day {
    let cells = (today - StormGenerator.daysOfRain...today)
      .flatMap { generator.cells(beginningOn: $0) }
    var rain = [Double](repeating: 0, count: elevations.count)
    field.add(
      cells, from: Double(today) * Self.hoursPerDay, jumps: Self.jumps,
      jumpHours: Self.hoursPerDay / Double(Self.jumps), scale: 1, to: &rain)
    var precipitation = rain
    for (place, original) in field.original.enumerated() { precipitation[original] = rain[place] }

    var source = RandomSource(
      seed: RandomSource.mixed(climate.seed, RandomStream.warmth.rawValue),
      stream: UInt64(bitPattern: Int64(today)))
    let innovation = Self.spread * (1 - Self.persistence * Self.persistence).squareRoot()
    spell = Self.persistence * spell + innovation * source.normal()
    let season = cos(2 * .pi * (Double(today) - Self.warmestDay) / Self.daysPerYear)
    let seaLevel = Self.meanTemperature + Self.temperatureRange * season + spell
    let temperature = elevations.map { seaLevel - Self.lapseRate * $0 }
    let radiation = ExtraterrestrialRadiation.daily(
      latitude: latitude, dayOfYear: Double(today).truncatingRemainder(dividingBy: Self.daysPerYear)
    )
    today += 1
    // What of the day is clear.
    let clear = precipitation.map { exp(-$0 / Self.cloudyRain) }
    return Day(
      precipitation: precipitation, temperature: temperature,
      potentialEvaporation: temperature.map { Self.evaporation(temperature: $0, radiation) },
      relativeHumidity: clear.map { Self.wetHumidity - (Self.wetHumidity - Self.dryHumidity) * $0 },
      shortwave: clear.map {
        Self.wattsPerMegajoulesADay * radiation * (0.25 + 0.5 * Self.sunshine * $0)
      })
  }

  /// Potential evaporation from temperature, mm per day: Rₐ / (λ ρ) · (T + 5) / 100 above -5 °C.
  ///
  /// - Parameter radiation: Rₐ, MJ m⁻² per day
  /// Source: Oudin et al. (2005), doi:10.1016/j.jhydrol.2004.08.026.
  static func evaporation(temperature: Double, _ radiation: Double) -> Double {
    /// λ ρ in MJ m⁻² per mm of water.
    let latentHeat = 2.45
    return max(radiation / latentHeat * (temperature + 5) / 100, 0)
  }
}

/// Short-wave radiation above the atmosphere.
enum ExtraterrestrialRadiation {
  /// MJ m⁻² per day. Source: Allen et al. (1998), FAO Irrigation and Drainage Paper 56, equation 21.
  static func daily(latitude degrees: Double, dayOfYear: Double) -> Double {
    let solarConstantMegajoules = 0.0820 * 24 * 60 / .pi
    let angle = 2 * .pi * dayOfYear / 365
    let distance = 1 + 0.033 * cos(angle)
    let declination = 0.409 * sin(angle - 1.39)
    let latitude = degrees * .pi / 180
    let sunset = acos(min(max(-tan(latitude) * tan(declination), -1), 1))
    return solarConstantMegajoules * distance
      * (sunset * sin(latitude) * sin(declination)
        + cos(latitude) * cos(declination) * sin(sunset))
  }
}
