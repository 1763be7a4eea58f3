import ReachOperators
import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

/// Threads, chunks and restarts must not show in any result.
@Suite("The sweep gives the same bits however it is cut")
struct SweepIdentityTests {
  static let networks: [SampleNetwork] = [
    .singleReach, .chain(61), .star(tributaries: 40), .components, .unequalArms(long: 23),
    .tree(size, seed: 5, reach: 30), .divergent(size, seed: 6, reach: 20),
  ]

  // A debug build computes with lanes one by one: smaller networks, shorter runs.
  #if DEBUG
    static let size = 60
    static let steps = 40
  #else
    static let size = 400
    static let steps = 250
  #endif

  private func anyCut<Element: Lane, Celerity: CelerityRule>(
    _ element: Element.Type, _ celerity: Celerity.Type, _ sample: SampleNetwork,
    expansion: SteppedSeries<Element.Scalar>.Expansion
  ) {
    let steps = Self.steps
    let sweep = SweepCase<Element, Celerity>(
      sample, steps: steps, stepsPerValue: 24, offset: 5, expansion: expansion, seed: 61)
    let (seeds, last) = sweep.randomSeeds(62)
    let whole = sweep.gradient(chunkLength: steps, seeds: seeds, last: last)
    #expect(sweep.run(chunkLength: steps) == whole.outcome)
    for chunkLength in [1, 7, 24, 240, steps] {
      for threads in 1...3 {
        let found = sweep.gradient(
          threads: threads, chunkLength: chunkLength, seeds: seeds, last: last)
        #expect(found.outcome == whole.outcome, "\(threads) threads, chunks of \(chunkLength)")
        #expect(found.gradient == whole.gradient, "\(threads) threads, chunks of \(chunkLength)")
        #expect(sweep.run(threads: threads, chunkLength: chunkLength) == whole.outcome)
      }
    }
  }

  @Test("1, 2, 3 threads; chunks of 1, 7, 24, 240 steps and the whole", arguments: networks)
  func cuts(_ sample: SampleNetwork) {
    anyCut(PairedLanes.self, ManningCelerity.self, sample, expansion: .repeat)
    anyCut(SIMD8<Double>.self, ManningCelerity.self, sample, expansion: .linear)
    anyCut(PairedLanes.self, WideChannelCelerity.self, sample, expansion: .linear)
  }

  private func restarts<Element: Lane>(_ element: Element.Type, _ sample: SampleNetwork) {
    let steps = 30
    let sweep = SweepCase<Element, ManningCelerity>(
      sample, steps: steps, stepsPerValue: 24, offset: 7, expansion: .linear, seed: 63)
    let whole = sweep.run(chunkLength: 480)
    for step in 1..<steps {
      #expect(sweep.run(chunkLength: 480, pieces: [step, steps - step]) == whole, "at \(step)")
    }
    let hourly = Array(repeating: 1, count: steps)
    #expect(sweep.run(threads: 2, chunkLength: 4, pieces: hourly) == whole)
  }

  @Test(
    "A run that is stopped and goes on, at any step",
    arguments: [SampleNetwork.chain(61), .divergent(120, seed: 3, reach: 9)])
  func restarts(_ sample: SampleNetwork) {
    restarts(PairedLanes.self, sample)
    restarts(SIMD8<Double>.self, sample)
  }

  @Test("A reach's results do not depend on reaches it has nothing to do with")
  func neighbours() {
    // The same two reaches alone, and among many.
    let alone = SampleNetwork("pair", count: 2, links: [(0, 1, 1)])
    let many = SampleNetwork(
      "pair among others", count: 60, links: [(0, 1, 1)] + (2..<59).map { ($0, $0 + 1, 1.0) })
    func run(_ sample: SampleNetwork) -> [[Double]] {
      var sweep = SweepCase<PairedLanes, ManningCelerity>(sample, steps: 40, seed: 64)
      for id in [1_000, 1_001] as [Int64] {
        let reach = sample.network.index(of: .number(id))!.position
        sweep.channels[reach] = ReachChannel(
          length: Double(id) * 5, slope: 0.002, roughness: 0.05)
        sweep.discharge[reach] = 3
        sweep.inflow[reach] = id == 1_000 ? 0 : 3
        for step in 0..<40 {
          sweep.series.values[reach * 40 + step] = Float(step % 7) * 0.4
        }
      }
      let outcome = sweep.run(chunkLength: 9)
      return [1_000, 1_001].map {
        outcome.discharge[sample.network.index(of: .number(Int64($0)))!.position]
      }
    }
    #expect(run(alone) == run(many))
  }
}
