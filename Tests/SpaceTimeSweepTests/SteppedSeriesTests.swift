import NeuralNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("SteppedSeries")
struct SteppedSeriesTests {
  private func series(
    _ rows: [[Double]], stepsPerValue: Int, offset: Int = 0,
    expansion: SteppedSeries<Double>.Expansion
  ) -> SteppedSeries<Double> {
    SteppedSeries(
      values: AlignedBuffer(rows.flatMap { $0 }), valuesPerReach: rows[0].count,
      stepsPerValue: stepsPerValue, offset: offset, expansion: expansion)
  }

  private func randomRows(_ seed: UInt64) -> [[Double]] {
    var generator = Xoshiro256StarStar(seed: seed)
    return (0..<3).map { _ in
      (0..<8).map { _ in
        Double.random(in: 0..<1, using: &generator) < 0.3
          ? 0 : Double.random(in: 0...5, using: &generator)
      }
    }
  }

  private func steps(_ series: SteppedSeries<Double>, reach: Int) -> [Double] {
    (0..<series.stepCount).map { series.advanced(by: $0).firstStepValue(reach: reach) }
  }

  @Test("Repeated values, from the middle of a day")
  func repeated() {
    let rows = [[1.0, 2, 3], [4, 5, 6]]
    let whole = series(rows, stepsPerValue: 4, expansion: .repeat)
    #expect(steps(whole, reach: 1) == [4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6])
    let later = series(rows, stepsPerValue: 4, offset: 6, expansion: .repeat)
    #expect(later.stepCount == 6)
    #expect(steps(later, reach: 0) == [2, 2, 3, 3, 3, 3])
    #expect(later.advanced(by: 3).stepCount == 3)
    #expect(later.total(steps: 4) == 2 + 2 + 3 + 3 + 5 + 5 + 6 + 6)
  }

  @Test(
    "Linear: the formula, the sums, no new extremes, nothing negative", arguments: [1, 5, 6, 24])
  func linear(_ stepsPerValue: Int) {
    for seed in 1...30 as ClosedRange<UInt64> {
      let rows = randomRows(seed)
      let series = series(rows, stepsPerValue: stepsPerValue, expansion: .linear)
      for (reach, row) in rows.enumerated() {
        let found = steps(series, reach: reach)
        let plain = SeriesExpansion<Double>.linear(row, stepsPerValue: stepsPerValue)
        #expect(zip(found, plain).allSatisfy { abs($0 - $1) < 1e-14 * 5 })
        for (index, mean) in row.enumerated() {
          let part = found[index * stepsPerValue..<(index + 1) * stepsPerValue]
          #expect(
            abs(part.reduce(0, +) - mean * Double(stepsPerValue)) < 1e-13 * Double(stepsPerValue))
          let near = row[max(index - 1, 0)...min(index + 1, row.count - 1)]
          #expect(part.min()! >= near.min()! - 1e-15 && part.max()! <= near.max()! + 1e-15)
        }
        #expect(found.allSatisfy { $0 >= 0 })
      }
      let total = rows.joined().reduce(0, +) * Double(stepsPerValue)
      #expect(abs(series.total(steps: series.stepCount) - total) < 1e-12 * total)
    }
  }

  @Test("A monotone series stays monotone and is not flat")
  func monotone() {
    let found = steps(
      series([[1, 2, 4, 5, 9]], stepsPerValue: 4, expansion: .linear), reach: 0)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(Set(found[4..<16]).count == 12)
    #expect(found[..<4].allSatisfy { $0 == 1 } && found[16...].allSatisfy { $0 == 9 })
  }

  @Test("The transpose of every step's expansion is exact")
  func adjoint() {
    for expansion in SteppedSeries<Double>.Expansion.allCases {
      let rows = randomRows(99)
      let series = series(rows, stepsPerValue: 6, offset: 2, expansion: expansion)
      var generator = Xoshiro256StarStar(seed: 7)
      let direction = rows.map { $0.map { _ in Double.random(in: -1...1, using: &generator) } }
      for step in 0..<series.stepCount {
        let weights = rows.map { _ in Double.random(in: -1...1, using: &generator) }
        var back = [Double](repeating: 0, count: 24)
        series.advanced(by: step).addFirstStepAdjoint(weights, into: &back)
        var expected = 0.0
        for (reach, row) in rows.enumerated() {
          let duals = zip(row, direction[reach]).map { DualNumber($0, derivative: $1) }
          let expanded =
            expansion == .linear
            ? SeriesExpansion<DualNumber>.linear(duals, stepsPerValue: 6)
            : SeriesExpansion<DualNumber>.repeated(duals, stepsPerValue: 6)
          expected += weights[reach] * expanded[step + 2].derivative
        }
        let found = zip(back, direction.joined()).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(found - expected) < 1e-13)
      }
    }
  }
}
