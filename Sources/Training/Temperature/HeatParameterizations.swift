import RiverModels

/// Where the parameters of a river's heat come from.
public struct HeatParameterizations: Sendable {
  /// 0 to 1
  public var shade: any Parameterization
  /// A factor on the exchange with the air.
  public var exchangeFactor: any Parameterization
  /// A factor on the formula's dispersion.
  public var dispersionFactor: any Parameterization
  /// Of groundwater in the lateral inflow, 0 to 1.
  public var groundwaterShare: any Parameterization
  /// Days over which groundwater remembers the air's temperature.
  public var groundwaterLag: any Parameterization

  public init(
    shade: any Parameterization, exchangeFactor: any Parameterization,
    dispersionFactor: any Parameterization, groundwaterShare: any Parameterization,
    groundwaterLag: any Parameterization
  ) {
    self.shade = shade
    self.exchangeFactor = exchangeFactor
    self.dispersionFactor = dispersionFactor
    self.groundwaterShare = groundwaterShare
    self.groundwaterLag = groundwaterLag
  }

  /// With the groups of their weights, in those groups' order.
  public var grouped: [(group: RoutingWeights.Group, parameterization: any Parameterization)] {
    [
      (.shade, shade), (.exchangeFactor, exchangeFactor), (.dispersionFactor, dispersionFactor),
      (.groundwaterShare, groundwaterShare), (.groundwaterLag, groundwaterLag),
    ]
  }

  func values(_ weights: RoutingWeights) -> HeatParameters {
    HeatParameters(
      shade: shade.values(weights: weights[.shade]),
      exchangeFactor: exchangeFactor.values(weights: weights[.exchangeFactor]),
      groundwaterShare: groundwaterShare.values(weights: weights[.groundwaterShare]),
      groundwaterLag: groundwaterLag.values(weights: weights[.groundwaterLag]))
  }

  func dispersionFactors(_ weights: RoutingWeights) -> [Double] {
    dispersionFactor.values(weights: weights[.dispersionFactor])
  }

  /// From sensitivities to the values to sensitivities to the weights, group after group.
  func pulledBack(
    _ heat: HeatParameters, dispersionFactors: [Double], weights: RoutingWeights
  ) -> [Double] {
    shade.pullback(weights: weights[.shade], valueGradient: heat.shade)
      + exchangeFactor.pullback(
        weights: weights[.exchangeFactor], valueGradient: heat.exchangeFactor)
      + dispersionFactor.pullback(
        weights: weights[.dispersionFactor], valueGradient: dispersionFactors)
      + groundwaterShare.pullback(
        weights: weights[.groundwaterShare], valueGradient: heat.groundwaterShare)
      + groundwaterLag.pullback(
        weights: weights[.groundwaterLag], valueGradient: heat.groundwaterLag)
  }
}
