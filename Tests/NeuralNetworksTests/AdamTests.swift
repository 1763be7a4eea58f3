import NeuralNetworks
import Testing

@Suite struct AdamTests {
  /// Three steps from w = 1 with gradients 0.5, −0.3, 2 and rate 0.1, computed with 40 digits.
  @Test(arguments: [
    (0.0, [0.900_000_001_999_999_96, 0.880_850_198_941_775_06, 0.815_378_038_257_111_72]),
    (0.01, [0.899_000_001_999_999_96, 0.878_951_198_939_775_06, 0.812_600_087_056_171_95]),
  ])
  func stepsAgreeWithHandComputation(weightDecay: Double, expected: [Double]) throws {
    var adam = Adam(weightCount: 1, settings: try .init(weightDecay: weightDecay))
    var weights = [1.0]
    for (gradient, value) in zip([0.5, -0.3, 2], expected) {
      try adam.update(weights: &weights, gradient: [gradient], learningRate: 0.1)
      #expect(isClose(weights[0], value, tolerance: 1e-15))
    }
    #expect(adam.step == 3)
  }

  @Test func findsTheMinimumOfAParaboloid() throws {
    var adam = Adam(weightCount: 3)
    let target = [1.0, -2, 0.5]
    var weights = [0.0, 0, 0]
    for step in 0..<3000 {
      let gradient = zip(weights, target).map { 2 * ($0 - $1) }
      let rate = LearningRate.cosine(initial: 0.05, final: 0, over: 3000).value(at: step)
      try adam.update(weights: &weights, gradient: gradient, learningRate: rate)
    }
    for (weight, target) in zip(weights, target) { #expect(abs(weight - target) < 1e-6) }
  }

  @Test(arguments: [Double.nan, .infinity])
  func notFiniteGradientChangesNothing(_ fault: Double) throws {
    var adam = Adam(weightCount: 2)
    var weights = [1.0, 2]
    try adam.update(weights: &weights, gradient: [1, 1], learningRate: 0.1)
    let before = (adam, weights)
    let error = #expect(throws: NeuralNetworkError.self) {
      try adam.update(weights: &weights, gradient: [1, fault], learningRate: 0.1)
    }
    #expect(error?.subject == "weight 1")
    #expect(adam == before.0)
    #expect(weights == before.1)
  }

  @Test func settingsOutsideTheirRangeAreRefused() {
    #expect(throws: NeuralNetworkError.self) { try Adam.Settings(firstDecay: 1) }
    #expect(throws: NeuralNetworkError.self) { try Adam.Settings(secondDecay: -0.1) }
    #expect(throws: NeuralNetworkError.self) { try Adam.Settings(epsilon: 0) }
    #expect(throws: NeuralNetworkError.self) { try Adam.Settings(weightDecay: .nan) }
  }

  @Test func wrongShapesStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      var adam = Adam(weightCount: 2)
      var weights = [1.0, 2]
      try adam.update(weights: &weights, gradient: [1], learningRate: 0.1)
    }
  }
}
