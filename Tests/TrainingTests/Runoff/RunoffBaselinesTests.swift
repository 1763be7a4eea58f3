import Foundation
import NeuralNetworks
import RiverNetworks
import Testing

import Training

@Suite struct RunoffBaselinesTests {
  static let rain: [Double] = {
    var generator = Xoshiro256StarStar(seed: 3)
    return (0..<800).map { _ in max(4 * generator.nextNormal(), 0) }
  }()
  static let daysOfYear = (0..<800).map { $0 % 366 + 1 }

  @Test func aReservoirIsFoundAgain() throws {
    let time = RainReservoir.storageTimes[9]
    let kept = exp(-1 / time)
    var contents = 0.0
    let observed = Self.rain.map { rain -> Double in
      contents = contents * kept + rain
      return 0.4 * (1 - kept) * contents + 0.3
    }
    let baselines = try RunoffBaselines(
      observed: observed, precipitation: Self.rain, daysOfYear: Self.daysOfYear,
      training: [50..<300, 350..<500])
    #expect(baselines.reservoir.days == time)
    #expect(abs(baselines.reservoir.share - 0.4) < 1e-10)
    #expect(abs(baselines.reservoir.base - 0.3) < 1e-10)
    for day in 0..<800 { #expect(abs(baselines.reservoirRunoff[day] - observed[day]) < 1e-9) }
  }

  @Test func nothingOfTheTestDaysReachesTheFit() throws {
    var observed = Self.rain.map { 0.2 * $0 }
    func fitted() throws -> RunoffBaselines {
      try RunoffBaselines(
        observed: observed, precipitation: Self.rain, daysOfYear: Self.daysOfYear,
        training: [0..<400])
    }
    let before = try fitted()
    for day in 400..<800 { observed[day] = 1_000 }
    let after = try fitted()
    #expect(after.reservoir == before.reservoir)
    #expect(after.climatology == before.climatology)
  }

  @Test func persistenceIsYesterday() throws {
    var observed = Self.rain
    observed[70] = .nan
    let baselines = try RunoffBaselines(
      observed: observed, precipitation: Self.rain, daysOfYear: Self.daysOfYear,
      training: [0..<400])
    #expect(baselines.persistence[0].isNaN)
    #expect(baselines.persistence[71].isNaN)
    #expect(baselines.persistence[72] == observed[71])
  }

  @Test func climatologyIsTheMeanOfThirtyOneDays() throws {
    // One year, on which every day has its own value.
    let observed = (0..<366).map { Double($0) }
    let baselines = try RunoffBaselines(
      observed: observed, precipitation: Array(Self.rain[..<366]),
      daysOfYear: (0..<366).map { $0 + 1 }, training: [0..<366])
    #expect(baselines.climatology[100] == 100)
    // Around New Year: 351 ... 365 and 0 ... 15.
    #expect(abs(baselines.climatology[0] - (358.0 * 15 + 7.5 * 16) / 31) < 1e-9)
  }

  @Test func aCatchmentWithoutObservationIsRefused() {
    #expect(throws: InputError.self) {
      try RunoffBaselines(
        observed: Self.rain.map { _ in .nan }, precipitation: Self.rain,
        daysOfYear: Self.daysOfYear, training: [0..<400])
    }
  }
}
