import Foundation
import NeuralNetworks
import Testing

/// The network once more, weight by weight in the documented order.
private func reference(
  _ network: MultilayerPerceptron, weights: [Dual], row: [Dual]
) -> [Dual] {
  var values = row
  var next = 0
  for layer in network.layers {
    let biases = next + layer.inputCount * layer.outputCount
    values = (0..<layer.outputCount).map { output in
      var sum = weights[biases + output]
      for input in 0..<layer.inputCount {
        sum = sum + values[input] * weights[next + input * layer.outputCount + output]
      }
      return layer.activation.reference(sum)
    }
    next = biases + layer.outputCount
  }
  return values
}

@Suite struct MultilayerPerceptronTests {
  @Test func weightCountAndOrder() throws {
    let network = try MultilayerPerceptron(layerSizes: [2, 2, 1], activation: .identity)
    #expect(network.weightCount == 9)
    // Kernel [[1, 2], [3, 4]], biases [10, 20]; then kernel [1, 100], bias 1000.
    let output = network.forward(
      weights: [1, 2, 3, 4, 10, 20, 1, 100, 1000], inputs: [1, 1, 0, 2])
    // Row (1, 1): hidden (14, 26). Row (0, 2): hidden (16, 28).
    #expect(output == [3614, 3816])
  }

  @Test(arguments: Activation.allCases)
  func pullbackAgreesWithDuals(_ activation: Activation) throws {
    let network = try MultilayerPerceptron(
      layerSizes: [3, 4, 3, 2], activation: activation, outputActivation: .tanh)
    let weights = normals(network.weightCount, seed: 1, scale: 0.7)
    let inputs = normals(5 * 3, seed: 2)
    let outputGradient = normals(5 * 2, seed: 3)
    let outputs = network.forward(weights: weights, inputs: inputs)
    let gradient = network.pullback(
      weights: weights, inputs: inputs, outputGradient: outputGradient)

    func slope(weight: Int?, input: Int?) -> Double {
      let duals = weights.indices.map { Dual(weights[$0], slope: $0 == weight ? 1 : 0) }
      let columns = inputs.indices.map { Dual(inputs[$0], slope: $0 == input ? 1 : 0) }
      let results = (0..<5).flatMap { row in
        reference(network, weights: duals, row: Array(columns[row * 3..<row * 3 + 3]))
      }
      for (a, b) in zip(results, outputs) { #expect(isClose(a.value, b, tolerance: 1e-13)) }
      return dot(results.map(\.slope), outputGradient)
    }
    for index in weights.indices {
      #expect(isClose(gradient.weights[index], slope(weight: index, input: nil), tolerance: 1e-12))
    }
    for index in inputs.indices {
      #expect(isClose(gradient.inputs[index], slope(weight: nil, input: index), tolerance: 1e-12))
    }
  }

  @Test(arguments: [Activation.tanh, .silu, .gelu])
  func pullbackAgreesWithCentralDifferences(_ activation: Activation) throws {
    let network = try MultilayerPerceptron(layerSizes: [3, 5, 1], activation: activation)
    let weights = normals(network.weightCount, seed: 4, scale: 0.7)
    let inputs = normals(4 * 3, seed: 5)
    let outputGradient = normals(4, seed: 6)
    let gradient = network.pullback(
      weights: weights, inputs: inputs, outputGradient: outputGradient)
    for index in weights.indices {
      let slope = centralDifference(weights, index) {
        dot(network.forward(weights: $0, inputs: inputs), outputGradient)
      }
      #expect(isClose(gradient.weights[index], slope, tolerance: 1e-9))
    }
    for index in inputs.indices {
      let slope = centralDifference(inputs, index) {
        dot(network.forward(weights: weights, inputs: $0), outputGradient)
      }
      #expect(isClose(gradient.inputs[index], slope, tolerance: 1e-9))
    }
  }

  /// More rows than one block: the batch gives what its rows give one by one.
  @Test func rowsDoNotMix() throws {
    let network = try MultilayerPerceptron(layerSizes: [2, 3, 1])
    let weights = normals(network.weightCount, seed: 7)
    let inputs = normals(2 * 600, seed: 8)
    let outputGradient = normals(600, seed: 9)
    let outputs = network.forward(weights: weights, inputs: inputs)
    let gradient = network.pullback(
      weights: weights, inputs: inputs, outputGradient: outputGradient)
    var sum = [Double](repeating: 0, count: weights.count)
    for row in 0..<600 {
      let one = Array(inputs[2 * row..<2 * row + 2])
      #expect(network.forward(weights: weights, inputs: one) == [outputs[row]])
      let part = network.pullback(
        weights: weights, inputs: one, outputGradient: [outputGradient[row]])
      #expect(part.inputs == Array(gradient.inputs[2 * row..<2 * row + 2]))
      for index in sum.indices { sum[index] += part.weights[index] }
    }
    for index in sum.indices {
      #expect(isClose(sum[index], gradient.weights[index], tolerance: 1e-12))
    }
    let again = network.pullback(weights: weights, inputs: inputs, outputGradient: outputGradient)
    #expect(again == gradient)
  }

  @Test func noRowsGiveNothing() throws {
    let network = try MultilayerPerceptron(layerSizes: [2, 1])
    #expect(network.forward(weights: [1, 2, 3], inputs: []) == [])
    let gradient = network.pullback(weights: [1, 2, 3], inputs: [], outputGradient: [])
    #expect(gradient.weights == [0, 0, 0])
    #expect(gradient.inputs == [])
  }

  @Test func initialWeightsFollowSeedAndScale() throws {
    let network = try MultilayerPerceptron(layerSizes: [40, 60, 1])
    func weights(_ seed: UInt64, finalScale: Double = 1, finalBias: Double = 0) -> [Double] {
      var generator = Xoshiro256StarStar(seed: seed)
      return network.initialWeights(
        using: &generator, finalScale: finalScale, finalBias: finalBias)
    }
    #expect(weights(1) == weights(1))
    #expect(weights(1) != weights(2))
    let kernel = weights(1)[..<2400]
    let limit = 0.06.squareRoot()  // √(6 / (40 + 60))
    #expect(kernel.allSatisfy { abs($0) <= limit })
    #expect(kernel.contains { abs($0) > 0.95 * limit })
    #expect(weights(1)[2400..<2460].allSatisfy { $0 == 0 })
    let constant = network.forward(
      weights: weights(1, finalScale: 0, finalBias: -1.5), inputs: normals(400, seed: 2))
    #expect(constant == [Double](repeating: -1.5, count: 10))
  }

  @Test func heInitializationHasItsSpread() throws {
    let layer = try Dense(inputCount: 50, outputCount: 400, activation: .relu)
    var generator = Xoshiro256StarStar(seed: 1)
    let kernel = layer.initialWeights(using: &generator)[..<20_000]
    let variance = kernel.reduce(0) { $0 + $1 * $1 } / 20_000
    // Five standard errors of a variance of 2 / 50.
    #expect(abs(variance - 0.04) < 5 * 0.04 * (2.0 / 20_000).squareRoot())
  }

  @Test(arguments: [[], [3], [3, 0, 1], [-1, 1]])
  func impossibleSizesAreRefused(_ sizes: [Int]) {
    #expect(throws: NeuralNetworkError.self) { try MultilayerPerceptron(layerSizes: sizes) }
    #expect(throws: NeuralNetworkError.self) { try KolmogorovArnoldNetwork(layerSizes: sizes) }
  }

  @Test func wrongShapesStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let network = try MultilayerPerceptron(layerSizes: [2, 1])
      _ = network.forward(weights: [1, 2], inputs: [1, 2])
    }
    await #expect(processExitsWith: .failure) {
      let network = try MultilayerPerceptron(layerSizes: [2, 1])
      _ = network.forward(weights: [1, 2, 3], inputs: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) {
      let network = try MultilayerPerceptron(layerSizes: [2, 1])
      _ = network.pullback(weights: [1, 2, 3], inputs: [1, 2], outputGradient: [1, 2])
    }
  }
}
