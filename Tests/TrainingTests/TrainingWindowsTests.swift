import RiverNetworks
import Testing
import Training

@Suite struct TrainingWindowsTests {
  private func scoredCounts(_ windows: [TrainingWindow]) -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for day in windows.lazy.flatMap(\.scored) { counts[day, default: 0] += 1 }
    return counts
  }

  @Test(
    "an epoch scores every scorable day exactly once, in windows of full length",
    arguments: [
      (5_113, 90, 5), (900, 90, 5), (90, 90, 5), (91, 90, 5), (175, 90, 5), (176, 90, 5),
      (260, 90, 5), (40, 2, 1), (40, 1, 0), (41, 3, 0), (60, 10, 9),
    ])
  func tiling(days: Int, length: Int, warmUp: Int) throws {
    let period = 640..<640 + days
    let windows = try TrainingWindows(period: period, windowDays: length, warmUpDays: warmUp)
    #expect(windows.unscoredDays == warmUp)
    for number in 0..<20 {
      let epoch = windows.epoch(number, seed: 1)
      let counts = scoredCounts(epoch)
      #expect(counts.count == days - warmUp)
      #expect(counts.values.allSatisfy { $0 == 1 })
      #expect(counts.keys.min() == period.lowerBound + warmUp)
      for window in epoch {
        #expect(window.days.count == length)
        #expect(window.days.lowerBound >= period.lowerBound)
        #expect(window.days.upperBound <= period.upperBound)
        #expect(window.scored.lowerBound - window.days.lowerBound >= warmUp)
        #expect(window.scored.upperBound <= window.days.upperBound)
        #expect(window.scored.count >= max(1, (length - warmUp) / 4))
        #expect(
          window.scoredInWindow.lowerBound + window.days.lowerBound == window.scored.lowerBound)
        #expect(window.scoredInWindow.count == window.scored.count)
      }
    }
  }

  @Test("epochs differ in phase and order, and come again with their seed")
  func randomness() throws {
    let windows = try TrainingWindows(period: 0..<5_000, windowDays: 90, warmUpDays: 5)
    let first = windows.epoch(0, seed: 42)
    #expect(first == windows.epoch(0, seed: 42))
    #expect(first != windows.epoch(1, seed: 42))
    #expect(first != windows.epoch(0, seed: 43))
    #expect(Set(first) != Set(windows.epoch(1, seed: 42)), "another phase, not only another order")
    #expect(first != first.sorted { $0.days.lowerBound < $1.days.lowerBound })
    let phases = Set(
      (0..<600).map { windows.epoch($0, seed: 42).map(\.scored.lowerBound).sorted()[5] })
    #expect(phases.count == 85, "every phase comes up")
  }

  @Test("over many epochs every day is as often near a window's start as any other")
  func evenness() throws {
    // What the phase is for: no day may always be scored right behind the warm-up.
    let windows = try TrainingWindows(period: 0..<400, windowDays: 25, warmUpDays: 5)
    var firsts = [Int](repeating: 0, count: 400)
    let epochs = 4_000
    for number in 0..<epochs {
      for window in windows.epoch(number, seed: 11) { firsts[window.scored.lowerBound] += 1 }
    }
    // Away from the ends each day begins a part once in 20 epochs: 200 times, deviation 14.
    for day in 50..<350 { #expect(abs(firsts[day] - 200) < 70, "day \(day)") }
  }

  /// Computed with a second SplitMix64 written in another language.
  @Test("a seed's windows stay what they are")
  func golden() throws {
    let windows = try TrainingWindows(period: 0..<100, windowDays: 30, warmUpDays: 5)
    #expect(
      windows.epoch(0, seed: 7).map(\.scored)
        == [73..<86, 5..<23, 23..<48, 48..<73, 86..<100])
    #expect((0..<4).map { windows.draw($0, seed: 7).scored.lowerBound } == [60, 63, 55, 12])
  }

  @Test("no window, warm-up included, touches a held-out day")
  func heldOut() throws {
    let validation = [1_500..<1_900, 300..<400, 1_950..<2_000]
    let windows = try TrainingWindows(
      period: 100..<3_000, validation: .ranges(validation), windowDays: 90, warmUpDays: 5)
    #expect(windows.validation == [300..<400, 1_500..<1_900, 1_950..<2_000])
    #expect(windows.fitting == [100..<300, 400..<1_500, 1_900..<1_950, 2_000..<3_000])
    // Three warm-ups, and fifty days between two held-out stretches, too short for a window.
    #expect(windows.unscoredDays == 3 * 5 + 50)
    for number in 0..<30 {
      let epoch = windows.epoch(number, seed: 3)
      let all = epoch + (0..<50).map { windows.draw(number * 50 + $0, seed: 3) }
      for window in all {
        #expect(validation.allSatisfy { !$0.overlaps(window.days) })
        #expect((100..<3_000).contains(window.days.lowerBound))
        #expect(window.days.upperBound <= 3_000)
      }
      #expect(scoredCounts(epoch).count == 200 + 1_100 + 1_000 - 15)
    }
  }

  @Test("validation windows score the held-out days, warmed up on those before")
  func validationWindows() throws {
    let windows = try TrainingWindows(
      period: 100..<1_000, validation: .ranges([100..<200, 500..<600]), windowDays: 90,
      warmUpDays: 5)
    #expect(
      windows.validationWindows == [
        TrainingWindow(days: 100..<200, scored: 105..<200),
        TrainingWindow(days: 495..<600, scored: 500..<600),
      ])
    let last = try TrainingWindows(
      period: 100..<1_000, validation: .lastDays(365), windowDays: 90, warmUpDays: 5)
    #expect(last.validation == [635..<1_000])
    #expect(last.fitting == [100..<635])
  }

  @Test("independent draws reach every place about equally often")
  func draws() throws {
    // Places: 11 in the first stretch (20 days), 21 in the second (30), for windows of 10 days.
    let windows = try TrainingWindows(
      period: 0..<60, validation: .ranges([20..<30]), windowDays: 10, warmUpDays: 2)
    var counts: [Int: Int] = [:]
    let number = 32_000
    for draw in 0..<number {
      let window = windows.draw(draw, seed: 9)
      #expect(window.days.count == 10)
      #expect(window.scored == window.days.lowerBound + 2..<window.days.upperBound)
      counts[window.days.lowerBound, default: 0] += 1
    }
    #expect(counts.keys.sorted() == Array(0...10) + Array(30...50))
    // Expected 1000 each, deviation 31: five of them.
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 156 })
    #expect(windows.draw(5, seed: 9) == windows.draw(5, seed: 9))
    #expect((0..<20).contains { windows.draw($0, seed: 9) != windows.draw($0, seed: 10) })
  }

  @Test("a period that cannot hold a window is an error")
  func tooShort() {
    func make(
      _ days: Int, _ validation: TrainingWindows.Validation = .none, length: Int = 90,
      warmUp: Int = 5
    ) throws {
      _ = try TrainingWindows(
        period: 0..<days, validation: validation, windowDays: length, warmUpDays: warmUp)
    }
    #expect(throws: Never.self) { try make(90) }
    #expect(throws: InputError.self) { try make(89) }
    #expect(throws: InputError.self) { try make(0) }
    #expect(throws: InputError.self) { try make(100, .lastDays(11)) }
    #expect(throws: InputError.self) { try make(100, .lastDays(101)) }
    #expect(throws: InputError.self) { try make(100, .lastDays(-1)) }
    #expect(throws: InputError.self) { try make(200, .lastDays(200)) }
    #expect(throws: InputError.self) { try make(200, length: 5) }
    #expect(throws: InputError.self) { try make(200, warmUp: -1) }
    #expect(throws: InputError.self) { try make(200, .ranges([190..<201])) }
    #expect(throws: InputError.self) { try make(200, .ranges([0..<10, 5..<15])) }
    #expect(throws: InputError.self) { try make(200, .ranges([10..<10])) }
    #expect(throws: InputError.self) { try make(170, .ranges([85..<86])) }
  }
}
