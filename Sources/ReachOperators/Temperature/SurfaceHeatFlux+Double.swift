/// The equilibrium in double precision, specialised here: called from another module the generic
/// formulas cost ten times as much.
extension SurfaceHeatFlux where Number == Double {
  /// ``equilibrium()``
  public static func equilibrium(
    _ weather: Weather, _ surface: Surface
  ) -> LinearHeatExchange<Double> {
    SurfaceHeatFlux<Double>(weather: weather, surface: surface).equilibrium()
  }

  /// ``equilibriumAdjoint(of:coefficient:equilibriumTemperature:)``
  public static func equilibriumAdjoint(
    _ weather: Weather, _ surface: Surface, of exchange: LinearHeatExchange<Double>,
    coefficient: Double, equilibriumTemperature: Double
  ) -> (shade: Double, bedTemperature: Double) {
    SurfaceHeatFlux<Double>(weather: weather, surface: surface).equilibriumAdjoint(
      of: exchange, coefficient: coefficient, equilibriumTemperature: equilibriumTemperature)
  }
}
