import Foundation
import RiverModels
import Testing

@Suite struct StudentDistributionTests {
  static let quantiles: [(Double, [Double])] = [
    (3.0, [1.637_744_353_696_209, 3.182_446_305_283_708, 12.923_978_636_687_96]),
    (4.0, [1.533_206_274_058_944, 2.776_445_105_197_793, 8.610_301_581_379_522]),
    (10.0, [1.372_183_641_110_336, 2.228_138_851_986_274, 4.586_893_858_702_708]),
    (30.0, [1.310_415_025_391_395, 2.042_272_456_301_238, 3.645_958_635_042_063]),
    (100.0, [1.290_074_761_346_516, 1.983_971_518_523_552, 3.390_491_311_164_263]),
    (1000.0, [1.282_398_721_460_925, 1.962_339_080_826_408, 3.300_282_648_423_944]),
    (50_000.0, [1.281_568_497_468_301, 1.960_011_431_093_680, 3.290_721_336_558_825]),
  ]

  /// Quantiles at 0.9, 0.975 and 0.9995, from SciPy (`scipy.stats.t.ppf`).
  @Test(arguments: quantiles)
  func quantilesAgreeWithTables(degreesOfFreedom: Double, expected: [Double]) {
    let student = StudentDistribution(degreesOfFreedom: degreesOfFreedom)
    for (probability, quantile) in zip([0.9, 0.975, 0.9995], expected) {
      let found = student.quantile(probability)
      #expect(isClose(found, quantile, tolerance: 1e-13), "\(found)")
      #expect(isClose(student.quantile(1 - probability), -found, tolerance: 1e-11))
      #expect(isClose(student.probability(below: found), probability, tolerance: 1e-14))
    }
    #expect(student.quantile(0.5) == 0)
  }

  /// One degree of freedom is Cauchy's distribution, two have a closed form.
  @Test(arguments: [0.001, 0.2, 0.45, 0.55, 0.75, 0.975, 0.9999])
  func closedForms(_ probability: Double) {
    let cauchy = StudentDistribution(degreesOfFreedom: 1).quantile(probability)
    #expect(isClose(cauchy, tan(Double.pi * (probability - 0.5)), tolerance: 1e-12))
    let two = StudentDistribution(degreesOfFreedom: 2).quantile(probability)
    let closed =
      (2 * probability - 1) * (1 / (2 * probability * (1 - probability))).squareRoot()
    #expect(isClose(two, closed, tolerance: 1e-12))
  }

  @Test func tailsAreFinite() {
    let student = StudentDistribution(degreesOfFreedom: 5)
    #expect(student.probability(below: .infinity) == 1)
    #expect(student.probability(below: -.infinity) == 0)
    #expect(student.probability(below: 0) == 0.5)
    #expect(student.probability(below: -1e100) >= 0)
    #expect(student.quantile(1e-12) < -100)
  }
}
