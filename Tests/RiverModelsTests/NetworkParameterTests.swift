import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import Testing

@Suite struct NetworkParameterTests {
  let attributes = [normals(12, seed: 1), normals(12, seed: 2), normals(12, seed: 3)]
  let areas = randomAreas(12, seed: 4)

  /// A perceptron with tanh, [3, 4, 1], in dual numbers, one value for each reach.
  private func perceptron(_ weights: [Dual]) -> [Dual] {
    (0..<12).map { reach in
      var output = weights[20]
      for hidden in 0..<4 {
        var sum = weights[12 + hidden]
        for input in 0..<3 {
          sum = sum + Dual(attributes[input][reach]) * weights[input * 4 + hidden]
        }
        let value = tanh(sum.value)
        output = output + Dual(value, slope: (1 - value * value) * sum.slope) * weights[16 + hidden]
      }
      return output
    }
  }

  @Test(arguments: [Bounds.manningRoughness, .channelWidthCoefficient])
  func perceptronPullback(_ bounds: Bounds) throws {
    let network = try MultilayerPerceptron(layerSizes: [3, 4, 1])
    let parameter = try NetworkParameter(
      network: network, attributes: attributes, bounds: bounds,
      start: bounds.value(of: -1))
    checkGradient(
      of: parameter, weights: normals(network.weightCount, seed: 5), reachCount: 12
    ) { weights in perceptron(weights).map(bounds.reference) }
  }

  @Test func splinePullback() throws {
    let network = try KolmogorovArnoldNetwork(layerSizes: [3, 2, 1], intervals: 3)
    let parameter = try NetworkParameter(
      network: network, attributes: attributes, bounds: .manningRoughness, start: 0.05)
    checkGradient(
      of: parameter, weights: normals(network.weightCount, seed: 6, scale: 0.4), reachCount: 12,
      reference: nil)
  }

  @Test func startsAtTheGivenValueEverywhere() throws {
    func check(_ parameter: some Parameterization) {
      let weights = parameter.initialWeights(seed: 3)
      #expect(weights == parameter.initialWeights(seed: 3))
      #expect(weights != parameter.initialWeights(seed: 4))
      for value in parameter.values(weights: weights) {
        #expect(isClose(value, 0.05, tolerance: 1e-14, scale: 0))
      }
      let gradient = parameter.pullback(
        weights: weights, valueGradient: normals(12, seed: 9))
      #expect(gradient.contains { $0 != 0 })
    }
    check(
      try NetworkParameter(
        network: MultilayerPerceptron(layerSizes: [3, 8, 8, 1]), attributes: attributes,
        bounds: .manningRoughness, start: 0.05))
    check(
      try NetworkParameter(
        network: KolmogorovArnoldNetwork(layerSizes: [3, 4, 1]), attributes: attributes,
        bounds: .manningRoughness, start: 0.05))
  }

  @Test func smallFinalScaleStartsNearby() throws {
    let parameter = try NetworkParameter(
      network: MultilayerPerceptron(layerSizes: [3, 8, 1]), attributes: attributes,
      bounds: .manningRoughness, start: 0.05, finalScale: 0.01)
    let values = parameter.values(weights: parameter.initialWeights(seed: 1))
    #expect(Set(values).count == 12)
    #expect(values.allSatisfy { abs($0 - 0.05) < 0.002 })
  }

  @Test func powerLawPlusNetworkPullback() throws {
    let network = try MultilayerPerceptron(layerSizes: [3, 4, 1])
    let parameter = try PowerLawPlusNetwork(
      powerLaw: PowerLawParameter(
        areas: areas, referenceArea: 100, bounds: .manningRoughness, startCoefficient: 0.05),
      network: network, attributes: attributes, penaltyWeight: 0.3)
    let weights = [log(0.06), -0.12] + normals(network.weightCount, seed: 7, scale: 0.5)
    checkGradient(of: parameter, weights: weights, reachCount: 12) { weights in
      zip(areas, perceptron(Array(weights[2...]))).map { area, correction in
        Bounds.manningRoughness.softReference(
          weights[0] + weights[1] * Dual(log(area / 100)) + correction)
      }
    }

    let penalty = parameter.penalty(weights: weights)
    for index in weights.indices {
      let duals = weights.indices.map { Dual(weights[$0], slope: $0 == index ? 1 : 0) }
      let charge = perceptron(Array(duals[2...])).reduce(Dual(0)) {
        $0 + Dual(0.3 / 12) * $1 * $1
      }
      #expect(isClose(penalty.value, charge.value, tolerance: 1e-13))
      #expect(isClose(penalty.gradient[index], charge.slope, tolerance: 1e-12))
    }
    #expect(penalty.value > 0)
  }

  @Test func powerLawPlusNetworkStartsOnTheLaw() throws {
    let law = try PowerLawParameter(
      areas: areas, referenceArea: 100, bounds: .manningRoughness, startCoefficient: 0.05,
      startExponent: -0.08)
    let parameter = try PowerLawPlusNetwork(
      powerLaw: law, network: KolmogorovArnoldNetwork(layerSizes: [3, 2, 1]),
      attributes: attributes, penaltyWeight: 1)
    let weights = parameter.initialWeights(seed: 5)
    #expect(parameter.corrections(weights: weights) == [Double](repeating: 0, count: 12))
    #expect(parameter.values(weights: weights) == law.values(weights: law.initialWeights(seed: 5)))
    #expect(parameter.penalty(weights: weights).value == 0)
  }

  /// The penalty must be found also through the protocol.
  @Test func penaltyIsDispatched() throws {
    let parameter: any Parameterization = try PowerLawPlusNetwork(
      powerLaw: PowerLawParameter(
        areas: areas, referenceArea: 100, bounds: .manningRoughness, startCoefficient: 0.05),
      network: MultilayerPerceptron(layerSizes: [3, 1]), attributes: attributes, penaltyWeight: 2)
    // Bias 0.5 alone: every correction is 0.5.
    let penalty = parameter.penalty(weights: [log(0.05), 0, 0, 0, 0, 0.5])
    #expect(isClose(penalty.value, 0.5, tolerance: 1e-15))
    #expect(isClose(penalty.gradient[5], 2, tolerance: 1e-15))
  }

  @Test func faultyInputIsRefused() throws {
    let network = try MultilayerPerceptron(layerSizes: [3, 1])
    func refused(_ attributes: [[Double]], _ network: MultilayerPerceptron) -> InputError? {
      #expect(throws: InputError.self) {
        try NetworkParameter(
          network: network, attributes: attributes, bounds: .manningRoughness, start: 0.05)
      }
    }
    #expect(refused([[1], [2]], network)?.found == "2 attributes")
    #expect(refused([[], [], []], network)?.found == "0")
    #expect(refused([[1], [2], [3, 4]], network)?.column == "attribute 2")
    #expect(refused([[1, 2], [2, .nan], [3, 4]], network)?.ids == ["reach[1]"])
    let twoOutputs = try MultilayerPerceptron(layerSizes: [3, 2])
    #expect(refused([[1], [2], [3]], twoOutputs)?.expected == "1")
    let law = try PowerLawParameter(
      areas: [1, 2], referenceArea: 1, bounds: .manningRoughness, startCoefficient: 0.05)
    #expect(throws: InputError.self) {
      try PowerLawPlusNetwork(powerLaw: law, network: network, attributes: attributes)
    }
    #expect(throws: InputError.self) {
      try PowerLawPlusNetwork(
        powerLaw: law, network: network, attributes: [[1, 2], [1, 2], [1, 2]], penaltyWeight: -1)
    }
  }

  @Test func errorsOfNetworksBecomeInputErrors() {
    let error = InputError(
      NeuralNetworkError("bad", subject: "clay", count: 3, found: "x", remedy: "y"), file: "a.nc")
    #expect(
      error
        == InputError("bad", file: "a.nc", column: "clay", count: 3, found: "x", remedy: "y"))
  }
}
