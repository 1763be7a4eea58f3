import Foundation
import NeuralNetworks
import Testing

@Suite struct RandomNumberTests {
  /// First outputs of the authors' C programs.
  @Test func splitMixGivesTheReferenceStream() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func xoshiroGivesTheReferenceStream() {
    var generator = Xoshiro256StarStar(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
      607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
      10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func seedDecidesTheStream() {
    #expect(normals(50, seed: 7) == normals(50, seed: 7))
    #expect(normals(50, seed: 7) != normals(50, seed: 8))
  }

  @Test func savedStateContinuesTheStream() throws {
    var generator = Xoshiro256StarStar(seed: 99)
    for _ in 0..<17 { _ = generator.nextNormal() }
    let data = try JSONEncoder().encode(generator)
    var resumed = try JSONDecoder().decode(Xoshiro256StarStar.self, from: data)
    #expect(resumed == generator)
    for _ in 0..<100 { #expect(resumed.nextNormal() == generator.nextNormal()) }
  }

  /// Moments of 200,000 variates; the limits are five standard errors.
  @Test func normalVariatesHaveTheirMoments() {
    let count = 200_000.0
    let values = normals(Int(count), seed: 3)
    let moments = (1...4).map { power in
      values.reduce(0) { $0 + pow($1, Double(power)) } / count
    }
    let expected = [0.0, 1, 0, 3]
    let variances = [1.0, 2, 15, 96]
    for index in 0..<4 {
      let limit = 5 * (variances[index] / count).squareRoot()
      #expect(abs(moments[index] - expected[index]) < limit, "moment \(index + 1)")
    }
  }

  @Test func uniformVariatesFillTheirRange() {
    var generator = Xoshiro256StarStar(seed: 5)
    let values = (0..<100_000).map { _ in generator.nextUniform(in: -2..<6) }
    #expect(values.allSatisfy { (-2..<6).contains($0) })
    let mean = values.reduce(0, +) / 100_000
    #expect(abs(mean - 2) < 5 * (64.0 / 12 / 100_000).squareRoot())
  }

  @Test func indicesAreEquallyLikely() {
    var generator = Xoshiro256StarStar(seed: 11)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.nextIndex(below: 7)] += 1 }
    for count in counts {
      #expect(abs(Double(count) - 10_000) < 5 * (70_000.0 * 6 / 49).squareRoot())
    }
    #expect(generator.nextIndex(below: 1) == 0)
  }

  @Test func zeroStateIsRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = Xoshiro256StarStar(state: (0, 0, 0, 0))
    }
  }
}
