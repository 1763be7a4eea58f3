import NeuralNetworks
import Testing

/// The network once more, weight by weight in the documented order.
private func reference(
  _ network: KolmogorovArnoldNetwork, weights: [Dual], row: [Dual]
) -> [Dual] {
  var values = row
  var start = 0
  for layer in network.layers {
    let basis = layer.basis
    let perInput = (1 + basis.count) * layer.outputCount
    values = (0..<layer.outputCount).map { output in
      var sum = weights[start + layer.inputCount * perInput + output]
      for input in 0..<layer.inputCount {
        let first = start + input * perInput
        sum = sum + weights[first + output] * layer.baseActivation.reference(values[input])
        for index in 0..<basis.count {
          sum =
            sum + weights[first + (1 + index) * layer.outputCount + output]
            * referenceBSpline(basis, index, degree: basis.degree, at: values[input])
        }
      }
      return sum
    }
    start += layer.weightCount
  }
  return values
}

@Suite struct KolmogorovArnoldNetworkTests {
  @Test(arguments: 1...4)
  func pullbackAgreesWithDuals(degree: Int) throws {
    let network = try KolmogorovArnoldNetwork(
      layerSizes: [2, 3, 2], degree: degree, intervals: 4, halfWidth: 1.5)
    #expect(network.weightCount == 2 * (5 + degree) * 3 + 3 + 3 * (5 + degree) * 2 + 2)
    let weights = normals(network.weightCount, seed: 1, scale: 0.5)
    // The last rows are outside the grid: just, and so far that no spline is left.
    let inputs = normals(4 * 2, seed: 2) + [1.6, -1.7, 20, -30]
    let outputGradient = normals(6 * 2, seed: 3)
    let outputs = network.forward(weights: weights, inputs: inputs)
    let gradient = network.pullback(
      weights: weights, inputs: inputs, outputGradient: outputGradient)

    func slope(weight: Int?, input: Int?) -> Double {
      let duals = weights.indices.map { Dual(weights[$0], slope: $0 == weight ? 1 : 0) }
      let columns = inputs.indices.map { Dual(inputs[$0], slope: $0 == input ? 1 : 0) }
      let results = (0..<6).flatMap { row in
        reference(network, weights: duals, row: Array(columns[row * 2..<row * 2 + 2]))
      }
      for (a, b) in zip(results, outputs) { #expect(isClose(a.value, b, tolerance: 1e-12)) }
      return dot(results.map(\.slope), outputGradient)
    }
    for index in weights.indices {
      #expect(isClose(gradient.weights[index], slope(weight: index, input: nil), tolerance: 1e-11))
    }
    for index in inputs.indices {
      #expect(isClose(gradient.inputs[index], slope(weight: nil, input: index), tolerance: 1e-11))
    }
  }

  @Test func pullbackAgreesWithCentralDifferences() throws {
    let network = try KolmogorovArnoldNetwork(layerSizes: [3, 4, 1])
    let weights = normals(network.weightCount, seed: 4, scale: 0.3)
    let inputs = normals(5 * 3, seed: 5)
    let outputGradient = normals(5, seed: 6)
    let gradient = network.pullback(
      weights: weights, inputs: inputs, outputGradient: outputGradient)
    for index in weights.indices {
      let slope = centralDifference(weights, index) {
        dot(network.forward(weights: $0, inputs: inputs), outputGradient)
      }
      #expect(isClose(gradient.weights[index], slope, tolerance: 1e-8))
    }
    for index in inputs.indices {
      let slope = centralDifference(inputs, index) {
        dot(network.forward(weights: weights, inputs: $0), outputGradient)
      }
      #expect(isClose(gradient.inputs[index], slope, tolerance: 1e-8))
    }
  }

  /// Outside the grid, splines gone, an edge is its base activation.
  @Test func farOutsideTheGridTheBaseRemains() throws {
    let network = try KolmogorovArnoldNetwork(layerSizes: [1, 1])
    var weights = [Double](repeating: 5, count: network.weightCount)
    weights[0] = 2
    weights[network.weightCount - 1] = 0.25
    let x = 40.0
    #expect(
      network.forward(weights: weights, inputs: [x]) == [2 * Activation.silu.value(x) + 0.25])
    // Inside, equal coefficients make the constant 5.
    let inside = network.forward(weights: weights, inputs: [0.7])[0]
    #expect(isClose(inside, 2 * Activation.silu.value(0.7) + 5.25, tolerance: 1e-14))
  }

  @Test func valuesOutsideTheGridAreCounted() throws {
    let network = try KolmogorovArnoldNetwork(layerSizes: [2, 1, 1], halfWidth: 3)
    var weights = [Double](repeating: 0, count: network.weightCount)
    // The hidden value is the first layer's bias, for all rows but none other.
    weights[network.layers[0].weightCount - 1] = 3.5
    let inputs = [0, 3, -3, 3.1, -4, .nan]
    #expect(network.outsideGridCounts(weights: weights, inputs: inputs) == [3, 3])
  }

  @Test func startIsSeededAndMayBeConstant() throws {
    let network = try KolmogorovArnoldNetwork(layerSizes: [3, 5, 1])
    func weights(_ seed: UInt64, _ finalScale: Double) -> [Double] {
      var generator = Xoshiro256StarStar(seed: seed)
      return network.initialWeights(using: &generator, finalScale: finalScale, finalBias: 0.75)
    }
    #expect(weights(1, 1) == weights(1, 1))
    #expect(weights(1, 1) != weights(2, 1))
    let inputs = normals(30, seed: 3)
    #expect(
      network.forward(weights: weights(1, 0), inputs: inputs)
        == [Double](repeating: 0.75, count: 10))
    // The constant network still learns: its last layer has a gradient.
    let gradient = network.pullback(
      weights: weights(1, 0), inputs: inputs, outputGradient: normals(10, seed: 4))
    #expect(gradient.weights[network.layers[0].weightCount...].contains { $0 != 0 })
  }
}
