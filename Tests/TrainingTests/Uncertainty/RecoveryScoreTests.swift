import Foundation
import Testing
import Training

@Suite struct RecoveryScoreTests {
  @Test func aPerfectMapHasNoError() throws {
    let truth = [0.03, 0.04, 0.06, 0.09]
    let score = RecoveryScore(
      learned: truth, truth: truth, law: truth, subset: [0, 1, 3],
      intervals: (truth.map { 0.9 * $0 }, truth.map { 1.1 * $0 }))
    #expect(score.reaches == 3)
    #expect(abs(try #require(score.correlation) - 1) < 1e-12)
    #expect(score.medianError == 0)
    #expect(score.coverage == 1)
  }

  @Test func errorsAreRelativeAndCoverageCounts() {
    let score = RecoveryScore(
      learned: [0.05, 0.05, 0.05], truth: [0.04, 0.05, 0.1], law: [0.04, 0.05, 0.1],
      subset: [0, 1, 2], intervals: ([0.045, 0.045, 0.045], [0.055, 0.055, 0.11]))
    #expect(score.correlation == nil)
    #expect(abs(score.medianError! - 0.25) < 1e-12)
    #expect(abs(score.coverage! - 2.0 / 3) < 1e-12)
  }

  @Test("inflow errors have mean one, the deviation asked for, and hang together as asked")
  func inflowErrors() {
    let days = 4_000
    let ones = [Float](repeating: 1, count: 3 * days)
    func factors(_ errors: InflowErrors) -> [[Double]] {
      let all = errors.applied(to: ones, reachCount: 3, valuesPerDay: 1, seed: 7)
      return (0..<3).map { reach in all[reach * days..<(reach + 1) * days].map { Double($0) } }
    }
    let alone = factors(InflowErrors(deviation: 0.2))
    let mean = alone[0].reduce(0, +) / Double(days)
    let variance = alone[0].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(days)
    #expect(abs(mean - 1) < 0.02)
    #expect(abs(variance.squareRoot() - 0.2) < 0.02)
    #expect(abs(RecoveryScore.correlation(alone[0], alone[1])!) < 0.05)
    let together = factors(InflowErrors(deviation: 0.2, correlationDays: 5, shared: 1))
    #expect(together[0] == together[2])
    let lagged = RecoveryScore.correlation(
      Array(together[0].dropLast(5)), Array(together[0].dropFirst(5)))!
    #expect(abs(lagged - exp(-1)) < 0.15)
    #expect(
      InflowErrors(deviation: 0).applied(
        to: ones, reachCount: 3, valuesPerDay: 1, seed: 1) == ones)
  }
}
