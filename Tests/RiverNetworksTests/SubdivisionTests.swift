import NeuralNetworks
import RiverNetworks
import TestSupport
import Testing

@Suite struct SubdivisionTests {
  /// Lengths from 2,250 m to 9,000 m.
  private let window: CourantWindow

  init() throws { window = try CourantWindow(celerity: 1, timeStep: 3_600) }

  private func chain(_ lengths: [Double], slopes: [Double]? = nil) throws -> RiverNetwork {
    var builder = NetworkBuilder()
    for (place, length) in lengths.enumerated() {
      builder.addReach(
        .number(Int64(place + 1)), length: length, slope: slopes?[place] ?? 0.001)
      if place > 0 { builder.addLink(from: .number(Int64(place)), to: .number(Int64(place + 1))) }
    }
    return try builder.build()
  }

  @Test func theWindowIsThatOfPositiveCoefficients() throws {
    #expect(abs(window.shortest - 2_250) < 1e-9 && abs(window.longest - 9_000) < 1e-9)
    let unsound: [(Double, Double, Double)] = [
      (0, 3_600, 0.2), (1, -1, 0.2), (.nan, 3_600, 0.2), (1, 3_600, 0), (1, 3_600, 0.5),
    ]
    for (celerity, step, weighting) in unsound {
      #expect(throws: InputError.self) {
        _ = try CourantWindow(celerity: celerity, timeStep: step, weighting: weighting)
      }
    }
  }

  @Test func aLongReachIsSplitIntoEqualParts() throws {
    let cut = try Subdivision(of: chain([3_000, 20_000, 4_000]), for: window)
    #expect(cut.network.ids == [1, "2/1", "2/2", 2, 3])
    #expect(cut.network.lengths[1...3].allSatisfy { abs($0 - 20_000.0 / 3) < 1e-9 })
    #expect(cut.splitReaches == 1 && cut.splitParts == 3 && cut.mergedReaches == 0)
    #expect(cut.outlets.map { cut.network.ids[$0.position] } == [1, 2, 3])
    #expect(cut.network.linkCount == 4 && cut.shortParts == 0)
  }

  @Test func aChainOfShortReachesIsMergedAndKeepsItsFall() throws {
    let cut = try Subdivision(
      of: chain([100, 200, 2_000, 5_000, 50], slopes: [0.1, 0.01, 0.001, 0.002, 0.003]),
      for: window)
    // 100 + 200 + 2,000 are enough; the short end goes with the reach above it.
    #expect(cut.network.ids == [3, 5])
    #expect(cut.network.lengths == [2_300, 5_050])
    #expect(abs(cut.network.slopes[0] * 2_300 - (10 + 2 + 2)) < 1e-12)
    #expect(cut.mergedReaches == 5 && cut.mergedParts == 2 && cut.splitReaches == 0)
    #expect(cut.restored(["a", "b"]) == ["a", "a", "a", "b", "b"])
    #expect(cut.distributed([1, 2, 4, 8, 16]) == [7, 24])
    #expect(
      cut.distributed([1, 10, 2, 20, 4, 40, 8, 80, 16, 160], valuesPerReach: 2)
        == [7, 70, 24, 240])
    let mean = cut.averaged([0.05, 0.05, 0.04, 0.03, 0.08])
    #expect(abs(mean[0] - (0.05 * 300 + 0.04 * 2_000) / 2_300) < 1e-15)
  }

  @Test func nothingIsMergedBelowAKeptReach() throws {
    let network = try chain([100, 100, 100, 100])
    let kept = try #require(network.index(of: 2))
    let cut = try Subdivision(of: network, for: window, keeping: [kept])
    #expect(cut.network.ids == [2, 4])
    #expect(cut.shortParts == 2)
  }

  @Test func confluencesAndDivergencesStay() throws {
    for sample in [SampleNetwork.confluence, .diamond, .bifurcation, .doubleLink] {
      // Too short throughout, but for chains nothing can be merged.
      let wide = try CourantWindow(celerity: 100, timeStep: 3_600)
      let cut = try Subdivision(of: sample.network, for: wide)
      let network = sample.network
      for reach in network.indices where network.links(outOf: reach).count > 1 {
        let part = cut.outlets[reach.position]
        #expect(cut.network.ids[part.position] == network.ids[reach.position])
        #expect(
          cut.network.links(outOf: part).map(\.fraction).sorted()
            == network.links(outOf: reach).map(\.fraction).sorted())
      }
      #expect(cut.network.outlets.count == network.outlets.count)
      #expect(cut.network.headwaters.count == network.headwaters.count)
    }
  }

  @Test(arguments: SampleNetwork.all)
  func whatEntersTheReachesEntersTheParts(_ sample: SampleNetwork) throws {
    let network = sample.network
    var generator = Xoshiro256StarStar(seed: 41)
    let inflow = network.lengths.map { _ in Double.random(in: 0...2, using: &generator) }
    for celerity in [0.2, 1, 5] {
      let window = try CourantWindow(celerity: celerity, timeStep: 3_600)
      let gauge = ReachIndex(network.count / 2)
      let cut = try Subdivision(of: network, for: window, keeping: [gauge])
      let lateral = cut.distributed(inflow)
      #expect(cut.network.lengths.max()! <= window.longest * (1 + 1e-12))
      func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * max(abs(b), 1) }
      #expect(isClose(lateral.reduce(0, +), inflow.reduce(0, +)))
      #expect(isClose(cut.network.lengths.reduce(0, +), network.lengths.reduce(0, +)))
      // Steady discharge: at a reach that ends a part it is that of the uncut river.
      let whole = network.accumulatedDownstream(inflow)
      let parts = cut.network.accumulatedDownstream(lateral)
      let restored = cut.restored(parts)
      for reach in network.indices {
        let part = cut.outlets[reach.position]
        guard cut.network.ids[part.position] == network.ids[reach.position] else { continue }
        #expect(isClose(restored[reach.position], whole[reach.position]))
      }
      #expect(cut.network.ids[cut.outlets[gauge.position].position] == network.ids[gauge.position])
      for outlet in network.outlets {
        #expect(isClose(restored[outlet.position], whole[outlet.position]))
      }
    }
  }

  @Test func aNameThatIsTakenIsRefused() throws {
    var builder = NetworkBuilder()
    builder.addReach(1, length: 20_000, slope: 0.001)
    builder.addReach("1/1", length: 3_000, slope: 0.001)
    let network = try builder.build()
    let issue = #expect(throws: NetworkIssue.self) {
      _ = try Subdivision(of: network, for: window)
    }
    #expect(issue?.kind == .duplicateID)
  }
}
