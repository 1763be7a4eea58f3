import NeuralNetworks
import Testing

@Suite struct LearningRateTests {
  @Test func constantStays() {
    #expect(LearningRate.constant(0.01).value(at: 12345) == 0.01)
  }

  @Test func stepsFall() {
    let rate = LearningRate.step(initial: 8, factor: 0.5, every: 10)
    #expect([0, 9, 10, 19, 20, 30].map(rate.value(at:)) == [8, 8, 4, 4, 2, 1])
  }

  @Test func cosineGoesFromFirstToLast() {
    let rate = LearningRate.cosine(initial: 1, final: 0.2, over: 100)
    #expect(rate.value(at: 0) == 1)
    #expect(isClose(rate.value(at: 50), 0.6, tolerance: 1e-15))
    #expect(isClose(rate.value(at: 25), 0.6 + 0.4 * 0.5.squareRoot(), tolerance: 1e-15))
    #expect(rate.value(at: 100) == 0.2)
    #expect(rate.value(at: 1000) == 0.2)
  }

  @Test func warmUpRisesThenFollows() {
    let rate = LearningRate.warmUp(
      steps: 3, then: .step(initial: 1, factor: 0.1, every: 2))
    #expect([0, 1, 2, 3, 4].map(rate.value(at:)) == [0.25, 0.5, 0.75, 1, 1])
    #expect(isClose(rate.value(at: 5), 0.1, tolerance: 1e-15))
  }

  @Test(arguments: [
    LearningRate.constant(0), .constant(.nan), .step(initial: 1, factor: 0, every: 1),
    .step(initial: 1, factor: 0.5, every: 0), .cosine(initial: 1, final: -1, over: 5),
    .cosine(initial: 1, final: 0, over: 0), .warmUp(steps: 0, then: .constant(1)),
    .warmUp(steps: 1, then: .constant(-1)),
  ])
  func impossibleSchedulesAreRefused(_ rate: LearningRate) {
    #expect(throws: NeuralNetworkError.self) { try rate.validate() }
  }

  @Test func possibleScheduleIsAccepted() throws {
    try LearningRate.warmUp(steps: 5, then: .cosine(initial: 0.1, final: 0, over: 9)).validate()
  }
}
