import Foundation
import RiverModels
import RiverNetworks
import Testing

@Suite struct ParameterizationTests {
  @Test func constantIsTheSameEverywhere() throws {
    let parameter = try ConstantParameter(reachCount: 4, bounds: .manningRoughness, start: 0.05)
    let weights = parameter.initialWeights(seed: 1)
    for value in parameter.values(weights: weights) {
      #expect(isClose(value, 0.05, tolerance: 1e-14, scale: 0))
    }
    checkGradient(of: parameter, weights: [0.3], reachCount: 4) { weights in
      [Dual](repeating: Bounds.manningRoughness.reference(weights[0]), count: 4)
    }
    #expect(throws: InputError.self) {
      try ConstantParameter(reachCount: 4, bounds: .manningRoughness, start: 0.3)
    }
  }

  @Test func fixedHasNothingToLearn() throws {
    let parameter = try FixedParameter(values: [0.03, 0.07])
    #expect(parameter.weightCount == 0)
    #expect(parameter.initialWeights(seed: 1) == [])
    #expect(parameter.values(weights: []) == [0.03, 0.07])
    #expect(parameter.pullback(weights: [], valueGradient: [1, 2]) == [])
    #expect(parameter.penalty(weights: []).value == 0)
    #expect(try FixedParameter(21, reachCount: 3).values(weights: []) == [21, 21, 21])
    let error = #expect(throws: InputError.self) { try FixedParameter(values: [1, .nan, .nan]) }
    #expect(error?.ids == ["reach[1]", "reach[2]"])
    #expect(error?.count == 2)
  }

  @Test(arguments: [Bounds.manningRoughness, .channelWidthCoefficient])
  func perReachLearnsEachReach(_ bounds: Bounds) throws {
    let start = [0.1, 0.3, 0.5, 0.9].map { bounds.lower + $0 * (bounds.upper - bounds.lower) }
    let parameter = try PerReachParameter(bounds: bounds, start: start)
    #expect(parameter.weightCount == 4)
    let values = parameter.values(weights: parameter.initialWeights(seed: 9))
    for (a, b) in zip(values, start) { #expect(isClose(a, b, tolerance: 1e-13, scale: 0)) }
    checkGradient(of: parameter, weights: normals(4, seed: 2), reachCount: 4) {
      $0.map(bounds.reference)
    }
    let penalty = parameter.penalty(weights: [1, 2, 3, 4])
    #expect(penalty.value == 0 && penalty.gradient == [0, 0, 0, 0])
    let error = #expect(throws: InputError.self) {
      try PerReachParameter(bounds: bounds, start: start + [bounds.upper])
    }
    #expect(error?.ids == ["reach[4]"])
  }

  @Test func powerLawIsOneInsideItsBounds() throws {
    let areas = [10.0, 100, 1000]
    let parameter = try PowerLawParameter(
      areas: areas, referenceArea: 100, bounds: .manningRoughness, startCoefficient: 0.06,
      startExponent: -0.1)
    let weights = parameter.initialWeights(seed: 0)
    #expect(isClose(parameter.coefficient(weights: weights), 0.06, tolerance: 1e-15, scale: 0))
    #expect(parameter.exponent(weights: weights) == -0.1)
    for (value, area) in zip(parameter.values(weights: weights), areas) {
      let law = 0.06 * pow(area / 100, -0.1)
      #expect(isClose(value, law, tolerance: 1e-9, scale: 0))
    }
  }

  /// Also with reaches at the bounds and far beyond them.
  @Test(arguments: [[log(0.06), -0.15], [log(0.03), 0.4], [log(0.3), -0.7]])
  func powerLawPullback(_ weights: [Double]) throws {
    let areas = randomAreas(30, seed: 3)
    let parameter = try PowerLawParameter(
      areas: areas, referenceArea: 50, bounds: .manningRoughness, startCoefficient: 0.05)
    checkGradient(of: parameter, weights: weights, reachCount: 30) { weights in
      areas.map {
        Bounds.manningRoughness.softReference(weights[0] + weights[1] * Dual(log($0 / 50)))
      }
    }
    let values = parameter.values(weights: [log(0.05), 30])
    #expect(values.allSatisfy { $0 >= 0.015 && $0 <= 0.25 })
  }

  @Test func powerLawRefusesFaultyInput() {
    func law(_ areas: [Double], _ bounds: Bounds, reference: Double = 1, start: Double = 0.05)
      throws -> PowerLawParameter
    {
      try PowerLawParameter(
        areas: areas, referenceArea: reference, bounds: bounds, startCoefficient: start)
    }
    let error = #expect(throws: InputError.self) { try law([1, 0, -3], .manningRoughness) }
    #expect(error?.ids == ["reach[1]", "reach[2]"])
    #expect(throws: InputError.self) { try law([1, 2], .channelShapeExponent) }
    #expect(throws: InputError.self) { try law([1, 2], .manningRoughness, reference: 0) }
    #expect(throws: InputError.self) { try law([1, 2], .manningRoughness, start: 0.25) }
  }

  @Test func wrongShapesStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let parameter = try ConstantParameter(reachCount: 2, bounds: .manningRoughness, start: 0.05)
      _ = parameter.values(weights: [1, 2])
    }
    await #expect(processExitsWith: .failure) {
      let parameter = try PerReachParameter(bounds: .manningRoughness, start: [0.05, 0.05])
      _ = parameter.pullback(weights: [1, 2], valueGradient: [1])
    }
    await #expect(processExitsWith: .failure) {
      _ = try FixedParameter(1, reachCount: 2).penalty(weights: [1])
    }
  }
}
