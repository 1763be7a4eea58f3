/// Heat exchange as a straight line: H ≈ K (Te - Tw).
public struct LinearHeatExchange<Number: LaneNumber>: Sendable {
  /// K, W m⁻² K⁻¹
  public var coefficient: Number
  /// Te, °C: where no heat is exchanged
  public var equilibriumTemperature: Number

  public init(coefficient: Number, equilibriumTemperature: Number) {
    self.coefficient = coefficient
    self.equilibriumTemperature = equilibriumTemperature
  }
}

extension SurfaceHeatFlux {
  /// Smallest K, W m⁻² K⁻¹, so that Te stays finite.
  static var leastCoefficient: Double { 1 }
  /// Newton's method squares its error in each round; from any start within 60 K eight rounds end in
  /// round-off.
  static var rounds: Int { 8 }

  /// The tangent at one temperature: K = max(-H'(T₀), 1), Te = T₀ + H(T₀)/K.
  public func linearized(at temperature: Number) -> LinearHeatExchange<Number> {
    let terms = terms(waterTemperature: temperature)
    let coefficient = Number.larger(-terms.derivative, Number(constant: Self.leastCoefficient))
    return LinearHeatExchange(
      coefficient: coefficient, equilibriumTemperature: temperature + terms.net / coefficient)
  }

  /// The temperature at which H = 0, by Newton's method from the air's, and K there.
  public func equilibrium() -> LinearHeatExchange<Number> {
    var temperature = weather.airTemperature
    for _ in 0..<Self.rounds {
      temperature = linearized(at: temperature).equilibriumTemperature
    }
    let slope = terms(waterTemperature: temperature).derivative
    return LinearHeatExchange(coefficient: -slope, equilibriumTemperature: temperature)
  }

  /// Sensitivity of the tangent to the shade, T₀ held: dK/dshade = 0, dTe/dshade = (dH/dshade)/K.
  public func shadeAdjoint(
    of exchange: LinearHeatExchange<Number>, equilibriumTemperature adjoint: Number
  ) -> Number {
    adjoint * shadeDerivative / exchange.coefficient
  }

  /// The transpose of the derivative of ``equilibrium()`` with respect to shade and the bed's
  /// temperature.
  ///
  ///     dTe/dx = (dH/dx)/K     dK/dx = -H''(Te) dTe/dx        x = shade, T_b
  public func equilibriumAdjoint(
    of exchange: LinearHeatExchange<Number>, coefficient: Number, equilibriumTemperature: Number
  ) -> (shade: Number, bedTemperature: Number) {
    let total =
      equilibriumTemperature
      - coefficient * curvature(waterTemperature: exchange.equilibriumTemperature)
    let scaled = total / exchange.coefficient
    return (scaled * shadeDerivative, scaled * surface.bedConductance)
  }

  /// H'' = d²H/dTw², W m⁻² K⁻².
  func curvature(waterTemperature water: Number) -> Number {
    let two = Number(constant: 2)
    let saturation = Self.saturationVapourPressure(water)
    let slope = Self.saturationSlope(water, pressure: saturation)
    let shifted = water + Number(constant: Self.magnus.offset)
    // e_s'' = e_s' (a b/(T+b)² - 2/(T+b))
    let bend =
      slope
      * (Number(constant: Self.magnus.factor * Self.magnus.offset) / (shifted * shifted)
        - two / shifted)
    let rate = Number(constant: WaterProperties.density) * windFunction
    let decrease = Number(constant: Self.latentHeatDecrease)
    let psychrometric = Number(constant: Self.psychrometricFactor) * weather.pressure
    let kelvin = water + Number(constant: WaterProperties.freezingPoint)
    return two * (rate * (decrease * slope)) - rate * (Self.latentHeat(water) * bend)
      + two * (rate * (psychrometric * decrease))
      - Number(constant: 12) * Self.radiation(water) / (kelvin * kelvin)
  }

  /// dH/dshade, W m⁻².
  public var shadeDerivative: Number {
    let one = Number(constant: 1)
    return (Number(constant: Self.canopyEmissivity) - skyEmissivity)
      * Self.radiation(weather.airTemperature) - (one - surface.albedo) * weather.shortwave
  }
}
