/// Constants of water and radiation, SI; temperatures in °C.
public enum WaterProperties {
  /// ρ, kg m⁻³
  public static let density = 1_000.0
  /// c, J kg⁻¹ K⁻¹
  public static let specificHeat = 4_184.0
  /// ρ c, J m⁻³ K⁻¹
  public static let heatCapacity = density * specificHeat
  /// σ, W m⁻² K⁻⁴ (CODATA 2018)
  public static let stefanBoltzmann = 5.670374419e-8
  /// Standard gravity, m s⁻²
  public static let gravity = 9.80665
  /// 0 °C, K
  public static let freezingPoint = 273.15
}
