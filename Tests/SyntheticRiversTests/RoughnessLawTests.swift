import Foundation
import RiverNetworks
import SyntheticRivers
import Testing

@Suite struct RoughnessLawTests {
  private let areas: [Double] = (0..<2_000).map { 10 * exp(Double($0) / 200) }

  /// Intercept and slope of ln n on ln(A / A₀), and the residuals' standard deviation.
  private func regression(
    _ values: [Double]
  ) -> (coefficient: Double, slope: Double, rest: Double) {
    let x = areas.map { log($0 / 100) }
    let y = values.map { log($0) }
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let slope = covariance / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let intercept = meanY - slope * meanX
    let squares = zip(x, y).reduce(0.0) { sum, point in
      let rest = point.1 - intercept - slope * point.0
      return sum + rest * rest
    }
    return (exp(intercept), slope, (squares / count).squareRoot())
  }

  @Test func `regression recovers the law exactly without scatter`() throws {
    let truth = try RoughnessLaw(exponent: -0.1).roughness(drainageSquareKilometres: areas)
    #expect(truth.raisedCount == 0)
    #expect(truth.loweredCount == 0)
    let found = regression(truth.values)
    #expect(abs(found.coefficient - 0.06) < 1e-12)
    #expect(abs(found.slope + 0.1) < 1e-12)
    #expect(found.rest < 1e-12)
  }

  @Test func `the defaults`() throws {
    let values = try RoughnessLaw().roughness(drainageSquareKilometres: [100, 10_000]).values
    #expect(abs(values[0] - 0.06) < 1e-15)
    #expect(abs(values[1] - 0.06 * pow(100, -0.15)) < 1e-15)
  }

  @Test func `scatter has the spread asked for and its own seed`() throws {
    let law = RoughnessLaw(exponent: -0.05, scatter: 0.2, seed: 1)
    let truth = try law.roughness(drainageSquareKilometres: areas)
    let found = regression(truth.values)
    #expect((0.19...0.21).contains(found.rest))
    #expect((-0.06 ... -0.04).contains(found.slope))
    #expect(try law.roughness(drainageSquareKilometres: areas) == truth)
    var other = law
    other.seed = 2
    #expect(try other.roughness(drainageSquareKilometres: areas).values != truth.values)
  }

  @Test func `what is bounded is counted`() throws {
    let law = RoughnessLaw(coefficient: 0.1, exponent: -0.5)
    // 0.1 (A / 100)^-0.5: 1 km² gives 1, 100 km² 0.1, 10,000 km² 0.01.
    let truth = try law.roughness(drainageSquareKilometres: [1, 4, 100, 10_000])
    #expect(truth.values == [0.25, 0.25, 0.1, 0.015])
    #expect(truth.loweredCount == 2)
    #expect(truth.raisedCount == 1)
  }

  @Test func `a step changes large rivers only`() throws {
    let plain = try RoughnessLaw().roughness(drainageSquareKilometres: areas).values
    let law = RoughnessLaw(step: .init(fromSquareKilometres: 1_000, factor: 1.5))
    let stepped = try law.roughness(drainageSquareKilometres: areas).values
    for reach in areas.indices where plain[reach] > 0.015 {
      let factor = areas[reach] >= 1_000 ? 1.5 : 1
      #expect(abs(stepped[reach] / plain[reach] - factor) < 1e-12)
    }
  }

  @Test(arguments: [0, -5, Double.nan, .infinity])
  func `an impossible area is refused`(area: Double) {
    #expect(throws: InputError.self) {
      try RoughnessLaw().roughness(drainageSquareKilometres: [100, area])
    }
  }
}
