import Foundation
import RiverModels
import RiverNetworks
import TestSupport
import Testing

@Suite struct PowerLawPlusDeviationTests {
  private let network = SampleNetwork.star(tributaries: 4).network

  private func parameter(
    deviation: Double = 0.3, correlation: Double = 8_000, monotone: Double = 0
  ) throws -> PowerLawPlusDeviation {
    try PowerLawPlusDeviation(
      powerLaw: PowerLawParameter(
        areas: network.accumulatedDownstream(network.lengths.map { $0 / 100 }),
        referenceArea: 100, bounds: .manningRoughness, startCoefficient: 0.05),
      network: network, deviation: deviation, correlationLength: correlation, monotone: monotone)
  }

  private func gradientError(
    _ weights: [Double], _ value: ([Double]) -> Double, _ gradient: [Double]
  ) -> Double {
    weights.indices.map { index in
      var (up, down) = (weights, weights)
      up[index] += 1e-5
      down[index] -= 1e-5
      return abs((value(up) - value(down)) / 2e-5 - gradient[index])
    }.max()!
  }

  @Test func itBeginsAsALaw() throws {
    let parameter = try parameter()
    let weights = parameter.initialWeights(seed: 1)
    let law = parameter.powerLaw.values(weights: [log(0.05), 0])
    #expect(parameter.values(weights: weights) == law)
    #expect(parameter.prior?.means == weights)
    #expect(parameter.prior?.deviations == [0.5, 0.3] + network.lengths.map { _ in 1 })
  }

  @Test func pullbackIsTheTranspose() throws {
    let parameter = try parameter()
    let weights = [log(0.06), -0.1] + normals(network.count, seed: 4)
    let seeds = normals(network.count, seed: 5)
    let error = gradientError(
      weights, { zip(parameter.values(weights: $0), seeds).reduce(0) { $0 + $1.0 * $1.1 } },
      parameter.pullback(weights: weights, valueGradient: seeds))
    #expect(error < 1e-8)
  }

  @Test func onlyRisesDownstreamAreCharged() throws {
    let parameter = try parameter(monotone: 2)
    var weights = parameter.initialWeights(seed: 1)
    weights[1] = -0.2
    #expect(parameter.penalty(weights: weights).value == 0)
    weights[1] = 0.2
    let penalty = parameter.penalty(weights: weights)
    #expect(penalty.value > 0)
    let error = gradientError(weights, { parameter.penalty(weights: $0).value }, penalty.gradient)
    #expect(error < 1e-8)
  }

  @Test("deviations have deviation one, and correlate by their distance along the river")
  func process() throws {
    let process = try NetworkDeviation(network: network, correlationLength: 8_000)
    // Rows of the linear map from z to δ: their products are the covariances.
    let columns = (0..<network.count).map { index in
      process.deviations((0..<network.count).map { $0 == index ? 1 : 0 })
    }
    func covariance(_ a: Int, _ b: Int) -> Double {
      columns.reduce(0) { $0 + $1[a] * $1[b] }
    }
    for reach in network.indices {
      #expect(abs(covariance(reach.position, reach.position) - 1) < 1e-12)
      for link in network.links(into: reach) {
        let (up, down) = (link.upstream.position, link.downstream.position)
        let distance = (network.lengths[up] + network.lengths[down]) / 2
        #expect(abs(covariance(up, down) - exp(-distance / 8_000)) < 1e-12)
      }
    }
    let alone = try NetworkDeviation(network: network, correlationLength: 0)
    #expect(alone.deviations([1, 2, 3, 4, 5, 6]) == [1, 2, 3, 4, 5, 6])
  }

  @Test func faultyNumbersAreRefused() {
    #expect(throws: InputError.self) { try parameter(deviation: -1) }
    #expect(throws: InputError.self) { try parameter(correlation: -1) }
    #expect(throws: InputError.self) { try parameter(monotone: .nan) }
  }
}
