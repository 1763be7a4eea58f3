/// What a network's heat remembers between steps, `[reach]` in network order.
public struct TemperatureState: Sendable, Equatable {
  /// S, m³ °C
  public var heat: [Double]
  /// °C, at the lower ends
  public var temperature: [Double]
  /// W = V + V_min, m³
  public var storage: [Double]
  /// m³ °C that warming must repay
  public var iceHeat: [Double]
  /// X of the last step
  public var weighting: [Double]

  public init(
    heat: [Double], temperature: [Double], storage: [Double], iceHeat: [Double],
    weighting: [Double]
  ) {
    self.heat = heat
    self.temperature = temperature
    self.storage = storage
    self.iceHeat = iceHeat
    self.weighting = weighting
  }

  /// Reaches filled evenly with water of given temperatures, without ice.
  /// - Parameters:
  ///   - temperatures: of the reaches, °C
  ///   - storages: V, m³
  ///   - leastStorage: volume below which a reach is not emptied, m³
  public init(temperatures: [Double], storages: [Double], leastStorage: Double) {
    let volumes = storages.map { $0 + leastStorage }
    self.init(
      heat: zip(volumes, temperatures).map { $0 * $1 }, temperature: temperatures,
      storage: volumes, iceHeat: volumes.map { _ in 0 }, weighting: volumes.map { _ in 0 })
  }

  var members: [[Double]] { [heat, temperature, storage, iceHeat, weighting] }
}

/// Heat that came, went and stayed, m³ °C: times ρ c it is J above 0 °C.
public struct HeatBalance: Sendable, Equatable {
  /// With the lateral inflow
  public var lateral = 0.0
  /// Through the surface
  public var exchanged = 0.0
  /// Where the router's storage changed by more or less than its fluxes say
  public var made = 0.0
  /// Out of the network
  public var outflow = 0.0
  /// Of the water, less what ice owes
  public var storageChange = 0.0
  /// Sum of the amounts of what came and went
  public var turnover = 0.0

  public init(
    lateral: Double = 0, exchanged: Double = 0, made: Double = 0, outflow: Double = 0,
    storageChange: Double = 0, turnover: Double = 0
  ) {
    self.lateral = lateral
    self.exchanged = exchanged
    self.made = made
    self.outflow = outflow
    self.storageChange = storageChange
    self.turnover = turnover
  }

  /// What is not accounted for, over the turnover: round-off.
  public var relativeResidual: Double {
    (lateral + exchanged + made - outflow - storageChange)
      / Swift.max(turnover, .leastNormalMagnitude)
  }

  public static func += (a: inout HeatBalance, b: HeatBalance) {
    a.lateral += b.lateral
    a.exchanged += b.exchanged
    a.made += b.made
    a.outflow += b.outflow
    a.storageChange += b.storageChange
    a.turnover += b.turnover
  }
}
