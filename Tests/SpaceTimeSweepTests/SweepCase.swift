import Foundation
import NeuralNetworks
import ReachOperators
import RiverNetworks
import SpaceTimeSweep
import TestSupport

/// A basin, its forcing and its initial state, ready to be swept in any way.
struct SweepCase<Element: Lane, Celerity: CelerityRule> {
  typealias Operation = MuskingumCunge<Element, Celerity>
  typealias Scalar = Element.Scalar

  static var timeStep: Double { 3_600 }
  static var legacyX: Double { 0.3 }

  let network: RiverNetwork
  var channels: [ReachChannel]
  let limits = ChannelLimits()
  var series: SteppedSeries<Scalar>
  let steps: Int
  /// Initial state, numbers of single precision.
  var discharge: [Double]
  var inflow: [Double]

  init(
    _ sample: SampleNetwork, steps: Int, stepsPerValue: Int = 1, offset: Int = 0,
    expansion: SteppedSeries<Scalar>.Expansion = .repeat, seed: UInt64, dry: Double = 0.1
  ) {
    network = sample.network
    self.steps = steps
    let values = (steps + offset + stepsPerValue - 1) / stepsPerValue
    let basin = RandomBasin(network, values: values, seed: seed, dry: dry)
    channels = basin.channels
    series = SteppedSeries(
      values: AlignedBuffer(basin.flatLateral.map { Scalar($0) }), valuesPerReach: values,
      stepsPerValue: stepsPerValue, offset: offset, expansion: expansion)
    var generator = Xoshiro256StarStar(seed: seed + 1)
    let mean = basin.lateral.map { $0.reduce(0, +) / Double(values) }
    let steady = network.accumulatedDownstream(mean)
    let initial = steady.map {
      Double(Float(max($0 * Double.random(in: 0.5...2, using: &generator), 1e-3)))
    }
    discharge = initial
    inflow = sample.network.indices.map { reach in
      Double(
        Float(
          sample.network.links(into: reach).reduce(0) {
            $0 + $1.fraction * initial[$1.upstream.position]
          }))
    }
  }

  var operation: Operation {
    Operation(timeStep: Self.timeStep, limits: limits, constantX: Self.legacyX)
  }

  func parameters(_ sweep: SpaceTimeSweep<Operation>) -> PackedBundle<Operation.Parameters> {
    let bundle: PackedBundle<Operation.Parameters> = sweep.bundle(filledWith: 1)
    for (reach, channel) in channels.enumerated() {
      Operation.setParameters(channel, limits: limits, timeStep: Self.timeStep) {
        bundle[reach, member: $0] = Scalar($1)
      }
    }
    return bundle
  }

  func initialState(_ sweep: SpaceTimeSweep<Operation>) -> PackedBundle<Operation.State> {
    let bundle: PackedBundle<Operation.State> = sweep.bundle(filledWith: 1)
    for reach in 0..<network.count { bundle.set(reach, [discharge[reach], inflow[reach]]) }
    return bundle
  }

  /// Runs in `pieces` (numbers of steps that sum to `steps`), one run after the other.
  func run(threads: Int = 1, chunkLength: Int, pieces: [Int]? = nil) -> SweepOutcome {
    let sweep = SpaceTimeSweep<Operation>(
      network: network, threads: threads, chunkLength: chunkLength)
    let state = initialState(sweep)
    let ledger: PackedBundle<Operation.Ledger> = sweep.bundle(filledWith: 0)
    let record = SweepRecord<Scalar>(reaches: Array(0..<network.count), capacity: steps)
    var first = 0
    for piece in pieces ?? [steps] {
      sweep.run(
        operation, steps: piece, parameters: parameters(sweep),
        forcing: [series.advanced(by: first)], state: state, ledger: ledger,
        record: record.advanced(by: first))
      first += piece
    }
    precondition(first == steps)
    return SweepOutcome(
      discharge: (0..<network.count).map { record.series($0).map { Double($0) } },
      state: members(state), ledger: members(ledger))
  }

  /// Runs forward and back.
  /// - Parameters:
  ///   - seeds: sensitivity to every reach's discharge after every step, `[reach][step]`
  ///   - last: sensitivity to the last state, `[member][reach]`
  func gradient(
    threads: Int = 1, chunkLength: Int, seeds: [[Double]], last: [[Double]]
  ) -> (outcome: SweepOutcome, gradient: SweepGradient) {
    let sweep = SpaceTimeSweep<Operation>(
      network: network, threads: threads, chunkLength: chunkLength)
    let state = initialState(sweep)
    let ledger: PackedBundle<Operation.Ledger> = sweep.bundle(filledWith: 0)
    let everywhere = Array(0..<network.count)
    let record = SweepRecord<Scalar>(reaches: everywhere, capacity: steps)
    let tape = SweepTape(sweep: sweep, steps: steps)
    sweep.run(
      operation, steps: steps, parameters: parameters(sweep), forcing: [series], state: state,
      ledger: ledger, record: record, tape: tape)
    let seedRecord = SweepRecord<Scalar>(reaches: everywhere, capacity: steps)
    for reach in everywhere {
      for step in 0..<steps {
        seedRecord.values[reach * steps + step] = Scalar(seeds[reach][step])
      }
    }
    let adjoint = SweepAdjoint(sweep: sweep, forcing: [series])
    for (member, values) in last.enumerated() {
      for reach in everywhere { adjoint.state[reach, member: member] = Scalar(values[reach]) }
    }
    sweep.runReverse(
      operation, parameters: parameters(sweep), forcing: [series], tape: tape,
      reverseLinks: sweep.makeReverseLinks(), seeds: seedRecord, adjoint: adjoint)
    let outcome = SweepOutcome(
      discharge: everywhere.map { record.series($0).map { Double($0) } }, state: members(state),
      ledger: members(ledger))
    return (
      outcome,
      SweepGradient(
        parameters: members(adjoint.parameters), state: members(adjoint.state),
        lateral: (0..<series.values.count).map { Double(adjoint.forcing[0][$0]) })
    )
  }

  private func members<Bundle: LaneBundle>(_ bundle: PackedBundle<Bundle>) -> [[Double]]
  where Bundle.Element == Element {
    (0..<Bundle.memberCount).map { bundle.values(ofMember: $0).map { Double($0) } }
  }

  /// Random sensitivities to everything a run gives.
  func randomSeeds(_ seed: UInt64) -> (seeds: [[Double]], last: [[Double]]) {
    var generator = Xoshiro256StarStar(seed: seed)
    func row(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double(Float.random(in: -1...1, using: &generator)) }
    }
    return ((0..<network.count).map { _ in row(steps) }, [row(network.count), row(network.count)])
  }
}

/// What a run gave; equal if equal to the bit.
struct SweepOutcome: Equatable {
  /// `[reach][step]`
  var discharge: [[Double]]
  /// `[member][reach]`
  var state: [[Double]]
  var ledger: [[Double]]

  static func == (a: Self, b: Self) -> Bool {
    bits(a.discharge) == bits(b.discharge) && bits(a.state) == bits(b.state)
      && bits(a.ledger) == bits(b.ledger)
  }
}

/// What a reverse run gave; equal if equal to the bit.
struct SweepGradient: Equatable {
  /// `[member][reach]`
  var parameters: [[Double]]
  var state: [[Double]]
  /// `[reach][value]`
  var lateral: [Double]

  static func == (a: Self, b: Self) -> Bool {
    bits(a.parameters) == bits(b.parameters) && bits(a.state) == bits(b.state)
      && bits([a.lateral]) == bits([b.lateral])
  }
}

private func bits(_ values: [[Double]]) -> [[UInt64]] { values.map { $0.map(\.bitPattern) } }
