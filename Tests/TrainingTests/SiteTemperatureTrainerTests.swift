import Foundation
import RiverModels
import Testing

@testable import Training

@Suite struct SiteTemperatureTrainerTests {
  private static let season = (0..<500).map { 2 * Double.pi * Double($0) / 365.25 }
  private static let air = season.map { 11 - 11 * cos($0) + 5 * sin(23 * $0) }

  @Test func leastSquaresFindsALine() {
    let rows = (0..<30).map { [1, Double($0), sin(Double($0))] }
    let values = rows.map { 3 * $0[0] - 0.5 * $0[1] + 2 * $0[2] }
    let found = AirRegression.leastSquares(rows, values)
    for (value, expected) in zip(found, [3, -0.5, 2]) { #expect(abs(value - expected) < 1e-12) }
  }

  @Test func regressionSeesOnlyWhatItIsShown() {
    var observed = Self.air.map { 0.7 * $0 + 4 }
    for day in 250..<observed.count { observed[day] = .nan }
    let line = AirRegression(.laggedAir, sites: [(Self.air, Self.season, observed)])
    let found = line.temperatures(air: Self.air, season: Self.season)
    for (value, air) in zip(found, Self.air) { #expect(abs(value - (0.7 * air + 4)) < 1e-9) }
    #expect(
      AirRegression(.sameDayAir, sites: []).temperatures(air: [3, 4], season: [0, 0]) == [3, 4])
  }

  @Test func truthIsFoundAgain() throws {
    let model = try SiteTemperature(
      sites: [
        .init(airTemperature: Self.air, logDischarge: Self.season.map { 0.4 * sin(5 * $0) })
      ], season: Self.season)
    let truth = [0.5, -0.3, 0.1, 0.4, -0.2, 0.6, 0.3, -0.4, 0.2]
    var observed = model.temperatures(weights: truth)
    for day in 300..<500 { observed[0][day] = .nan }
    var trainer = SiteTemperatureTrainer()
    trainer.iterations = 300
    let outcome = try trainer.train(model, observed: observed)
    let found = model.temperatures(weights: outcome.weights)[0]
    let expected = model.temperatures(weights: truth)[0]
    let start = model.temperatures(weights: truth.map { _ in 0 })[0]
    func error(_ values: [Double]) -> Double {
      let squares = (300..<500).map { (values[$0] - expected[$0]) * (values[$0] - expected[$0]) }
      return (squares.reduce(0, +) / 200).squareRoot()
    }
    #expect(error(found) < 0.1 && error(start) > 1)
    #expect(outcome.leftOut.isEmpty && outcome.regularization == 1)
  }
}
