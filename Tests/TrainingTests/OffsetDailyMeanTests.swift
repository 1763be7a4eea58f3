import Testing
import Training

@Suite struct OffsetDailyMeanTests {
  /// The mean of one window by its definition: the antiderivative of every cell, cut to the window,
  /// added up; with a dual number for τ, its exact derivative too.
  private func reference(
    _ series: [Float], step: Double, window: Int, hours: Double, offset: Dual
  ) -> Dual {
    let begin = offset + Dual(Double(window) * hours)
    let end = offset + Dual(Double(window + 1) * hours)
    var sum = Dual(0)
    for cell in 0..<series.count - 1 {
      let low = Dual(Double(cell) * step)
      let high = Dual(Double(cell + 1) * step)
      let from = begin.value >= low.value ? begin : low
      let to = end.value <= high.value ? end : high
      guard to.value > from.value else { continue }
      let rise = Dual((Double(series[cell + 1]) - Double(series[cell])) / step)
      let left = Dual(Double(series[cell]))
      let a = from - low
      let b = to - low
      sum = sum + left * (b - a) + Dual(0.5) * rise * (b * b - a * a)
    }
    return sum / Dual(hours)
  }

  private func random(_ count: Int, seed: UInt64 = 5) -> [Float] {
    var numbers = TestNumbers(seed: seed)
    return numbers.series(count, scale: 50, above: 0.5).map(Float.init)
  }

  @Test("a straight line's mean is its value at the middle of the local day")
  func line() {
    let operation = OffsetDailyMean(stepHours: 1)
    let series = (0...72).map { Float($0) }
    #expect(operation.means(of: series, offsetHours: 0, windows: 3) == [12, 36, 60])
    let shifted = operation.means(of: series, offsetHours: 9.5, windows: 3)
    #expect(shifted[0] == 21.5)
    #expect(shifted[1] == 45.5)
    #expect(shifted[2].isNaN, "the third local day ends after the series")
  }

  @Test("days not wholly inside the series have no mean, before it and after it")
  func outside() {
    let operation = OffsetDailyMean(stepHours: 1)
    let series = [Float](repeating: 3, count: 49)
    #expect(operation.insideWindows(samples: 49, offsetHours: 0) == 0..<2)
    #expect(operation.insideWindows(samples: 49, offsetHours: -5) == 1..<2)
    #expect(operation.insideWindows(samples: 49, offsetHours: 5) == 0..<1)
    #expect(operation.insideWindows(samples: 48, offsetHours: 0) == 0..<1)
    #expect(operation.insideWindows(samples: 1, offsetHours: 0).isEmpty)
    #expect(operation.insideWindows(samples: 0, offsetHours: 0).isEmpty)
    let means = operation.means(of: series, offsetHours: -5, windows: 4)
    #expect(means.map(\.isNaN) == [true, false, true, true])
    #expect(means[1] == 3)
  }

  @Test("steps that are no binary fraction of an hour do not lose the last day")
  func roundOff() {
    for stepsPerDay in [288, 144, 96, 72, 480] {
      let operation = OffsetDailyMean(stepHours: 24 / Double(stepsPerDay))
      for hours in 0..<24 {
        let days = 365 + (hours > 0 ? 1 : 0)
        let inside = operation.insideWindows(
          samples: days * stepsPerDay + 1, offsetHours: Double(hours))
        #expect(inside == 0..<365)
      }
      // Five minutes is more than round-off.
      #expect(
        operation.insideWindows(
          samples: 365 * stepsPerDay + 1, offsetHours: operation.stepHours) == 0..<364)
    }
  }

  @Test(
    "means and their derivative with respect to the offset agree with dual numbers",
    arguments: [
      (1.0, 24.0), (0.25, 24.0), (1.0 / 12, 24.0), (3.0, 24.0), (5.0, 24.0), (24.0, 24.0),
      (1.0, 1.0), (3.0, 1.0), (0.25, 1.0), (0.7, 2.3),
    ])
  func dual(step: Double, hours: Double) {
    let operation = OffsetDailyMean(stepHours: step, windowHours: hours)
    let series = random(Int(120 / step) + 2)
    for offset in [0.0, 1, 9, 9.37, 0.001, 23.999, -3.2] {
      let inside = operation.insideWindows(samples: series.count, offsetHours: offset)
      #expect(!inside.isEmpty)
      let means = operation.means(of: series, offsetHours: offset, windows: inside.upperBound)
      for window in inside {
        let expected = reference(
          series, step: step, window: window, hours: hours, offset: Dual(offset, slope: 1))
        #expect(abs(means[window] - expected.value) <= 1e-10 * expected.value)
        var seed = [Double](repeating: 0, count: inside.upperBound)
        seed[window] = 1
        let slope = operation.gradient(ofMeans: seed, series: series, offsetHours: offset).offset
        #expect(abs(slope - expected.slope) <= 1e-9 * (1 + abs(expected.slope)))
      }
    }
  }

  @Test("the derivative is continuous at whole hours: both sides meet there")
  func wholeHours() {
    let operation = OffsetDailyMean(stepHours: 1)
    let series = random(24 * 6 + 1)
    let seed = [1.0, -2, 0.5, 3]
    func slope(_ offset: Double) -> Double {
      operation.gradient(ofMeans: seed, series: series, offsetHours: offset).offset
    }
    func loss(_ offset: Double) -> Double {
      zip(seed, operation.means(of: series, offsetHours: offset, windows: 4))
        .reduce(0) { $0 + $1.0 * $1.1 }
    }
    for hour in 1...23 {
      let here = slope(Double(hour))
      #expect(abs(slope(Double(hour) - 1e-9) - here) < 1e-7)
      #expect(abs(slope(Double(hour) + 1e-9) - here) < 1e-7)
      // A central difference over the knot: the piecewise quadratic errs by the jump of its second
      // derivative times h/4 at most, |jump| ≤ Σ|seed| 4 · 50 / 24.
      let h = 1e-4
      let difference = (loss(Double(hour) + h) - loss(Double(hour) - h)) / (2 * h)
      #expect(abs(difference - here) < 6.5 * 4 * 50 / 24 * h / 4 + 1e-8)
    }
  }

  @Test(
    "the adjoint is the transpose: dot products agree",
    arguments: [(1.0, 24.0), (0.25, 24.0), (5.0, 24.0), (3.0, 1.0), (0.7, 2.3)])
  func transpose(step: Double, hours: Double) {
    let operation = OffsetDailyMean(stepHours: step, windowHours: hours)
    let series = random(Int(240 / step) + 2)
    var numbers = TestNumbers(seed: 19)
    for offset in [0.0, 4, 9.37] {
      let inside = operation.insideWindows(samples: series.count, offsetHours: offset)
      let seed = numbers.series(inside.count, scale: 2, above: -1)
      let means = operation.means(of: series, offsetHours: offset, windows: inside.count)
      let gradient = operation.gradient(ofMeans: seed, series: series, offsetHours: offset).series
      let forward = zip(seed, means).reduce(0) { $0 + $1.0 * $1.1 }
      let backward = zip(gradient, series).reduce(0) { $0 + $1.0 * Double($1.1) }
      let size = zip(seed, means).reduce(0) { $0 + abs($1.0 * $1.1) }
      #expect(abs(forward - backward) <= 1e-12 * size)
    }
  }

  @Test("gradients are added to what is there, and no gradient leaves it alone")
  func accumulates() {
    let operation = OffsetDailyMean(stepHours: 1)
    let series = random(49)
    let once = operation.gradient(ofMeans: [1, 0], series: series, offsetHours: 3).series
    var twice = once
    let slope = twice.withUnsafeMutableBufferPointer { samples in
      [1.0, 0].withUnsafeBufferPointer { means in
        series.withUnsafeBufferPointer {
          operation.addGradient(ofMeans: means, series: $0, offsetHours: 3, to: samples)
        }
      }
    }
    #expect(twice == once.map { 2 * $0 })
    #expect(slope != 0)
    #expect(once[..<3].allSatisfy { $0 == 0 })
    #expect(once[28...].allSatisfy { $0 == 0 })
    #expect(abs(once.reduce(0, +) - 1) < 1e-14)
  }

  @Test("a small flow after a flood keeps its digits")
  func noCancellation() {
    var series = [Float](repeating: 1e6, count: 24 * 4_000 + 1)
    for hour in 24 * 3_999..<series.count { series[hour] = 1e-4 }
    let means = OffsetDailyMean(stepHours: 1).means(of: series, offsetHours: 0, windows: 4_000)
    #expect(abs(means[3_999] - Double(Float(1e-4))) <= 1e-15 * 1e-4)
  }

  @Test("volume is kept: daily and hourly means of one series have one mean")
  func volume() {
    let series = random(24 * 10 + 1)
    let days = OffsetDailyMean(stepHours: 1).means(of: series, offsetHours: 0, windows: 10)
    let hours = OffsetDailyMean(stepHours: 1, windowHours: 1)
      .means(of: series, offsetHours: 0, windows: 240)
    let fromDays = days.reduce(0, +) / 10
    let fromHours = hours.reduce(0, +) / 240
    #expect(abs(fromDays - fromHours) <= 1e-13 * fromDays)
  }
}
