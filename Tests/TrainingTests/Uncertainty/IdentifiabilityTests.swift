import Foundation
import RiverModels
import RiverNetworks
import Testing
import Training

@Suite struct IdentifiabilityTests {
  private func problem(_ river: SmallRiver, at gauges: [Int]) throws -> RoutingProblem {
    try river.problem(
      truth: river.law(0.06, -0.15), at: gauges,
      parameters: PowerLawParameter(
        areas: river.areas, referenceArea: 100, bounds: .manningRoughness,
        startCoefficient: 0.06, startExponent: -0.15),
      noise: 0.1)
  }

  @Test("a reach that no gauge sees has no influence; the others as much as differences say")
  func sensitivity() throws {
    let river = try SmallRiver()
    let problem = try problem(river, at: [6])
    var options = river.options
    options.probePasses = 30
    let weights = problem.startWeights(seed: 1)
    let found = try GaugeSensitivity(
      problem, weights: weights, fitting: [40..<400], ridge: 0.01, options: options)
    let network = problem.network
    let seen = network.reachesUpstream(of: problem.gauges.map(\.reach))
    for reach in seen.indices where !seen[reach] {
      #expect(found.rootMeanSquare[0][reach] == 0)
      #expect(!found.isConstrained[reach])
    }
    let reach = network.index(of: .number(6))!.position
    func daily(_ factor: Double) -> [Double] {
      var channels = problem.channels(weights)
      channels[reach].roughness *= factor
      return problem.evaluate(channels: channels, offsets: [0], days: 0..<410).daily[0]
    }
    let slopes = zip(daily(1.02), daily(0.98)).map { ($0 - $1) / 0.04 }[40..<400]
    let exact = (slopes.reduce(0) { $0 + $1 * $1 } / 360).squareRoot()
    #expect(abs(found.rootMeanSquare[0][reach] / exact - 1) < 0.15)
  }

  @Test("a better gauge constrains more reaches")
  func criterion() throws {
    let river = try SmallRiver()
    let problem = try problem(river, at: [12])
    let weights = problem.startWeights(seed: 1)
    func count(_ ridge: Double) throws -> Int {
      try GaugeSensitivity(
        problem, weights: weights, fitting: [40..<400], ridge: ridge, options: river.options
      ).isConstrained.count { $0 }
    }
    #expect(try count(1e9) == 0)
    #expect(try count(1e-9) == river.network.count)
  }

  @Test("the profile finds the exponent, and is the wider the fewer days there are")
  func profile() throws {
    let river = try SmallRiver()
    let problem = try problem(river, at: [12])
    func profile(_ days: Range<Int>) throws -> ExponentProfile {
      try #require(
        try MapIdentifiability(
          problem, weights: problem.startWeights(seed: 1), exponent: -0.15,
          seen: river.areas.map { _ in true }, fitting: [days], options: river.options
        ).profile)
    }
    let long = try profile(40..<940)
    let short = try profile(40..<140)
    #expect(long.interval[0] < long.best && long.best < long.interval[1])
    #expect(long.interval[0] < -0.15 && -0.15 < long.interval[1])
    #expect(short.interval[1] - short.interval[0] > long.interval[1] - long.interval[0])
    #expect(long.points.map(\.exponent) == long.points.map(\.exponent).sorted())
    #expect(long.points.map(\.deviance).min() == 0)
    #expect(abs(long.offsetCorrelations[0]) <= 1)
  }

  @Test("the interval is where the root of the deviance crosses, open where it does not")
  func crossing() {
    func point(_ exponent: Double, _ deviance: Double) -> ExponentProfile.Point {
      .init(exponent: exponent, loss: 1, deviance: deviance, levelFactor: 1, offsets: [])
    }
    let limit = GaugeSensitivity.devianceLimit
    let (interval, isOpen) = ExponentProfile.interval([
      point(-0.2, 4 * limit), point(0, 0), point(0.1, limit / 4),
    ])
    #expect(abs(interval[0] + 0.1) < 1e-12)
    #expect(interval[1] == 0.1)
    #expect(isOpen == [false, true])
  }
}
