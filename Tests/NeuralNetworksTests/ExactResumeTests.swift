import Foundation
import NeuralNetworks
import Testing

@Suite struct ExactResumeTests {
  private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }

  /// Doubles keep every bit through JSON: ordinary ones, extremes, subnormals, and minus zero.
  @Test func doublesKeepTheirBits() throws {
    var generator = Xoshiro256StarStar(seed: 1)
    var values: [Double] = [
      0, 0.1, 1.0 / 3, -2.0 / 3, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
      .leastNormalMagnitude, .greatestFiniteMagnitude, 9_007_199_254_740_994, 1e22, 1e23,
      -.ulpOfOne,
    ]
    while values.count < 20_000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { values.append(value) }
    }
    let decoded = try roundTrip(values)
    #expect(decoded.map(\.bitPattern) == values.map(\.bitPattern))
    #expect(try roundTrip([-0.0])[0].bitPattern == (-0.0).bitPattern)
  }

  @Test func wordsOfTheGeneratorKeepTheirBits() throws {
    let words: [UInt64] = [.max, .max - 1, 1 << 63, (1 << 53) + 1, 0]
    #expect(try roundTrip(words) == words)
    let generator = SplitMix64(seed: .max - 2)
    #expect(try roundTrip(generator) == generator)
  }

  /// A training that was interrupted and restored gives the same bits as one that was not.
  @Test func interruptedTrainingContinuesExactly() throws {
    let network = try MultilayerPerceptron(layerSizes: [2, 6, 1], activation: .gelu)
    struct State: Codable {
      var generator: Xoshiro256StarStar
      var weights: [Double]
      var adam: Adam
    }
    let clipping = try GradientClipping(maximumNorm: 0.5)
    let rate = LearningRate.warmUp(steps: 5, then: .cosine(initial: 0.02, final: 1e-4, over: 60))
    func train(_ state: inout State, steps: Int) throws {
      for _ in 0..<steps {
        let inputs = (0..<20).map { _ in state.generator.nextNormal() }
        let outputs = network.forward(weights: state.weights, inputs: inputs)
        let residuals = outputs.indices.map { outputs[$0] - inputs[2 * $0] * inputs[2 * $0 + 1] }
        var gradient = network.pullback(
          weights: state.weights, inputs: inputs, outputGradient: residuals
        ).weights
        _ = try clipping.clip(&gradient)
        try state.adam.update(
          weights: &state.weights, gradient: gradient,
          learningRate: rate.value(at: state.adam.step))
      }
    }
    var generator = Xoshiro256StarStar(seed: 42)
    let weights = network.initialWeights(using: &generator)
    let start = State(
      generator: generator, weights: weights, adam: Adam(weightCount: weights.count))

    var whole = start
    try train(&whole, steps: 60)
    var half = start
    try train(&half, steps: 25)
    var resumed = try roundTrip(half)
    try train(&resumed, steps: 35)
    #expect(resumed.weights == whole.weights)
    #expect(resumed.adam == whole.adam)
    #expect(resumed.generator == whole.generator)
    #expect(whole.weights != start.weights)
  }

  @Test func descriptionsOfModelsRoundTrip() throws {
    let perceptron = try MultilayerPerceptron(layerSizes: [4, 3, 1], activation: .silu)
    #expect(try roundTrip(perceptron) == perceptron)
    let spline = try KolmogorovArnoldNetwork(layerSizes: [4, 3, 1], halfWidth: 2.7)
    #expect(try roundTrip(spline) == spline)
    let standardization = try Standardization(names: ["a"], fitting: [[0.1, 0.7, .nan]])
    #expect(try roundTrip(standardization) == standardization)
    let rate = LearningRate.warmUp(steps: 3, then: .step(initial: 0.1, factor: 0.3, every: 7))
    #expect(try roundTrip(rate) == rate)
  }
}
