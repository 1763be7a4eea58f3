import Testing
import Training

@Suite struct PeakTimingTests {
  /// Base flow 1 with one-day floods of the given heights.
  private func river(_ peaks: [Int: Double], days: Int) -> [Double] {
    (0..<days).map { peaks[$0] ?? 1 }
  }

  @Test("each flood's delay is found within three days, and averaged without sign")
  func delays() {
    let observed = river([50: 100, 200: 80, 350: 90], days: 400)
    let simulated = river([51: 60, 198: 60, 350: 60], days: 400)
    let timing = PeakTiming(observed: observed, simulated: simulated)
    #expect(timing.count == 3)
    #expect(timing.skipped == 0)
    #expect(timing.meanAbsoluteError == 1)
  }

  @Test("a simulated peak on the day counts as on time, even beside a higher one")
  func onTheDay() {
    let observed = river([50: 100], days: 100)
    let simulated = river([50: 40, 52: 90], days: 100)
    #expect(PeakTiming(observed: observed, simulated: simulated).meanAbsoluteError == 0)
  }

  @Test("the lower of two floods less than 100 days apart is not a peak of its own")
  func distance() {
    let near = river([50: 100, 149: 90], days: 300)
    #expect(PeakTiming(observed: near, simulated: near).count == 1)
    let far = river([50: 100, 150: 90], days: 300)
    #expect(PeakTiming(observed: far, simulated: far).count == 2)
  }

  @Test("small rises do not count: prominence must reach the standard deviation")
  func prominence() {
    let observed = river([50: 100, 200: 3], days: 300)
    #expect(PeakTiming(observed: observed, simulated: observed).count == 1)
  }

  @Test("a plateau is one peak, at its middle")
  func plateau() {
    var observed = river([:], days: 100)
    for day in 49...51 { observed[day] = 100 }
    let simulated = river([52: 60], days: 100)
    let timing = PeakTiming(observed: observed, simulated: simulated)
    #expect(timing.count == 1)
    #expect(timing.meanAbsoluteError == 2)
  }

  @Test("a peak beside a gap or an end is skipped and counted", arguments: [47, 53])
  func gap(day: Int) {
    var observed = river([50: 100, 298: 90], days: 300)
    observed[day] = .nan
    let timing = PeakTiming(observed: observed, simulated: observed)
    #expect(timing.count == 0)
    #expect(timing.skipped == 2)
    #expect(timing.meanAbsoluteError.isNaN)
  }
}
