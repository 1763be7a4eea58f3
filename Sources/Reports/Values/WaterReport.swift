/// Where the water went, and what limiters did to it.
public struct WaterReport: Sendable, Equatable {
  /// m³
  public var inflow: Double
  /// m³
  public var outflow: Double
  /// m³
  public var storageChange: Double
  /// m³
  public var madeByLimiters: Double
  /// What is left over, as a share of the inflow.
  public var relativeResidual: Double
  /// Share of reach-steps in which discharge was held at its floor.
  public var flooredShare: Double
  /// Share of reach-steps outside the Courant window of the scheme.
  public var outsideCourantWindowShare: Double

  public init(
    inflow: Double, outflow: Double, storageChange: Double, madeByLimiters: Double,
    relativeResidual: Double, flooredShare: Double, outsideCourantWindowShare: Double
  ) {
    self.inflow = inflow
    self.outflow = outflow
    self.storageChange = storageChange
    self.madeByLimiters = madeByLimiters
    self.relativeResidual = relativeResidual
    self.flooredShare = flooredShare
    self.outsideCourantWindowShare = outsideCourantWindowShare
  }
}
