import NeuralNetworks
import ReachOperators
import Testing

/// Two vectors side by side compute what each would alone.
@Suite struct PairedLanesTests {
  private static func random(_ generator: inout Xoshiro256StarStar) -> SIMD16<Float> {
    SIMD16((0..<16).map { _ in Float.random(in: 0.001...300, using: &generator) })
  }

  private static func paired(_ low: SIMD16<Float>, _ high: SIMD16<Float>) -> PairedLanes {
    var x = PairedLanes(repeating: 0)
    x.low = low
    x.high = high
    return x
  }

  @Test func functionsAreThoseOfTheHalvesToTheBit() {
    var generator = Xoshiro256StarStar(seed: 401)
    let binary: [(PairedLanes.Half.Function2, PairedLanes.Function2)] = [
      ({ $0 + $1 }, { $0 + $1 }), ({ $0 - $1 }, { $0 - $1 }), ({ $0 * $1 }, { $0 * $1 }),
      ({ $0 / $1 }, { $0 / $1 }), (SIMD16<Float>.larger, PairedLanes.larger),
      (SIMD16<Float>.smaller, PairedLanes.smaller),
    ]
    let unary: [(PairedLanes.Half.Function1, PairedLanes.Function1)] = [
      ({ -$0 }, { -$0 }), (SIMD16<Float>.log2, PairedLanes.log2),
      ({ .exp2(.log2($0)) }, { .exp2(.log2($0)) }),
      (SIMD16<Float>.squareRoot, PairedLanes.squareRoot),
      (SIMD16<Float>.inverseCubeRoot, PairedLanes.inverseCubeRoot),
    ]
    for _ in 0..<50 {
      let a = (Self.random(&generator), Self.random(&generator))
      let b = (Self.random(&generator), Self.random(&generator))
      let (pairedA, pairedB) = (Self.paired(a.0, a.1), Self.paired(b.0, b.1))
      for (half, whole) in binary {
        let result = whole(pairedA, pairedB)
        #expect(result.low == half(a.0, b.0) && result.high == half(a.1, b.1))
      }
      for (half, whole) in unary {
        let result = whole(pairedA)
        #expect(result.low == half(a.0) && result.high == half(a.1))
      }
    }
  }

  @Test func lanesMoveAcrossTheHalves() {
    var generator = Xoshiro256StarStar(seed: 402)
    for _ in 0..<50 {
      let x = (0..<32).map { _ in Float.random(in: -9...9, using: &generator) }
      let sources = (0..<32).map { _ in Int.random(in: 0..<32, using: &generator) }
      let moved = PairedLanes.permuted(
        Self.paired(SIMD16(x[..<16]), SIMD16(x[16...])), PairedLanes.permutation(sources))
      for lane in 0..<16 {
        #expect(moved.low[lane] == x[sources[lane]])
        #expect(moved.high[lane] == x[sources[lane + 16]])
      }
    }
  }

  @Test func masksKeepToTheirLanes() {
    let positions = Self.paired(
      SIMD16((0..<16).map { Float($0) }), SIMD16((16..<32).map { Float($0) }))
    let within = PairedLanes.isWithin(
      positions, PairedLanes(repeating: 10), PairedLanes(repeating: 20))
    let result = PairedLanes.masked(within, positions)
    for lane in 0..<32 {
      let found = lane < 16 ? result.low[lane] : result.high[lane - 16]
      #expect(found == ((10..<20).contains(lane) ? Float(lane) : 0))
    }
  }
}

extension LaneNumber {
  fileprivate typealias Function1 = (Self) -> Self
  fileprivate typealias Function2 = (Self, Self) -> Self
}
