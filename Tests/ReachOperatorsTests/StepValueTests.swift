import Foundation
import NeuralNetworks
import ReachOperators
import TestSupport
import Testing

@Suite("The step's values")
struct StepValueTests {
  typealias Scalar<Celerity: CelerityRule> = MuskingumCunge<Double, Celerity>

  private func reference(_ legacyX: Double?, _ limits: ChannelLimits) -> ReferenceRouting<Double> {
    var reference = ReferenceRouting<Double>(SampleNetwork.singleReach.network, legacyX: legacyX)
    reference.limits = limits
    return reference
  }

  private func check<Celerity: CelerityRule>(
    _ celerity: Celerity.Type, legacyX: Double?, limits: ChannelLimits, seed: UInt64
  ) {
    let scheme = Scalar<Celerity>(
      timeStep: 3_600, limits: limits, constantX: legacyX ?? .nan)
    let plain = reference(legacyX, limits)
    for state in StepState.random(1_000, seed: seed, limits: limits) {
      var next = Scalar<Celerity>.State(
        discharge: state.discharge, inflow: state.inflowBefore)
      let result = scheme.advance(
        &next, inflow: .init(unfloored: state.inflow, floored: state.inflowFloored),
        lateral: state.lateral, parameters: state.parameters(limits))
      let c = plain.coefficients(state.discharge, .init(state.channel))
      let lateral = max(state.lateral, limits.discharge)
      let terms = [
        c.c1 * state.inflow, c.c2 * state.inflowBefore, c.c3 * state.discharge, c.c4 * lateral,
      ]
      let expected = terms.reduce(0, +)
      let scale = terms.reduce(0) { $0 + abs($1) }
      #expect(abs(result.discharge - expected) <= 1e-12 * scale, "\(state)")
      #expect(next.discharge == max(result.discharge, limits.discharge))
      #expect(next.inflow == state.inflowFloored)
      #expect(result.ledger.madeByDischargeFloor == next.discharge - result.discharge)
      #expect(result.ledger.madeByInflowFloor == lateral - state.lateral)
      #expect((result.ledger.flooredSteps == 1) == (result.discharge < limits.discharge))
      #expect((result.ledger.stepsOutsideCourantWindow == 1) == c.outsideCourantWindow)
    }
  }

  @Test("Agree with the formulas as they are printed, `corrected` and `legacy`")
  func printedFormulas() {
    check(ManningCelerity.self, legacyX: nil, limits: ChannelLimits(), seed: 31)
    check(WideChannelCelerity.self, legacyX: 0.3, limits: ChannelLimits(), seed: 32)
    var limits = ChannelLimits()
    limits.bottomWidth = 0.1
    limits.slope = 1e-4
    limits.discharge = 1e-3
    check(ManningCelerity.self, legacyX: nil, limits: limits, seed: 33)
    check(WideChannelCelerity.self, legacyX: 0, limits: limits, seed: 34)
  }

  @Test("A steady reach stays steady")
  func steady() {
    let limits = ChannelLimits()
    let scheme = Scalar<ManningCelerity>(timeStep: 3_600, limits: limits)
    for state in StepState.random(300, seed: 35, limits: limits) {
      let lateral = max(state.lateral, limits.discharge)
      let inflow = state.inflowBefore
      var next = Scalar<ManningCelerity>.State(discharge: inflow + lateral, inflow: inflow)
      let result = scheme.advance(
        &next, inflow: .init(unfloored: inflow, floored: inflow), lateral: lateral,
        parameters: state.parameters(limits))
      #expect(abs(result.discharge - (inflow + lateral)) <= 1e-13 * (inflow + lateral) * 1e2)
    }
  }

  /// All lanes of a vector type against single numbers in double precision, values and sensitivities.
  private func lanes<Number: Lane, Celerity: CelerityRule>(
    _ type: Number.Type, _ celerity: Celerity.Type, value: Double, sensitivity: Double,
    clearOfLimits: Double, seed: UInt64
  ) {
    let limits = ChannelLimits()
    typealias Wide = MuskingumCunge<Number, Celerity>
    let wide = Wide(timeStep: 3_600, limits: limits)
    let single = Scalar<Celerity>(timeStep: 3_600, limits: limits)
    let states = StepState.random(samples(800) * 2, seed: seed, limits: limits)
    var generator = Xoshiro256StarStar(seed: seed + 1)
    var compared = 0
    for start in stride(from: 0, to: states.count - Number.width, by: Number.width) {
      // Inputs as this type can hold them.
      func rounded(_ x: Double) -> Double { Double(Number.Scalar(x)) }
      let group = states[start..<start + Number.width].map { state in
        var state = state
        state.discharge = max(rounded(state.discharge), rounded(limits.discharge))
        state.inflowBefore = rounded(state.inflowBefore)
        state.inflow = rounded(state.inflow)
        state.inflowFloored = rounded(state.inflowFloored)
        state.lateral = rounded(state.lateral)
        return state
      }
      let parameters = group.map { state in
        let p = state.parameters(limits)
        return ChannelParameters<Double>(
          logConveyanceFactor: rounded(p.logConveyanceFactor),
          depthExponent: rounded(p.depthExponent), widthExponent: rounded(p.widthExponent),
          logWidthFactor: rounded(p.logWidthFactor), velocityFactor: rounded(p.velocityFactor),
          fall: rounded(p.fall), twiceLength: rounded(p.twiceLength))
      }
      let seeds = (0..<3).map { _ in
        (0..<Number.width).map { _ in rounded(.random(in: -1...1, using: &generator)) }
      }
      let wideParameters = ChannelParameters<Number>(
        logConveyanceFactor: vector(parameters.map(\.logConveyanceFactor)),
        depthExponent: vector(parameters.map(\.depthExponent)),
        widthExponent: vector(parameters.map(\.widthExponent)),
        logWidthFactor: vector(parameters.map(\.logWidthFactor)),
        velocityFactor: vector(parameters.map(\.velocityFactor)),
        fall: vector(parameters.map(\.fall)), twiceLength: vector(parameters.map(\.twiceLength)))
      let before = Wide.State(
        discharge: vector(group.map(\.discharge)), inflow: vector(group.map(\.inflowBefore)))
      let inflow = Wide.Inflow(
        unfloored: vector(group.map(\.inflow)), floored: vector(group.map(\.inflowFloored)))
      var next = before
      let released = wide.advance(
        &next, inflow: inflow, lateral: vector(group.map(\.lateral)), parameters: wideParameters)
      var adjoint = Wide.State(discharge: vector(seeds[1]), inflow: vector(seeds[2]))
      let back = wide.advanceAdjoint(
        state: before, inflow: inflow, lateral: vector(group.map(\.lateral)),
        parameters: wideParameters, adjoint: &adjoint, released: vector(seeds[0]))

      for (lane, state) in group.enumerated() {
        var scalarNext = Scalar<Celerity>.State(
          discharge: state.discharge, inflow: state.inflowBefore)
        let scalarInflow = Scalar<Celerity>.Inflow(
          unfloored: state.inflow, floored: state.inflowFloored)
        let expected = single.advance(
          &scalarNext, inflow: scalarInflow, lateral: state.lateral, parameters: parameters[lane])
        // Near a limit the two may stand on different sides of it.
        let regime = StepRegime(state, limits: limits, released: expected.discharge)
        guard regime.nearest > clearOfLimits else { continue }
        compared += 1
        let size = abs(state.inflow) + state.inflowBefore + state.discharge + state.lateral
        #expect(
          abs(scalar(released.discharge, lane) - expected.discharge) <= value * size, "\(state)")
        var scalarAdjoint = Scalar<Celerity>.State(
          discharge: seeds[1][lane], inflow: seeds[2][lane])
        let scalarBack = single.advanceAdjoint(
          state: .init(discharge: state.discharge, inflow: state.inflowBefore),
          inflow: scalarInflow, lateral: state.lateral, parameters: parameters[lane],
          adjoint: &scalarAdjoint, released: seeds[0][lane])
        // Sensitivities times the size of what they belong to, so that they can be compared.
        let p = parameters[lane]
        let pairs: [(Double, Double, Double)] = [
          (scalar(adjoint.discharge, lane), scalarAdjoint.discharge, state.discharge),
          (scalar(adjoint.inflow, lane), scalarAdjoint.inflow, state.inflowBefore),
          (scalar(back.inflow.unfloored, lane), scalarBack.inflow.unfloored, state.inflow),
          (scalar(back.lateral, lane), scalarBack.lateral, state.lateral),
          (
            scalar(back.parameters.logConveyanceFactor, lane),
            scalarBack.parameters.logConveyanceFactor, 1
          ),
          (
            scalar(back.parameters.depthExponent, lane), scalarBack.parameters.depthExponent,
            p.depthExponent
          ),
          (
            scalar(back.parameters.widthExponent, lane), scalarBack.parameters.widthExponent,
            p.widthExponent
          ),
          (scalar(back.parameters.logWidthFactor, lane), scalarBack.parameters.logWidthFactor, 1),
          (
            scalar(back.parameters.velocityFactor, lane), scalarBack.parameters.velocityFactor,
            p.velocityFactor
          ),
        ]
        for (found, expected, magnitude) in pairs {
          #expect(abs(found - expected) * abs(magnitude) <= sensitivity * size, "\(state)")
        }
      }
    }
    #expect(compared > states.count / 2)
  }

  private func vector<Number: Lane>(_ values: [Double]) -> Number {
    var result = Number(constant: 0)
    withUnsafeMutableBytes(of: &result) { bytes in
      let lanes = bytes.bindMemory(to: Number.Scalar.self)
      for (lane, value) in values.enumerated() { lanes[lane] = Number.Scalar(value) }
    }
    return result
  }

  private func scalar<Number: Lane>(_ x: Number, _ lane: Int) -> Double {
    withUnsafeBytes(of: x) { Double($0.bindMemory(to: Number.Scalar.self)[lane]) }
  }

  @Test("Lanes agree with single numbers in double precision")
  func laneTypes() {
    lanes(
      SIMD8<Double>.self, ManningCelerity.self, value: 1e-13, sensitivity: 1e-12,
      clearOfLimits: 1e-9, seed: 41)
    lanes(
      SIMD8<Double>.self, WideChannelCelerity.self, value: 1e-13, sensitivity: 1e-12,
      clearOfLimits: 1e-9, seed: 43)
    lanes(
      SIMD16<Float>.self, ManningCelerity.self, value: 4e-6, sensitivity: 4e-5,
      clearOfLimits: 1e-3, seed: 45)
    lanes(
      SIMD16<Float>.self, WideChannelCelerity.self, value: 4e-6, sensitivity: 4e-5,
      clearOfLimits: 1e-3, seed: 47)
  }
}
