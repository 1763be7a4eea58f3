import ReachOperators
import RiverModels

extension RunConfiguration {
  /// What a run simulates.
  enum Process: String, CaseIterable { case discharge, temperature }

  /// Where the weather is.
  struct MeteorologySection {
    enum Missing: String, CaseIterable {
      case refuse
      /// That of the nearest connected reach that has some.
      case nearest
    }
    var file: String
    var identifiers: String?
    /// Mean, or maximum and minimum of which the mean is taken.
    var airTemperature: [String]
    var relativeHumidity: String
    var shortwave: String
    var missing: Missing
  }

  /// How water takes up and carries heat.
  struct TemperatureSection {
    var closure: HeatClosure.Settings
    var dispersion: LongitudinalDispersion
    var dispersionFactor: Double
    var scheme: TemperatureScheme
    /// Variables of the inflow's file with its parts; else the shares hold.
    var surfaceInflow, subsurfaceInflow, groundwaterInflow: String?
  }
}

extension RunConfiguration.MeteorologySection {
  init?(_ section: ConfigurationSection) throws {
    identifiers = try section.text("ids")
    airTemperature = try section.texts("air_temperature") ?? ["air_temperature"]
    relativeHumidity = try section.text("relative_humidity", default: "relative_humidity")
    shortwave = try section.text("shortwave", default: "shortwave")
    missing = try section.choice("missing", default: .refuse)
    guard let file = try section.path("file") else { return nil }
    guard airTemperature.count <= 2 else {
      throw section.error(
        "air_temperature", "too many air temperatures", found: "\(airTemperature.count)",
        expected: "the mean, or maximum and minimum")
    }
    self.file = file
  }
}

extension RunConfiguration.TemperatureSection {
  init(_ section: ConfigurationSection) throws {
    var settings = HeatClosure.Settings()
    func share(_ key: String, _ value: Double) throws -> Double {
      let number = try section.number(key, default: value)
      guard (0...1).contains(number) else {
        throw section.error(
          key, "a share lies outside 0 to 1", found: "\(number)", expected: "0 to 1")
      }
      return number
    }
    func positive(_ key: String, _ value: Double) throws -> Double {
      let number = try section.number(key, default: value)
      guard number > 0 else {
        throw section.error(
          key, "a value is not above 0", found: "\(number)", expected: "a number above 0")
      }
      return number
    }
    settings.shade = try share("shade", settings.shade)
    settings.albedo = try share("albedo", settings.albedo)
    settings.cloudCover = try share("cloud_cover", settings.cloudCover)
    settings.windSpeed = try positive("wind_speed", settings.windSpeed)
    settings.pressure = try positive("pressure_hpa", settings.pressure)
    settings.groundwaterLag = try positive("groundwater_lag_days", settings.groundwaterLag)
    settings.subsurfaceLag = try positive("subsurface_lag_days", settings.subsurfaceLag)
    settings.exchangeFactor = try positive("exchange_factor", settings.exchangeFactor)
    settings.groundMemory = try section.choice("ground_memory", default: settings.groundMemory)
    dispersion = try section.choice("dispersion", default: LongitudinalDispersion.seoCheong)
    dispersionFactor = try positive("dispersion_factor", 1)
    scheme = try section.choice("scheme", default: .matchedBox)
    surfaceInflow = try section.text("surface_inflow")
    subsurfaceInflow = try section.text("subsurface_inflow")
    groundwaterInflow = try section.text("groundwater_inflow")
    settings.subsurfaceShare = try share("subsurface_share", settings.subsurfaceShare)
    settings.groundwaterShare = try share("groundwater_share", settings.groundwaterShare)
    closure = settings
    guard settings.subsurfaceShare + settings.groundwaterShare <= 1 else {
      throw section.error(
        "groundwater_share", "shares of the inflow are more than all of it",
        found: "\(settings.subsurfaceShare + settings.groundwaterShare)",
        expected: "a sum of at most 1")
    }
    let parts = [surfaceInflow, subsurfaceInflow, groundwaterInflow]
    guard parts.allSatisfy({ $0 == nil }) || parts.allSatisfy({ $0 != nil }) else {
      throw section.error(
        "groundwater_inflow", "not all parts of the lateral inflow are named",
        expected: "surface_inflow, subsurface_inflow and groundwater_inflow, or none of them")
    }
  }
}
