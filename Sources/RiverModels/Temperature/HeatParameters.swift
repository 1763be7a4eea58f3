/// What may be learned of how a river takes up heat, `[reach]`; also the sensitivities to it.
public struct HeatParameters: Sendable, Equatable {
  /// 0 to 1
  public var shade: [Double]
  /// A factor on the exchange with the air, K
  public var exchangeFactor: [Double]
  /// Of groundwater in the lateral inflow, 0 to 1; not looked at where a file names the parts
  public var groundwaterShare: [Double]
  /// Over which groundwater remembers the air's temperature, days
  public var groundwaterLag: [Double]

  public init(
    shade: [Double], exchangeFactor: [Double], groundwaterShare: [Double],
    groundwaterLag: [Double]
  ) {
    self.shade = shade
    self.exchangeFactor = exchangeFactor
    self.groundwaterShare = groundwaterShare
    self.groundwaterLag = groundwaterLag
  }

  /// The same in every reach.
  public init(_ settings: HeatClosure.Settings, reachCount: Int) {
    func uniform(_ value: Double) -> [Double] { [Double](repeating: value, count: reachCount) }
    self.init(
      shade: uniform(settings.shade), exchangeFactor: uniform(settings.exchangeFactor),
      groundwaterShare: uniform(settings.groundwaterShare),
      groundwaterLag: uniform(settings.groundwaterLag))
  }

  public var reachCount: Int { shade.count }
}

/// What heats the reaches, day by day, `[reach][day]` flat; also the sensitivities to it.
public struct DailyHeat: Sendable {
  public var days: Int
  /// T_e, °C
  public var equilibriumTemperature: [Double]
  /// K/(ρ c) times its factor, m s⁻¹
  public var exchangeVelocity: [Double]
  /// Of the lateral inflow, °C
  public var lateralTemperature: [Double]

  public init(
    days: Int, equilibriumTemperature: [Double], exchangeVelocity: [Double],
    lateralTemperature: [Double]
  ) {
    self.days = days
    self.equilibriumTemperature = equilibriumTemperature
    self.exchangeVelocity = exchangeVelocity
    self.lateralTemperature = lateralTemperature
  }

  /// Days whose mean equilibrium a run begins with: a river forgets in about as long.
  static let spinUpDays = 10

  /// Temperatures before the first day, `[reach]`, °C.
  public var initialTemperatures: [Double] {
    let count = min(Self.spinUpDays, days)
    return stride(from: 0, to: equilibriumTemperature.count, by: days).map { row in
      equilibriumTemperature[row..<(row + count)].reduce(0) { $0 + max($1, 0) } / Double(count)
    }
  }

  /// The transpose of ``initialTemperatures``, added to sensitivities of this heat.
  func addInitialAdjoint(_ initial: [Double], to sensitivity: inout DailyHeat) {
    let count = min(Self.spinUpDays, days)
    for (reach, value) in initial.enumerated() {
      for place in (reach * days)..<(reach * days + count)
      where equilibriumTemperature[place] > 0 {
        sensitivity.equilibriumTemperature[place] += value / Double(count)
      }
    }
  }
}
