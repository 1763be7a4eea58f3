import Foundation
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import SpaceTimeSweep
import TestSupport

typealias DoubleModel = RoutingModel<MuskingumCunge<SIMD8<Double>, ManningCelerity>>
typealias SingleModel = RoutingModel<MuskingumCunge<PairedLanes, ManningCelerity>>

/// A basin with daily lateral inflow, for the routing models.
struct RoutingBasin {
  let network: RiverNetwork
  var basin: RandomBasin
  let steps: Int
  var offset = 0
  var expansion = LateralForcing.Expansion.repeat
  static let stepsPerValue = 24

  init(
    _ sample: SampleNetwork, steps: Int, offset: Int = 0,
    expansion: LateralForcing.Expansion = .repeat, seed: UInt64, dry: Double = 0.1
  ) {
    network = sample.network
    self.steps = steps
    self.offset = offset
    self.expansion = expansion
    basin = RandomBasin(
      network, values: (steps + offset + Self.stepsPerValue - 1) / Self.stepsPerValue, seed: seed,
      dry: dry)
  }

  var channels: [ReachChannel] { basin.channels }
  var valuesPerReach: Int { basin.lateral[0].count }
  var everywhere: [Int] { Array(0..<network.count) }

  var forcing: LateralForcing {
    LateralForcing(
      values: basin.flatLateral.map { Float($0) }, valuesPerReach: valuesPerReach,
      stepsPerValue: Self.stepsPerValue, offset: offset, expansion: expansion)
  }

  /// The forcing of a run that begins later.
  func forcing(after steps: Int) -> LateralForcing {
    LateralForcing(
      values: basin.flatLateral.map { Float($0) }, valuesPerReach: valuesPerReach,
      stepsPerValue: Self.stepsPerValue, offset: offset + steps, expansion: expansion)
  }

  var series: SteppedSeries<Double> {
    SteppedSeries(
      values: AlignedBuffer(basin.flatLateral), valuesPerReach: valuesPerReach,
      stepsPerValue: Self.stepsPerValue, offset: offset,
      expansion: expansion == .linear ? .linear : .repeat)
  }

  /// Lateral inflow of every step, by the plain reference, `[reach][step]`.
  func steps<Number: LaneNumber>(of values: [[Number]]) -> [[Number]] where Number.Mask == Bool {
    values.map { row in
      let all =
        expansion == .linear
        ? SeriesExpansion<Number>.linear(row, stepsPerValue: Self.stepsPerValue)
        : SeriesExpansion<Number>.repeated(row, stepsPerValue: Self.stepsPerValue)
      return Array(all[offset..<offset + steps])
    }
  }

  /// Random sensitivities to every recorded discharge, `[reach][time]`.
  func seeds(_ seed: UInt64) -> [[Double]] {
    var generator = Xoshiro256StarStar(seed: seed)
    return everywhere.map { _ in
      (0...steps).map { _ in Double(Float.random(in: -1...1, using: &generator)) }
    }
  }
}

extension RoutingGradient {
  /// Every number of the gradient, as bits.
  var bits: [UInt64] {
    (channels.flatMap { [$0.roughness, $0.widthExponent, $0.widthFactor] } + lateral
      + initialDischarge + initialInflow).map(\.bitPattern) + simulation.bits
  }
}

extension RoutingSimulation {
  var bits: [UInt64] {
    (records.flatMap { $0 } + finalState.discharge + finalState.inflow
      + [
        ledger.madeByDischargeFloor, ledger.madeByInflowFloor, ledger.flooredSteps,
        ledger.stepsOutsideCourantWindow,
      ]).map(\.bitPattern)
  }
}
