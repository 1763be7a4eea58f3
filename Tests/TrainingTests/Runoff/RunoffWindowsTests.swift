import RiverNetworks
import Testing

import Training

@Suite struct RunoffWindowsTests {
  static let windows = try! RunoffWindows(
    period: 10..<200, heldOut: 90..<120, dayCount: 230, sequenceDays: 50, predictedDays: 20)

  @Test(arguments: 0..<6)
  func everyFittingDayIsScoredOnce(_ epoch: Int) {
    var scored = [[Int]](repeating: [Int](repeating: 0, count: 230), count: 3)
    for window in Self.windows.epoch(epoch, seed: 7, catchments: 3) {
      for day in window.scored { scored[window.catchment][day] += 1 }
      // What is scored stands among the predicted days at the sequence's end.
      #expect(window.firstDay >= 0 && window.firstDay + 50 <= 230)
      #expect(window.scored.lowerBound >= window.firstDay + 30)
      #expect(window.scored.upperBound <= window.firstDay + 50)
    }
    for catchment in 0..<3 {
      for day in 0..<230 {
        let isFitted = (30..<90).contains(day) || (120..<200).contains(day)
        #expect(scored[catchment][day] == (isFitted ? 1 : 0), "day \(day)")
      }
    }
    #expect(Self.windows.unscoredDays == 20)
  }

  @Test func followFromSeedAndEpoch() {
    let first = Self.windows.epoch(2, seed: 7, catchments: 3)
    #expect(Self.windows.epoch(2, seed: 7, catchments: 3) == first)
    #expect(Self.windows.epoch(3, seed: 7, catchments: 3) != first)
    #expect(Self.windows.epoch(2, seed: 8, catchments: 3) != first)
  }

  @Test func aPeriodThatOnlyWarmsUpIsRefused() {
    #expect(throws: InputError.self) {
      try RunoffWindows(
        period: 0..<40, heldOut: nil, dayCount: 100, sequenceDays: 60, predictedDays: 20)
    }
  }
}
