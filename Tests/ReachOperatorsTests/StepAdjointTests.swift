import Foundation
import NeuralNetworks
import ReachOperators
import TestSupport
import Testing

@Suite("The step's adjoint against dual numbers")
struct StepAdjointTests {
  /// What the step reads, in the order of the sensitivities below.
  static let names = [
    "log conveyance", "depth exponent", "width exponent", "log width", "velocity factor",
    "Q(t-1)", "I(t-1)", "I(t)", "I(t) floored", "q",
  ]

  /// The size of each input; of a logarithm, a factor e.
  static func magnitudes(_ state: StepState, limits: ChannelLimits) -> [Double] {
    let p = state.parameters(limits)
    return [
      1, p.depthExponent, p.widthExponent, 1, p.velocityFactor, state.discharge,
      state.inflowBefore, abs(state.inflow), state.inflowFloored, state.lateral,
    ]
  }

  /// Released discharge, state's discharge and state's inflow after one step with dual numbers; input
  /// `k` has derivative `direction[k]`.
  private func dualStep<Celerity: CelerityRule>(
    _ state: StepState, limits: ChannelLimits, celerity: Celerity.Type, direction: [Double]
  ) -> [DualNumber] {
    let p = state.parameters(limits)
    let inputs = zip(
      [
        p.logConveyanceFactor, p.depthExponent, p.widthExponent, p.logWidthFactor,
        p.velocityFactor, state.discharge, state.inflowBefore, state.inflow, state.inflowFloored,
        state.lateral,
      ], direction
    ).map { DualNumber($0, derivative: $1) }
    let scheme = MuskingumCunge<DualNumber, Celerity>(timeStep: 3_600, limits: limits)
    var next = MuskingumCunge<DualNumber, Celerity>.State(discharge: inputs[5], inflow: inputs[6])
    let released = scheme.advance(
      &next, inflow: .init(unfloored: inputs[7], floored: inputs[8]), lateral: inputs[9],
      parameters: ChannelParameters(
        logConveyanceFactor: inputs[0], depthExponent: inputs[1], widthExponent: inputs[2],
        logWidthFactor: inputs[3], velocityFactor: inputs[4], fall: DualNumber(p.fall),
        twiceLength: DualNumber(p.twiceLength)))
    return [released.discharge, next.discharge, next.inflow]
  }

  /// The adjoint's answer for the sensitivities `seeds` of what ``dualStep`` returns.
  private func adjointStep<Celerity: CelerityRule>(
    _ state: StepState, limits: ChannelLimits, celerity: Celerity.Type, seeds: [Double]
  ) -> [Double] {
    let scheme = MuskingumCunge<Double, Celerity>(timeStep: 3_600, limits: limits)
    var adjoint = MuskingumCunge<Double, Celerity>.State(discharge: seeds[1], inflow: seeds[2])
    let result = scheme.advanceAdjoint(
      state: .init(discharge: state.discharge, inflow: state.inflowBefore),
      inflow: .init(unfloored: state.inflow, floored: state.inflowFloored),
      lateral: state.lateral, parameters: state.parameters(limits), adjoint: &adjoint,
      released: seeds[0])
    let p = result.parameters
    return [
      p.logConveyanceFactor, p.depthExponent, p.widthExponent, p.logWidthFactor, p.velocityFactor,
      adjoint.discharge, adjoint.inflow, result.inflow.unfloored, result.inflow.floored,
      result.lateral,
    ]
  }

  private func check<Celerity: CelerityRule>(
    _ celerity: Celerity.Type, limits: ChannelLimits, seed: UInt64, expecting: Set<String>
  ) {
    var generator = Xoshiro256StarStar(seed: seed)
    var regimes: [StepRegime] = []
    var pairs = 0
    var close = 0
    for state in StepState.random(800, seed: seed, limits: limits) {
      let seeds = (0..<3).map { _ in Double.random(in: -1...1, using: &generator) }
      let found = adjointStep(state, limits: limits, celerity: celerity, seeds: seeds)
      var released = 0.0
      for input in Self.names.indices {
        var direction = [Double](repeating: 0, count: Self.names.count)
        direction[input] = 1
        let column = dualStep(state, limits: limits, celerity: celerity, direction: direction)
        released = column[0].value
        let terms = zip(seeds, column).map { $0 * $1.derivative }
        let expected = terms.reduce(0, +)
        let scale = terms.reduce(0) { max($0, abs($1)) }
        // Where terms of the derivative itself cancel, both ways lose the same digits: there the
        // error, as discharge, is held against the discharges that the step adds up.
        let error = abs(found[input] - expected)
        let magnitude = Self.magnitudes(state, limits: limits)[input]
        #expect(
          error <= 1e-12 * scale || error * magnitude <= 1e-12 * state.size,
          "\(Self.names[input]) of \(state)")
        pairs += 1
        if error <= 1e-12 * scale { close += 1 }
      }
      regimes.append(StepRegime(state, limits: limits, released: released))
    }
    #expect(Double(close) > 0.97 * Double(pairs))
    #expect(expecting.subtracting(StepRegime.met(regimes)).isEmpty)
  }

  @Test("Manning's celerity, inside and beyond every clamp")
  func corrected() {
    check(ManningCelerity.self, limits: ChannelLimits(), seed: 21, expecting: StepRegime.all)
  }

  @Test("Celerity 5/3 v with constant X")
  func legacy() {
    check(
      WideChannelCelerity.self, limits: ChannelLimits(), seed: 22,
      expecting: StepRegime.all.subtracting(["discharge below"]))
  }

  @Test("Other limits than the usual")
  func otherLimits() {
    var limits = ChannelLimits()
    limits.depth = 0.3
    limits.bottomWidth = 1.5
    limits.slope = 5e-3
    limits.discharge = 0.02
    // Water 0.3 m deep on a slope of 5e-3 is never as slow as the least velocity.
    check(
      ManningCelerity.self, limits: limits, seed: 23,
      expecting: StepRegime.all.subtracting(["velocity below"]))
  }

  @Test("<J v, w> = <v, Jᵀ w> for a random direction in all inputs at once")
  func dotProduct() {
    let limits = ChannelLimits()
    var generator = Xoshiro256StarStar(seed: 24)
    for state in StepState.random(800, seed: 25, limits: limits) {
      let v = Self.magnitudes(state, limits: limits).map {
        $0 * Double.random(in: -1...1, using: &generator)
      }
      let w = (0..<3).map { _ in Double.random(in: -1...1, using: &generator) }
      let forward = zip(
        w, dualStep(state, limits: limits, celerity: ManningCelerity.self, direction: v)
      ).map { $0 * $1.derivative }
      let back = zip(
        v, adjointStep(state, limits: limits, celerity: ManningCelerity.self, seeds: w)
      ).map { $0 * $1 }
      let scale = (forward + back).reduce(state.size) { $0 + abs($1) }
      #expect(abs(forward.reduce(0, +) - back.reduce(0, +)) <= 1e-12 * scale)
    }
  }

  @Test("At a limit exactly no gradient passes")
  func atTheLimit() {
    let limits = ChannelLimits()
    var state = StepState.random(1, seed: 26, limits: limits)[0]
    state.lateral = limits.discharge
    let found = adjointStep(
      state, limits: limits, celerity: ManningCelerity.self, seeds: [1, 0, 0])
    #expect(found[9] == 0)
    state.lateral = limits.discharge.nextUp
    let above = adjointStep(
      state, limits: limits, celerity: ManningCelerity.self, seeds: [1, 0, 0])
    #expect(above[9] > 0)
  }

  @Test(
    "The pull-back to roughness, exponent and width is the transpose of the parameters' formulas")
  func pullBack() {
    let limits = ChannelLimits()
    var generator = Xoshiro256StarStar(seed: 27)
    for state in StepState.random(400, seed: 28, limits: limits) {
      let channel = state.channel
      let seeds = (0..<5).map { _ in Double.random(in: -1...1, using: &generator) }
      let found = ChannelParameterAdjoint<Double>(
        logConveyanceFactor: seeds[0], depthExponent: seeds[1], widthExponent: seeds[2],
        logWidthFactor: seeds[3], velocityFactor: seeds[4]
      ).pulledBack(to: channel, limits: limits)
      for (input, value) in [found.roughness, found.widthExponent, found.widthFactor].enumerated() {
        let outputs = dualParameters(channel, limits: limits, input: input)
        let parameters = ChannelParameters<Double>(channel, limits: limits)
        let given = [
          parameters.logConveyanceFactor, parameters.depthExponent, parameters.widthExponent,
          parameters.logWidthFactor, parameters.velocityFactor,
        ]
        for (dual, plain) in zip(outputs, given) {
          #expect(abs(dual.value - plain) <= 1e-14 * max(abs(plain), 1))
        }
        let terms = zip(seeds, outputs).map { $0 * $1.derivative }
        let scale = terms.reduce(0) { max($0, abs($1)) }
        #expect(abs(terms.reduce(0, +) - value) <= 1e-12 * scale)
      }
    }
  }

  /// The parameters' definitions (their docstrings), with the derivative in one of n, q and p.
  private func dualParameters(
    _ channel: ReachChannel, limits: ChannelLimits, input: Int
  ) -> [DualNumber] {
    func number(_ value: Double, _ index: Int) -> DualNumber {
      DualNumber(value, derivative: index == input ? 1 : 0)
    }
    let n = number(channel.roughness, 0)
    let e = number(channel.widthExponent, 1) + DualNumber(1e-6)
    let p = number(channel.widthFactor, 2)
    let root = DualNumber(max(channel.slope, limits.slope).squareRoot())
    return [
      DualNumber.log2(n * (e + DualNumber(1)) / (p * root + DualNumber(1e-8))),
      DualNumber(3) / (DualNumber(5) + DualNumber(3) * e), e, DualNumber.log2(p), root / n,
    ]
  }
}
