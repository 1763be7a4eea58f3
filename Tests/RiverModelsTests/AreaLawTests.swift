import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import Testing

@Suite struct AreaLawTests {
  @Test func exactDataGiveTheirLaw() throws {
    let areas = randomAreas(200, seed: 1)
    let law = try AreaLaw(
      fitting: areas.map { 0.07 * pow($0 / 50, -0.12) }, areas: areas, referenceArea: 50)
    #expect(isClose(law.coefficient, 0.07, tolerance: 1e-13, scale: 0))
    #expect(isClose(law.exponent, -0.12, tolerance: 1e-12, scale: 0))
    #expect(law.exponentInterval.upperBound - law.exponentInterval.lowerBound < 1e-13)
    #expect(law.residualStandardDeviation < 1e-13)
    #expect(isClose(law.explainedVariance ?? 0, 1, tolerance: 1e-14))
    #expect(law.reachCount == 200)
    #expect(isClose(law.value(at: 700), 0.07 * pow(14, -0.12), tolerance: 1e-12, scale: 0))
  }

  /// ln A = 1...5, ln v = 1, 2, 1.3, 3.75, 2.25: by hand, slope 0.425, intercept 0.785, residual
  /// sum of squares 2.79075, sum of squares of ln A 10; t(0.975, 3) = 3.18244630528371 from tables.
  @Test func noisyDataAgreeWithHandComputation() throws {
    let areas = (1...5).map { exp(Double($0)) }
    let values = [1, 2, 1.3, 3.75, 2.25].map { exp($0) }
    let law = try AreaLaw(fitting: values, areas: areas, referenceArea: 1)
    #expect(isClose(law.exponent, 0.425, tolerance: 1e-13))
    #expect(isClose(law.coefficient, exp(0.785), tolerance: 1e-13))
    #expect(isClose(law.residualStandardDeviation, 0.93025.squareRoot(), tolerance: 1e-13))
    #expect(isClose(law.exponentStandardError, 0.093025.squareRoot(), tolerance: 1e-13))
    let half = 3.182_446_305_283_71 * 0.093025.squareRoot()
    #expect(isClose(law.exponentInterval.lowerBound, 0.425 - half, tolerance: 1e-12))
    #expect(isClose(law.exponentInterval.upperBound, 0.425 + half, tolerance: 1e-12))
    #expect(isClose(law.explainedVariance ?? 0, 1 - 2.79075 / 4.597, tolerance: 1e-13))
    // Another reference area moves the coefficient along the law and nothing else.
    let moved = try AreaLaw(fitting: values, areas: areas, referenceArea: exp(2))
    #expect(isClose(moved.coefficient, exp(0.785 + 0.85), tolerance: 1e-13))
    #expect(isClose(moved.exponent, law.exponent, tolerance: 1e-14))
  }

  /// Of 2,000 noisy samples of six reaches the interval holds the true exponent in 95 %, within
  /// four standard errors; with normal quantiles in place of Student's it would be about 88 %.
  @Test func intervalHoldsTheExponentAsOftenAsItSays() throws {
    var generator = Xoshiro256StarStar(seed: 12)
    let areas = [1.0, 5, 20, 90, 400, 3000]
    var held = 0
    for _ in 0..<2000 {
      let values = areas.map { 0.06 * pow($0, -0.1) * exp(0.2 * generator.nextNormal()) }
      let law = try AreaLaw(fitting: values, areas: areas, referenceArea: 1)
      if law.exponentInterval.contains(-0.1) { held += 1 }
    }
    #expect(abs(Double(held) - 1900) < 4 * (2000 * 0.95 * 0.05).squareRoot())
  }

  @Test func constantValuesHaveNoVarianceToExplain() throws {
    let law = try AreaLaw(fitting: [1, 1, 1], areas: [1, 2, 3], referenceArea: 1)
    #expect(law.explainedVariance == nil)
    #expect(law.exponent == 0)
  }

  @Test func faultyInputIsRefused() {
    func refused(_ values: [Double], _ areas: [Double], confidence: Double = 0.95) -> InputError? {
      #expect(throws: InputError.self) {
        try AreaLaw(
          fitting: values, areas: areas, referenceArea: 1, confidence: confidence)
      }
    }
    #expect(refused([1, 2], [1, 2]) != nil)
    #expect(refused([1, 2, 3], [1, 2]) != nil)
    #expect(refused([1, 0, 3], [1, 2, 3])?.ids == ["reach[1]"])
    #expect(refused([1, 2, 3], [1, 2, .nan])?.ids == ["reach[2]"])
    #expect(refused([1, 2, 3], [4, 4, 4])?.found == "4.0 km2")
    #expect(refused([1, 2, 3], [1, 2, 3], confidence: 1) != nil)
  }
}
