import Foundation
import ReachOperators
import Testing

@Suite(
  .enabled(
    if: TemperatureGoldenFile.isThere, Comment(rawValue: TemperatureGoldenFile.absence)))
struct TemperatureClosureParityTests {
  private func expect(
    _ found: Double, _ expected: Double, within tolerance: Double = 1e-9, _ what: String
  ) {
    #expect(abs(found - expected) <= tolerance * max(1, abs(expected)), "\(what)")
  }

  @Test func everyFileIsKnown() {
    #expect(!TemperatureGoldenFile.all.isEmpty)
    for file in TemperatureGoldenFile.all where file.kind == nil {
      Issue.record("\(file.name): columns \(file.columns.joined(separator: ", "))")
    }
  }

  @Test(arguments: TemperatureGoldenFile.all(.heatFlux))
  func heatFlux(_ golden: TemperatureGoldenFile) {
    for row in 0..<golden.count {
      func given(_ column: String) -> Double { golden.number(row, column) }
      let flux = SurfaceHeatFlux<Double>(
        weather: .init(
          shortwave: given("sw_in_Wm2"), airTemperature: given("T_air_C"),
          relativeHumidity: given("rel_humidity"), cloudCover: given("cloud"),
          windSpeed: given("wind_ms"), pressure: given("pressure_hPa")),
        surface: .init(
          shade: given("shade"), albedo: given("albedo"), bedTemperature: given("T_bed_C"),
          bedConductance: given("bed_conductivity_WmK") / given("bed_depth_m"),
          friction: SurfaceHeatFlux<Double>.Surface.friction(
            discharge: given("Q_m3s"), slope: given("slope"), width: given("width_m")),
          windConstant: given("wind_a_m_s_hPa"), windFactor: given("wind_b_1_hPa")))
      let terms = flux.terms(waterTemperature: given("T_water_C"))
      let found = [
        ("H_sw", terms.shortwave), ("H_lw_in", terms.longwaveIn),
        ("H_lw_out", terms.longwaveOut), ("H_latent", terms.latent),
        ("H_sensible", terms.sensible), ("H_bed", terms.bed), ("H_friction", terms.friction),
        ("H_net", terms.net), ("dHnet_dTw", terms.derivative),
      ]
      for (column, value) in found { expect(value, given(column), "\(column), row \(row)") }
      let equilibrium = flux.equilibrium()
      expect(equilibrium.equilibriumTemperature, given("T_equilibrium_C"), "T_e, row \(row)")
      expect(equilibrium.coefficient, given("K_at_equilibrium_Wm2K"), "K, row \(row)")
      let vapour =
        given("rel_humidity")
        * SurfaceHeatFlux<Double>.saturationVapourPressure(given("T_air_C"))
      expect(
        SurfaceHeatFlux<Double>.brutsaertEmissivity(
          vapourPressure: vapour, airTemperature: given("T_air_C")),
        given("emissivity_brutsaert_clear"), "Brutsaert, row \(row)")
      expect(
        SurfaceHeatFlux<Double>.bruntEmissivity(vapourPressure: vapour),
        given("emissivity_brunt_clear"), "Brunt, row \(row)")
    }
  }

  @Test(arguments: TemperatureGoldenFile.all(.dispersion))
  func dispersion(_ golden: TemperatureGoldenFile) {
    let columns: [(LongitudinalDispersion, String)] = [
      (.fischer, "fischer1979"), (.iwasaAya, "iwasa_aya1991"), (.seoCheong, "seo_cheong1998"),
      (.deng, "deng2001"), (.kashefipourFalconer, "kashefipour_falconer2002_eq1"),
      (.kashefipourFalconerWide, "kashefipour_falconer2002_eq2"), (.zengHuai, "zeng_huai2014"),
    ]
    for row in 0..<golden.count {
      for (formula, column) in columns {
        expect(
          formula.coefficient(
            velocity: golden.number(row, "U_ms"), width: golden.number(row, "W_m"),
            depth: golden.number(row, "H_m"), shearVelocity: golden.number(row, "ustar_ms")),
          golden.number(row, column), "\(column), row \(row)")
      }
    }
  }

  /// The table's air temperature is the temperature with which the reach begins.
  @Test(arguments: TemperatureGoldenFile.all(.steadyModel))
  func steadyModel(_ golden: TemperatureGoldenFile) {
    for row in 0..<golden.count {
      func given(_ column: String) -> Double { golden.number(row, column) }
      let reach = SteadyReach(
        airTemperature: golden.columns.contains("T_air_C") ? given("T_air_C") : given("T0_C"),
        relativeHumidity: given("rel_humidity"), cloudCover: given("cloud"),
        evaporation: given("evap_m_s"), shortwave: given("sw_Wm2"), shade: given("shade"),
        vegetationShade: given("shade_veg"), albedo: given("albedo"),
        pressure: given("pressure_hPa"), groundTemperature: given("T_ground_C"),
        slope: given("slope"), width: given("width_m"), length: given("length_m"))
      let quartic = reach.quartic(discharge: given("Q_up_m3s"))
      let result = reach.outflow(
        upstream: (given("Q_up_m3s"), given("T0_C")),
        lateral: (given("Q_lat_m3s"), given("T_lat_C")))
      let found = [
        ("A", quartic.a), ("B", quartic.b), ("C", quartic.c), ("D", quartic.d),
        ("T_equilibrium_C", result.equilibriumTemperature), ("K1", result.firstCoefficient),
        ("K2", result.secondCoefficient), ("T_star_C", result.asymptote), ("r", result.remainder),
        ("T_out_C", result.temperature),
      ]
      for (column, value) in found { expect(value, given(column), "\(column), row \(row)") }
    }
  }

  @Test(arguments: TemperatureGoldenFile.all(.laggedAir))
  func laggedAir(_ golden: TemperatureGoldenFile) {
    func given(_ name: String) -> Double { TemperatureGoldenFile.parameter("lag", name) }
    let frequency = 2 * Double.pi / given("year_days")
    func wave(_ day: Double, delay: Double = 0) -> Double {
      cos(frequency * (day - given("d0")) - delay)
    }
    // Long enough before the first day for the slowest memory to forget.
    let before = 6_000
    for row in 0..<golden.count {
      let lag = golden.number(row, "tau_days_or_depth_m")
      let day = Int(golden.number(row, "day"))
      let air = (-before...day).map { given("Tm") + given("Ta") * wave(Double($0)) }
      let found: Double
      switch golden.text(row, "kind") {
      case let kind where kind.hasPrefix("moving"):
        found = LaggedAverage.trailingMean(air, days: Int(lag)).last!
      case let kind where kind.hasPrefix("exponential"):
        found = LaggedAverage.exponential(air, days: lag).last!
      case let kind where kind.hasPrefix("ground"):
        let ground = LaggedAverage.ground(
          depth: lag, diffusivity: given("alpha"), period: given("year_days") * 86_400)
        found = given("Tm") + given("Ta") * ground.gain * wave(Double(day), delay: ground.delay)
      case let kind:
        Issue.record("\(golden.name): kind \(kind)")
        return
      }
      expect(found, golden.number(row, "T_C"), "row \(row)")
    }
  }
}
