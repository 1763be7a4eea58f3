import ReachOperators
import SpaceTimeSweep
import TestSupport
import Testing

/// Means, maxima and last values of windows against those of the steps that a record holds.
@Suite("Summaries of the sweep")
struct SweepSummaryTests {
  @Test("To the bit, for any reaches, chunks, threads and pieces", arguments: [
    SampleNetwork.singleReach, .chain(61), .star(tributaries: 40), .tree(150, seed: 5, reach: 30),
  ])
  func asTheSteps(_ sample: SampleNetwork) {
    let window = 6
    let steps = 10 * window
    let river = SweepCase<PairedLanes, ManningCelerity>(
      sample, steps: steps, stepsPerValue: 24, offset: 5, seed: 71)
    let hourly = river.run(chunkLength: steps).discharge
    let columns = SweepSummary.Statistic.allCases.map { SweepSummary.Column(.discharge, $0) }
    let all = Array(0..<river.network.count)
    // All lanes of a pack, a few of them, and none.
    for reaches in [all, all.filter { $0 % 3 == 1 }.reversed(), [all.count - 1]] {
      for (chunkLength, pieces) in [(steps, [steps]), (7, [steps]), (13, [2 * window, 8 * window])] {
        let sweep = SpaceTimeSweep<SweepCase<PairedLanes, ManningCelerity>.Operation>(
          network: river.network, threads: 2, chunkLength: chunkLength)
        let state = river.initialState(sweep)
        var first = 0
        for piece in pieces {
          let summary = SweepSummary(
            reaches: Array(reaches), columns: columns, window: window, steps: piece)
          sweep.run(
            river.operation, steps: piece, parameters: river.parameters(sweep),
            forcing: [river.series.advanced(by: first)], state: state,
            ledger: sweep.bundle(filledWith: 0), summary: summary)
          for (column, kind) in columns.enumerated() {
            let found = summary.values(ofColumn: column)
            for (row, reach) in reaches.enumerated() {
              for index in 0..<(piece / window) {
                let begin = first + index * window
                let values = hourly[reach][begin..<(begin + window)]
                let expected: Double
                switch kind.statistic {
                case .mean:
                  var previous = begin == 0 ? river.discharge[reach] : hourly[reach][begin - 1]
                  expected = values.reduce(0) { sum, value in
                    defer { previous = value }
                    return sum + (previous + value)
                  } / Double(2 * window)
                case .maximum: expected = values.max()!
                case .last: expected = values.last!
                }
                #expect(found[row * (piece / window) + index] == Float(expected))
              }
            }
          }
          first += piece
        }
      }
    }
  }

  @Test("Memory out of a pool is used again, and never by two at once")
  func pool() {
    let pool = BlockPool()
    var first: AlignedBuffer<Float>? = AlignedBuffer(uninitializedCount: 1_000, from: pool)
    let place = UInt(bitPattern: first!.base)
    let second = AlignedBuffer<Float>(uninitializedCount: 1_000, from: pool)
    #expect(UInt(bitPattern: second.base) != place)
    first = nil
    let third = AlignedBuffer<Float>(uninitializedCount: 100, from: pool)
    #expect(UInt(bitPattern: third.base) != place)
    let fourth = AlignedBuffer<Double>(uninitializedCount: 400, from: pool)
    #expect(UInt(bitPattern: fourth.base) == place && fourth.count == 400)
    let fifth = AlignedBuffer<Float>(uninitializedCount: 900, from: pool)
    #expect(UInt(bitPattern: fifth.base) != place)
  }
}
