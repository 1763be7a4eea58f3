import Foundation
import ReachOperators
import TestSupport
import Testing

/// Random reach states and what follows from each, one value a state.
struct GoldenPhysics: Decodable, Sendable {
  struct Inputs: Decodable, Sendable { let Q, n, p, q, S, L: [Double] }
  struct Outputs: Decodable, Sendable {
    let depth, top_width, side_slope, bottom_width, area, wetted_perimeter: [Double]
    let hydraulic_radius, velocity_before_clamp, beta, celerity, X, K, C1, C2, C3, C4: [Double]
  }
  let inputs: Inputs
  let outputs: Outputs
}

@Suite("Parity with golden physics", .enabled(if: GoldenFile.isThere, "\(GoldenFile.absence)"))
struct ReachPhysicsParityTests {
  @Test(
    "Section, celerity, X, K and C₁...C₄ of single reaches",
    arguments: GoldenFile.all.filter { $0.physics != nil })
  func reaches(_ file: GoldenFile) throws {
    let golden = try #require(file.physics)
    let inputs = golden.inputs
    let outputs = golden.outputs
    #expect(!inputs.Q.isEmpty && inputs.Q.count == outputs.C4.count)
    let limits = ChannelLimits()
    let timeStep = 3_600.0
    let geometry = ChannelGeometry<Double>(limits: limits)
    // Printed with 14 digits; inputs with 9 are exact as given.
    let tolerance = 1e-11
    for reach in inputs.Q.indices {
      let parameters = ChannelParameters<Double>(
        ReachChannel(
          length: inputs.L[reach], slope: inputs.S[reach], roughness: inputs.n[reach],
          widthExponent: inputs.q[reach], widthFactor: inputs.p[reach]), limits: limits)
      let section = geometry.section(discharge: inputs.Q[reach], parameters: parameters)
      func expect(_ name: String, _ found: Double, _ expected: Double, slack: Double = 1) {
        #expect(
          abs(found - expected) <= tolerance * slack * max(abs(expected), 1e-3),
          "\(name) of reach \(reach): \(found), golden \(expected)")
      }
      expect("depth", section.depth, outputs.depth[reach])
      expect("top width", section.topWidth, outputs.top_width[reach])
      expect("side slope", section.sideSlope, outputs.side_slope[reach])
      expect("bottom width", section.bottomWidth, outputs.bottom_width[reach])
      expect("area", section.area, outputs.area[reach])
      expect("perimeter", section.perimeter, outputs.wetted_perimeter[reach])
      expect("radius", section.hydraulicRadius, outputs.hydraulic_radius[reach])
      expect("velocity", section.unlimitedVelocity, outputs.velocity_before_clamp[reach])

      // The step is linear in what arrives: its coefficients are derivatives.
      let c1 = derivative(parameters, inputs.Q[reach], limits, of: .inflow)
      let c2 = derivative(parameters, inputs.Q[reach], limits, of: .inflowBefore)
      let c4 = derivative(parameters, inputs.Q[reach], limits, of: .lateral)
      expect("C1", c1, outputs.C1[reach])
      expect("C2", c2, outputs.C2[reach])
      expect("C3", 1 - c1 - c2, outputs.C3[reach], slack: 10)
      expect("C4", c4, outputs.C4[reach])
      let denominator = 2 * timeStep / c4
      let twiceKX = timeStep - c1 * denominator
      let travel = (denominator - timeStep + twiceKX) / 2
      expect("K", travel, outputs.K[reach], slack: 100)
      expect("X", twiceKX / (2 * travel), outputs.X[reach], slack: 100)
      let celerity = inputs.L[reach] / travel
      expect("celerity", celerity, outputs.celerity[reach], slack: 100)
      expect("beta", celerity / section.velocity, outputs.beta[reach], slack: 100)
    }
  }

  private enum Input { case inflow, inflowBefore, lateral }

  private func derivative(
    _ p: ChannelParameters<Double>, _ discharge: Double, _ limits: ChannelLimits, of input: Input
  ) -> Double {
    let scheme = MuskingumCunge<DualNumber, ManningCelerity>(timeStep: 3_600, limits: limits)
    var state = MuskingumCunge<DualNumber, ManningCelerity>.State(
      discharge: DualNumber(discharge),
      inflow: DualNumber(1, derivative: input == .inflowBefore ? 1 : 0))
    return scheme.advance(
      &state,
      inflow: .init(
        unfloored: DualNumber(1, derivative: input == .inflow ? 1 : 0), floored: DualNumber(1)),
      lateral: DualNumber(1, derivative: input == .lateral ? 1 : 0),
      parameters: ChannelParameters(
        logConveyanceFactor: DualNumber(p.logConveyanceFactor),
        depthExponent: DualNumber(p.depthExponent), widthExponent: DualNumber(p.widthExponent),
        logWidthFactor: DualNumber(p.logWidthFactor), velocityFactor: DualNumber(p.velocityFactor),
        fall: DualNumber(p.fall), twiceLength: DualNumber(p.twiceLength))
    ).discharge.derivative
  }
}
