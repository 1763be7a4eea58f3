import Foundation
import NeuralNetworks
import ReachOperators
import TestSupport
import Testing

@Suite("Muskingum–Cunge–Todini: one step")
struct TodiniStepTests {
  typealias Scheme = MuskingumCungeTodini<Double>

  /// Rivers of every size before one step, dry ones among them.
  struct Sample {
    var channel: ReachChannel
    var state: Scheme.State
    var inflow: Double
    var lateral: Double
    var parameters: RatingParameters<Double>

    static func random(_ count: Int, seed: UInt64, dry: Bool = false) -> [Sample] {
      var generator = Xoshiro256StarStar(seed: seed)
      func decades(_ range: ClosedRange<Double>) -> Double {
        pow(10, Double.random(in: range, using: &generator))
      }
      let scheme = Scheme(timeStep: 3_600)
      return (0..<count).map { _ in
        let channel = ReachChannel(
          length: decades(1...5), slope: decades(-6 ... -0.5), roughness: decades(-2 ... -0.6),
          widthExponent: .random(in: 0...1, using: &generator), widthFactor: decades(-0.3...2.5))
        let parameters = RatingParameters(channel, limits: ChannelLimits(), timeStep: 3_600)
        func flow() -> Double {
          dry && Bool.random(using: &generator) ? 0 : decades(-6...5)
        }
        let discharge = flow()
        let inflow = discharge * decades(-1...1)
        return Sample(
          channel: channel,
          state: .init(
            discharge: discharge, inflow: inflow,
            storage: max(
              0,
              scheme.storage(discharge: discharge, inflow: inflow, parameters: parameters)
                * decades(-1...0.5))),
          inflow: Bool.random(using: &generator) ? flow() : discharge * decades(-1...3),
          lateral: flow() * 0.1, parameters: parameters)
      }
    }
  }

  private func advance(_ sample: Sample) -> Scheme.State {
    var state = sample.state
    var ledger = Scheme.Ledger(madeByAbstraction: 0, stepsOutsideCourantWindow: 0)
    let release = Scheme(timeStep: 3_600).advance(
      &state, inflow: sample.inflow, lateral: sample.lateral, parameters: sample.parameters,
      ledger: &ledger)
    #expect(release.discharge == state.discharge && release.storage == state.storage)
    #expect(ledger.madeByAbstraction == 0)
    return state
  }

  @Test("Nothing is made, nothing is negative, whatever the reach and the flood")
  func positive() {
    for sample in Sample.random(20_000, seed: 501, dry: true) {
      let state = advance(sample)
      #expect(state.discharge >= 0 && state.storage >= 0, "\(sample)")
      let came = sample.state.storage + sample.lateral + sample.inflow
      #expect(abs(state.discharge + state.storage - came) <= Double.ulpOfOne * came, "\(sample)")
    }
  }

  @Test("Steady flow stores what the rating curve says, and stays")
  func ratingCurve() {
    let reference = ReferenceTodini<Double>(SampleNetwork.singleReach.network)
    let scheme = Scheme(timeStep: 3_600)
    for sample in Sample.random(500, seed: 502) {
      let flow = sample.state.discharge
      guard flow > ChannelLimits().discharge else { continue }
      var state = Scheme.State(
        discharge: flow, inflow: flow,
        storage: scheme.storage(discharge: flow, inflow: flow, parameters: sample.parameters))
      var ledger = Scheme.Ledger(madeByAbstraction: 0, stepsOutsideCourantWindow: 0)
      _ = scheme.advance(
        &state, inflow: flow, lateral: 0, parameters: sample.parameters, ledger: &ledger)
      #expect(abs(state.discharge - flow) <= 1e-13 * flow)
      let area = reference.section(flow, .init(sample.channel)).area
      let volume = sample.channel.length * area
      #expect(abs(state.storage * 3_600 - volume) <= 1e-12 * volume)
      // Manning's law on that section.
      let channel = sample.channel
      let slope = max(channel.slope, ChannelLimits().slope)
      let depth = pow(
        area * (1 + channel.widthExponent) / channel.widthFactor, 1 / (1 + channel.widthExponent))
      let radius = depth / (1 + channel.widthExponent)
      let manning = area * slope.squareRoot() / channel.roughness * pow(radius, 2.0 / 3)
      #expect(abs(manning - flow) <= 1e-11 * flow)
    }
  }

  @Test("An abstraction takes what there is; the rest is counted")
  func abstraction() {
    for sample in Sample.random(500, seed: 503) {
      let scheme = Scheme(timeStep: 3_600)
      var state = sample.state
      var ledger = Scheme.Ledger(madeByAbstraction: 0, stepsOutsideCourantWindow: 0)
      let taken = -2 * state.storage
      _ = scheme.advance(
        &state, inflow: sample.inflow, lateral: taken, parameters: sample.parameters,
        ledger: &ledger)
      #expect(ledger.madeByAbstraction == sample.state.storage)
      #expect(state.discharge >= 0 && state.storage >= 0)
    }
  }

  @Test("The adjoint against dual numbers")
  func dualNumbers() {
    var generator = Xoshiro256StarStar(seed: 504)
    var close = 0
    var pairs = 0
    for sample in Sample.random(1_000, seed: 505) {
      let p = sample.parameters
      let values = [
        p.rootExponent, p.logRootOffset, p.courantFactor, p.diffusionFactor,
        sample.state.discharge, sample.state.storage, sample.inflow, sample.lateral,
      ]
      let seeds = (0..<4).map { _ in Double.random(in: -1...1, using: &generator) }
      var adjoint = Scheme.State(discharge: seeds[1], inflow: seeds[2], storage: seeds[3])
      let back = Scheme(timeStep: 3_600).advanceAdjoint(
        state: sample.state, inflow: sample.inflow, lateral: sample.lateral, parameters: p,
        adjoint: &adjoint, released: seeds[0])
      #expect(adjoint.inflow == 0)
      let found = [
        back.parameters.rootExponent, back.parameters.logRootOffset,
        back.parameters.courantFactor, back.parameters.diffusionFactor, adjoint.discharge,
        adjoint.storage, back.inflow, back.lateral,
      ]
      for input in values.indices {
        let inputs = values.enumerated().map {
          DualNumber($1, derivative: $0 == input ? 1 : 0)
        }
        var state = MuskingumCungeTodini<DualNumber>.State(
          discharge: inputs[4], inflow: DualNumber(0), storage: inputs[5])
        var ledger = MuskingumCungeTodini<DualNumber>.Ledger(
          madeByAbstraction: DualNumber(0), stepsOutsideCourantWindow: DualNumber(0))
        let release = MuskingumCungeTodini<DualNumber>(timeStep: 3_600).advance(
          &state, inflow: inputs[6], lateral: inputs[7],
          parameters: RatingParameters(
            rootExponent: inputs[0], logRootOffset: inputs[1], courantFactor: inputs[2],
            diffusionFactor: inputs[3], widthFactor: DualNumber(p.widthFactor)),
          ledger: &ledger)
        let terms = [
          seeds[0] * release.discharge.derivative, seeds[1] * state.discharge.derivative,
          seeds[2] * state.inflow.derivative, seeds[3] * state.storage.derivative,
        ]
        let expected = terms.reduce(0, +)
        let scale = terms.reduce(0) { max($0, abs($1)) }
        let size = sample.inflow + sample.state.storage + sample.lateral
        let error = abs(found[input] - expected)
        // Where the derivative's own terms cancel both ways lose the same digits.
        #expect(
          error <= 1e-12 * scale || error * abs(values[input]) <= 1e-12 * size,
          "input \(input) of \(sample): \(found[input]), \(expected)")
        pairs += 1
        if error <= 1e-12 * scale { close += 1 }
      }
    }
    #expect(Double(close) > 0.95 * Double(pairs))
  }

  @Test("Initial storage and its adjoint, rating parameters and theirs")
  func statesAndParameters() {
    for sample in Sample.random(300, seed: 506) {
      let limits = ChannelLimits()
      func storage(_ channel: ReachChannel, _ discharge: Double, _ inflow: Double) -> Double {
        var members = [0.0, 0, 0]
        MuskingumCungeTodini<SIMD8<Double>>.setState(
          discharge: discharge, inflow: inflow, channel: channel, limits: limits, timeStep: 3_600
        ) { members[$0] = $1 }
        return members[2]
      }
      let q = sample.state.discharge + 0.01
      let i = sample.state.inflow + 0.01
      let back = MuskingumCungeTodini<SIMD8<Double>>.stateAdjoint(
        discharge: q, inflow: i, channel: sample.channel, limits: limits, timeStep: 3_600
      ) { $0 == 2 ? 1 : 0 }
      func difference(_ x: Double, _ f: (Double) -> Double) -> Double {
        let step = 1e-5 * x
        return (f(x + step) - f(x - step)) / (2 * step)
      }
      let scale = storage(sample.channel, q, i) + q + i
      let pairs = [
        (back.discharge * q, q * difference(q) { storage(sample.channel, $0, i) }),
        (back.inflow * i, i * difference(i) { storage(sample.channel, q, $0) }),
      ] + [
        (\ReachChannel.roughness, back.channel.roughness),
        (\ReachChannel.widthFactor, back.channel.widthFactor),
        (\ReachChannel.widthExponent, back.channel.widthExponent),
      ].map { path, found in
        let x = sample.channel[keyPath: path]
        return (
          found * x,
          x * difference(x) {
            var channel = sample.channel
            channel[keyPath: path] = $0
            return storage(channel, q, i)
          }
        )
      }
      for (found, expected) in pairs {
        #expect(abs(found - expected) <= 1e-7 * max(abs(scale), abs(expected)))
      }
    }
  }
}
