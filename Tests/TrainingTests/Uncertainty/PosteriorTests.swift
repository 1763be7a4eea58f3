import Foundation
import RiverModels
import RiverNetworks
import Testing
import Training

@Suite struct PosteriorTests {
  private func problem(
    _ river: SmallRiver, truth: [Double], noise: Double = 0, at gauges: [Int] = [12],
    deviation: Double = 0.1
  ) throws -> RoutingProblem {
    let law = try PowerLawParameter(
      areas: river.areas, referenceArea: 100, bounds: .manningRoughness, startCoefficient: 0.05)
    return try river.problem(
      truth: truth, at: gauges,
      parameters: PowerLawPlusDeviation(
        powerLaw: law, network: river.network, deviation: deviation),
      noise: noise)
  }

  @Test("exact observations give the law back")
  func exact() throws {
    let river = try SmallRiver()
    let problem = try problem(river, truth: river.law(0.06, -0.15))
    let search = try GaussNewton(problem, fitting: [40..<900], options: river.options)
    let mode = search.mode()
    #expect(mode.loss < 1e-4)
    #expect(mode.history.last! < 0.01 * mode.history[0])
    let learned = problem.channels(mode.weights).map(\.roughness)
    let law = try AreaLaw(fitting: learned, areas: river.areas, referenceArea: 100)
    #expect(abs(law.exponent + 0.15) < 0.05)
    #expect(abs(law.coefficient - 0.06) < 0.006)
  }

  @Test("members differ by number and seed, not by threads, and surround the truth")
  func members() throws {
    let river = try SmallRiver()
    let problem = try problem(river, truth: river.law(0.06, -0.15), noise: 0.05)
    func mode(_ threads: Int) throws -> PosteriorMode {
      var options = river.options
      options.threads = threads
      return try GaussNewton(problem, fitting: [40..<900], options: options).mode()
    }
    let one = try mode(1)
    let two = try mode(2)
    #expect(one.weights == two.weights)
    #expect(one.member(3, seed: 1) == two.member(3, seed: 1))
    #expect(one.member(3, seed: 1) != one.member(4, seed: 1))
    #expect(one.member(3, seed: 1) != one.member(3, seed: 2))
    let ensemble = RoughnessEnsemble((0..<200).map { one.member($0, seed: 1) }, problem: problem)
    let exponents = ensemble.laws(
      areas: river.areas, referenceArea: 100, reaches: Array(river.areas.indices)
    ).map(\.exponent)
    #expect(ensemble.interval(exponents).contains(-0.15))
    #expect(zip(ensemble.lower, ensemble.upper).allSatisfy { $0 < $1 })
  }

  @Test("without anything to learn from, members are as wide as the prior")
  func priorWidth() throws {
    let river = try SmallRiver()
    // The gauge stands at a headwater: what lies below it, it cannot see.
    let problem = try problem(river, truth: river.law(0.06, 0), at: [100])
    var options = river.options
    options.observationError = 0.03
    let mode = try GaussNewton(problem, fitting: [40..<400], options: options).mode()
    let members = (0..<400).map { mode.member($0, seed: 2) }
    let outlet = problem.network.index(of: .number(12))!.position
    let values = members.map { $0[.roughness][2 + outlet] }
    let squares = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    #expect(abs(squares.squareRoot() - 1) < 0.12)
  }

  @Test("a weight without prior is refused")
  func refusal() throws {
    let river = try SmallRiver()
    let problem = try river.problem(
      truth: river.law(0.06, 0),
      parameters: PerReachParameter(bounds: .manningRoughness, start: river.law(0.05, 0)))
    let error = #expect(throws: InputError.self) {
      try GaussNewton(problem, fitting: [40..<400], options: river.options)
    }
    #expect(error?.remedy?.contains("adam") == true)
  }

  @Test("errors are redrawn block by block, on their days")
  func redrawn() {
    let gauge = RoutingProblem.Gauge(
      station: "a", reach: ReachIndex(0), observed: [10, 10, 10, 10, .nan, 10])
    let simulated = [[9.0, 8, 11, 12, 5, .nan]]
    func drawn(_ member: Int) -> [Double] {
      RedrawnErrors(blockDays: 2, seed: 1, member: member)
        .gauges([gauge], simulated: simulated)[0].observed
    }
    let first = drawn(0)
    // Errors of a block keep their ratio: 1 to 2, and -1 to -2.
    #expect(abs((first[1] - 10) - 2 * (first[0] - 10)) < 1e-12)
    #expect(abs((first[3] - 10) - 2 * (first[2] - 10)) < 1e-12)
    #expect(first[4].isNaN && first[5] == 10)
    #expect(drawn(0).prefix(4) == first.prefix(4))
    #expect(drawn(1)[0] != first[0])
    // A gauge that is only scored does not begin to train.
    let scored = RoutingProblem.Gauge(
      station: "b", reach: ReachIndex(0), observed: gauge.observed, isTrained: false)
    let redrawn = RedrawnErrors(blockDays: 2, seed: 1, member: 0)
      .gauges([gauge, scored], simulated: simulated + simulated)
    #expect(redrawn.map(\.isTrained) == [true, false])
  }
}
