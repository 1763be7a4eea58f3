import SpaceTimeSweep

/// What drives the heat of a network: one series for each member of the box's forcing.
public struct HeatForcing<Scalar: BinaryFloatingPoint & BitwiseCopyable & Sendable>: Sendable {
  public typealias Series = SteppedSeries<Scalar>

  /// Means of each step at the reaches' lower ends, m³ s⁻¹
  public var discharge: Series
  /// At the end of each step, m³
  public var storage: Series
  /// m³ s⁻¹
  public var lateral: Series
  /// °C
  public var lateralTemperature: Series
  /// Water surface × K/(ρ c), m³ s⁻¹
  public var exchange: Series
  /// °C
  public var equilibriumTemperature: Series

  public init(
    discharge: Series, storage: Series, lateral: Series, lateralTemperature: Series,
    exchange: Series, equilibriumTemperature: Series
  ) {
    self.discharge = discharge
    self.storage = storage
    self.lateral = lateral
    self.lateralTemperature = lateralTemperature
    self.exchange = exchange
    self.equilibriumTemperature = equilibriumTemperature
  }

  /// In the order of `MatchedBox.Forcing`.
  var members: [Series] {
    [discharge, storage, lateral, lateralTemperature, exchange, equilibriumTemperature]
  }
}
