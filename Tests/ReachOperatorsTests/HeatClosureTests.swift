import Foundation
import ReachOperators
import TestSupport
import Testing

@Suite("Closures of heat: derivatives against dual numbers")
struct HeatClosureTests {
  private func flux<Number: LaneNumber>(shade: Number, cloud: Double) -> SurfaceHeatFlux<Number> {
    SurfaceHeatFlux(
      weather: .init(
        shortwave: Number(constant: 310), airTemperature: Number(constant: 17),
        relativeHumidity: Number(constant: 0.6), cloudCover: Number(constant: cloud),
        windSpeed: Number(constant: 2.5), pressure: Number(constant: 985)),
      surface: .init(
        shade: shade, bedTemperature: Number(constant: 11), friction: Number(constant: 4)))
  }

  @Test(arguments: [0.0, 0.4, 1.0])
  func everyTermsDerivative(cloud: Double) {
    for water in stride(from: 0.0, through: 30, by: 2.5) {
      let dual = flux(shade: DualNumber(0.3), cloud: cloud)
        .terms(waterTemperature: DualNumber(water, derivative: 1)).net
      let plain = flux(shade: 0.3, cloud: cloud).terms(waterTemperature: water)
      #expect(abs(dual.value - plain.net) <= 1e-12 * abs(plain.longwaveOut))
      #expect(abs(dual.derivative - plain.derivative) <= 1e-12 * abs(plain.derivative))
    }
  }

  @Test func shade() {
    let exchange = flux(shade: 0.3, cloud: 0.4).linearized(at: 15)
    let dual = flux(shade: DualNumber(0.3, derivative: 1), cloud: 0.4)
      .linearized(at: DualNumber(15))
    let found = flux(shade: 0.3, cloud: 0.4).shadeAdjoint(
      of: exchange, equilibriumTemperature: 1)
    #expect(abs(found - dual.equilibriumTemperature.derivative) <= 1e-11 * abs(found))
    #expect(dual.coefficient.derivative == 0 && found < 0)
  }

  @Test func equilibriumIsWhereNothingIsExchanged() {
    let flux = flux(shade: 0.1, cloud: 0.2)
    let equilibrium = flux.equilibrium()
    let there = flux.terms(waterTemperature: equilibrium.equilibriumTemperature)
    #expect(abs(there.net) < 1e-10 && equilibrium.coefficient == -there.derivative)
  }

  @Test func headwater() {
    let curve = MohseniStefan(lowest: 0.8, highest: 26, inflexion: 13, steepness: 0.2)
    for air in [-5.0, 8, 13, 28] {
      let (toAir, adjoint) = curve.adjoint(air: air, temperature: 1)
      let found = [
        toAir, adjoint.lowest, adjoint.highest, adjoint.inflexion, adjoint.steepness,
      ]
      for input in 0..<5 {
        func number(_ value: Double, _ index: Int) -> DualNumber {
          DualNumber(value, derivative: index == input ? 1 : 0)
        }
        let dual = MohseniStefan(
          lowest: number(0.8, 1), highest: number(26, 2), inflexion: number(13, 3),
          steepness: number(0.2, 4)
        ).temperature(air: number(air, 0))
        #expect(abs(dual.derivative - found[input]) <= 1e-12 * max(1, abs(found[input])))
      }
    }
  }

  @Test func gammaKernelIsTheTransposeOfItsDerivative() {
    let values = (0..<80).map { 10 * sin(0.2 * Double($0)) + Double($0 % 7) }
    let seeds = values.indices.map { cos(Double($0)) }
    func total(_ lag: Double, _ shape: Double, _ series: [Double]) -> Double {
      let kernel = GammaKernel(meanLag: lag, shape: shape, length: 40)
      return zip(kernel.average(series), seeds).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let adjoint = GammaKernel(meanLag: 6, shape: 1.7, length: 40)
      .adjoint(values, average: seeds)
    // Fourth-order differences: exact to about 1e-10 here.
    func slope(_ f: (Double) -> Double) -> Double {
      let h = 1e-3
      return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h)
    }
    let lag = slope { total(6 + $0, 1.7, values) }
    let shape = slope { total(6, 1.7 + $0, values) }
    #expect(abs(adjoint.meanLag - lag) <= 1e-8 * max(1, abs(lag)))
    #expect(abs(adjoint.shape - shape) <= 1e-8 * max(1, abs(shape)))
    // Linear in the series.
    let product = zip(adjoint.values, values).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(product - total(6, 1.7, values)) <= 1e-11)
    #expect(abs(GammaKernel(meanLag: 6).weights.reduce(0, +) - 1) < 1e-14)
  }
}
