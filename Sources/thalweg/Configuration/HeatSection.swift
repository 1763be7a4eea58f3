import RiverModels
import RiverNetworks

extension RunConfiguration {
  /// What is learned of the river's heat, from what, and how much it counts.
  struct HeatSection {
    var observations: SeriesSection?
    /// nil: those of discharge.
    var gauges: GaugeSection?
    var shade, exchangeFactor, dispersionFactor: ParameterSection.Parameter
    var groundwaterShare, groundwaterLag: ParameterSection.Parameter
    /// nil: 1 where discharge is observed.
    var dischargeWeight: Double?
    var temperatureWeight: Double
    /// Of the heat's parameters, times the rate.
    var rateFactor: Double

    /// The names of the parameters, in a configuration and in `parameters.nc`.
    enum Name: String, CaseIterable {
      case shade, exchangeFactor = "exchange_factor", dispersionFactor = "dispersion_factor"
      case groundwaterShare = "groundwater_share", groundwaterLag = "groundwater_lag"
    }

    subscript(name: Name) -> ParameterSection.Parameter {
      switch name {
      case .shade: shade
      case .exchangeFactor: exchangeFactor
      case .dispersionFactor: dispersionFactor
      case .groundwaterShare: groundwaterShare
      case .groundwaterLag: groundwaterLag
      }
    }

    /// Files with given values.
    var files: [String] {
      (Name.allCases.map { self[$0].file } + [observations?.file, gauges?.file]).compactMap { $0 }
    }
  }
}

extension RunConfiguration.HeatSection {
  init(
    _ root: ConfigurationSection, parameters: ConfigurationSection,
    training: ConfigurationSection, settings: HeatClosure.Settings, dispersionFactor: Double
  ) throws {
    observations = try RunConfiguration.SeriesSection(root.section("temperature_observations"))
    gauges = try RunConfiguration.GaugeSection(root.section("temperature_gauges"))
    func parameter(
      _ name: Name, _ start: Double, _ bounds: Bounds
    ) throws -> ParameterSection.Parameter {
      try ParameterSection.Parameter(
        parameters.section(name.rawValue), model: .fixed, start: start, bounds: bounds,
        variable: name.rawValue)
    }
    let share = try Bounds(lower: 0, upper: 0.95)
    shade = try parameter(.shade, settings.shade, share)
    exchangeFactor = try parameter(
      .exchangeFactor, settings.exchangeFactor, Bounds(lower: 0.2, upper: 5, scale: .logarithmic))
    self.dispersionFactor = try parameter(
      .dispersionFactor, dispersionFactor, Bounds(lower: 0.1, upper: 10, scale: .logarithmic))
    groundwaterShare = try parameter(.groundwaterShare, settings.groundwaterShare, share)
    groundwaterLag = try parameter(
      .groundwaterLag, settings.groundwaterLag, Bounds(lower: 1, upper: 365, scale: .logarithmic))
    guard groundwaterLag.model == .fixed || settings.groundMemory == .exponential else {
      throw parameters.error(
        Name.groundwaterLag.rawValue, "the days of a trailing mean cannot be learned",
        found: settings.groundMemory.rawValue, expected: "temperature.ground_memory: exponential")
    }

    func weight(_ key: String) throws -> Double? {
      guard let value = try training.number(key) else { return nil }
      guard value >= 0 else {
        throw training.error(
          key, "a weight is negative", found: "\(value)", expected: "0 or more")
      }
      return value
    }
    dischargeWeight = try weight("discharge_weight")
    temperatureWeight = try weight("temperature_weight") ?? 1
    rateFactor = try training.number("heat_rate_factor", default: 1)
  }
}
