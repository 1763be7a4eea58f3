import NeuralNetworks
import ReachOperators
import Testing

@Suite("Lanes")
struct LaneTests {
  /// Every function of a lane type, by name.
  private func functions<Number: Lane>(_ type: Number.Type) -> [(String, (Number) -> Number)] {
    let two = Number(constant: 2)
    return [
      ("log2", Number.log2), ("exp2", Number.exp2), ("inverse cube root", Number.inverseCubeRoot),
      ("square root", Number.squareRoot), ("negation", { -$0 }),
      ("clamp", { Number.clamp($0, Number(constant: 0.5), two) }),
      ("masked", { Number.masked(Number.isInside($0, Number(constant: 0.5), two), $0) }),
    ]
  }

  @Test("A lane's result does not depend on its place nor on its neighbours")
  func independence() {
    var generator = Xoshiro256StarStar(seed: 11)
    for (name, function) in functions(SIMD16<Float>.self) {
      for _ in 0..<20 {
        var x = SIMD16<Float>(repeating: 1)
        for lane in 0..<16 { x[lane] = .random(in: 0.01...20, using: &generator) }
        let together = function(x)
        for lane in 0..<16 {
          var alone = SIMD16<Float>(repeating: .nan)
          let place = Int.random(in: 0..<16, using: &generator)
          alone[place] = x[lane]
          #expect(function(alone)[place].bitPattern == together[lane].bitPattern, "\(name)")
        }
      }
    }
    for (name, function) in functions(SIMD8<Double>.self) {
      var x = SIMD8<Double>(repeating: 1)
      for lane in 0..<8 { x[lane] = .random(in: 0.01...20, using: &generator) }
      let together = function(x)
      for lane in 0..<8 {
        var alone = SIMD8<Double>(repeating: .infinity)
        alone[7 - lane] = x[lane]
        #expect(function(alone)[7 - lane].bitPattern == together[lane].bitPattern, "\(name)")
      }
    }
  }

  @Test("A permutation takes lane j from where it says, repetitions included")
  func permutations() {
    var generator = Xoshiro256StarStar(seed: 12)
    let sixteen = SIMD16<Float>((0..<16).map { Float($0) * 1.5 })
    let eight = SIMD8<Double>((0..<8).map { Double($0) * 1.5 })
    for _ in 0..<200 {
      let sources = (0..<16).map { _ in Int.random(in: 0..<16, using: &generator) }
      let result = SIMD16<Float>.permuted(sixteen, SIMD16<Float>.permutation(sources))
      #expect((0..<16).map { result[$0] } == sources.map { Float($0) * 1.5 })
      let fewer = sources.prefix(8).map { $0 % 8 }
      let short = SIMD8<Double>.permuted(eight, SIMD8<Double>.permutation(fewer))
      #expect((0..<8).map { short[$0] } == fewer.map { Double($0) * 1.5 })
    }
  }

  @Test("Comparisons with NaN are false; larger and smaller then give the second number")
  func comparisons() {
    let nan = SIMD16<Float>(repeating: .nan)
    let one = SIMD16<Float>(repeating: 1)
    #expect(SIMD16<Float>.larger(nan, one) == one)
    #expect(SIMD16<Float>.smaller(nan, one) == one)
    #expect(Double.larger(.nan, 1) == 1 && Double.smaller(.nan, 1) == 1)
    #expect(Double.larger(2, 1) == 2 && Double.smaller(2, 1) == 1)
    #expect(!Double.isInside(1, 1, 2) && !Double.isInside(2, 1, 2) && Double.isInside(1.5, 1, 2))
    let within = SIMD16<Float>.isWithin(
      SIMD16(repeating: 3), SIMD16((0..<16).map { Float($0) }), SIMD16(repeating: 4))
    #expect((0..<16).map { within[$0] } == (0..<16).map { $0 <= 3 })
    let beyond = SIMD8<Double>.isWithin(
      SIMD8(repeating: 4), SIMD8(repeating: 0), SIMD8(repeating: 4))
    #expect((0..<8).allSatisfy { !beyond[$0] })
  }

  @Test("A bundle's members are counted, mapped, joined and selected one by one")
  func bundles() {
    typealias State = MuskingumCunge<SIMD8<Double>, ManningCelerity>.State
    #expect(State.memberCount == 2)
    #expect(ChannelParameters<SIMD8<Double>>.memberCount == 7)
    #expect(ChannelParameterAdjoint<SIMD8<Double>>.memberCount == 5)
    #expect(SingleBundle<SIMD16<Float>>.memberCount == 1)
    let a = State(discharge: SIMD8(repeating: 1), inflow: SIMD8((0..<8).map { Double($0) }))
    let b = State(repeating: SIMD8(repeating: 10))
    let joined = a.joined(with: b) { $0 - $1 }
    #expect(joined.discharge[3] == -9 && joined.inflow[3] == -7)
    let mask = SIMD8<Double>.isGreater(a.inflow, SIMD8(repeating: 4))
    let selected = a.selected(mask, else: b)
    #expect(selected.inflow[4] == 10 && selected.inflow[5] == 5 && selected.discharge[0] == 10)
    let turned = a.permuted(SIMD8<Double>.permutation([7, 6, 5, 4, 3, 2, 1, 0]))
    #expect(turned.inflow[0] == 7 && turned.inflow[7] == 0)
  }
}
