import Foundation
import NeuralNetworks
import ReachOperators
import RiverModels

/// All learned numbers of a routing problem in one array, group after group.
public struct RoutingWeights: Sendable, Equatable, Codable {
  /// The groups, in the order of their weights.
  public enum Group: String, Sendable, Codable, CaseIterable {
    case roughness, widthExponent = "width_exponent", widthFactor = "width_factor"
    case offset = "time_offset"
    /// Logarithm of the inflow factor, where it is learned.
    case inflowFactor = "inflow_factor"
    /// Of the LSTM that gives the lateral inflow, where it is learned.
    case runoff
    case shade, exchangeFactor = "exchange_factor", dispersionFactor = "dispersion_factor"
    case groundwaterShare = "groundwater_share", groundwaterLag = "groundwater_lag"
  }

  public var values: [Double]
  public private(set) var counts: [Int]

  init(_ problem: RoutingProblem, seed: UInt64) {
    var parts = [
      problem.parameters.roughness.initialWeights(seed: seed),
      problem.parameters.widthExponent.initialWeights(seed: seed &+ 1),
      problem.parameters.widthFactor.initialWeights(seed: seed &+ 2),
      problem.offsets.initial,
      problem.inflowFactor.isLearned ? [log(problem.inflowFactor.initial)] : [],
      problem.learnedInflow.map { Float.widened($0.start.parameters) } ?? [],
    ]
    for (index, part) in (problem.temperature?.parameters.grouped ?? []).enumerated() {
      parts.append(part.parameterization.initialWeights(seed: seed &+ 3 &+ UInt64(index)))
    }
    values = parts.flatMap { $0 }
    counts = parts.map(\.count)
  }

  public func range(_ group: Group) -> Range<Int> {
    let index = Group.allCases.firstIndex(of: group)!
    // Weights written before there was a group have none of it.
    guard index < counts.count else { return values.count..<values.count }
    let start = counts[..<index].reduce(0, +)
    return start..<start + counts[index]
  }

  /// The same weights less a group.
  func without(_ group: Group) -> RoutingWeights {
    var weights = self
    weights.values.removeSubrange(range(group))
    let index = Group.allCases.firstIndex(of: group)!
    if index < counts.count { weights.counts[index] = 0 }
    return weights
  }

  /// Whether every group has as many weights as in others.
  public func hasShape(of other: RoutingWeights) -> Bool {
    counts.reduce(0, +) == values.count
      && Group.allCases.allSatisfy { range($0).count == other.range($0).count }
  }

  public subscript(group: Group) -> [Double] {
    get { Array(values[range(group)]) }
    set { values.replaceSubrange(range(group), with: newValue) }
  }
}

extension RoutingProblem {
  /// Channels of every reach for given weights.
  public func channels(_ weights: RoutingWeights) -> [ReachChannel] {
    let roughness = parameters.roughness.values(weights: weights[.roughness])
    let exponent = parameters.widthExponent.values(weights: weights[.widthExponent])
    let factor = parameters.widthFactor.values(weights: weights[.widthFactor])
    return (0..<network.count).map { reach in
      ReachChannel(
        length: network.lengths[reach], slope: network.slopes[reach],
        roughness: roughness[reach], widthExponent: exponent[reach],
        widthFactor: factor[reach])
    }
  }

  /// What the lateral inflow is multiplied with.
  public func inflowFactor(_ weights: RoutingWeights) -> Double {
    weights[.inflowFactor].first.map { exp($0) } ?? inflowFactor.initial
  }

  /// From sensitivities to channels, offsets and the logarithm of the inflow factor to sensitivities
  /// to weights.
  func pulledBack(
    channels: [ReachChannelAdjoint], offsets: [Double], logInflowFactor: [Double],
    runoff: [Double], weights: RoutingWeights
  ) -> [Double] {
    parameters.roughness.pullback(
      weights: weights[.roughness], valueGradient: channels.map(\.roughness))
      + parameters.widthExponent.pullback(
        weights: weights[.widthExponent], valueGradient: channels.map(\.widthExponent))
      + parameters.widthFactor.pullback(
        weights: weights[.widthFactor], valueGradient: channels.map(\.widthFactor))
      + (self.offsets.isLearned ? offsets : offsets.map { _ in 0 }) + logInflowFactor + runoff
  }

  /// Penalties of the parameterizations: value and sensitivity to all weights.
  func penalty(_ weights: RoutingWeights) -> (value: Double, gradient: [Double]) {
    let parts = [
      parameters.roughness.penalty(weights: weights[.roughness]),
      parameters.widthExponent.penalty(weights: weights[.widthExponent]),
      parameters.widthFactor.penalty(weights: weights[.widthFactor]),
    ]
    let heat = (temperature?.parameters.grouped ?? []).map {
      $0.parameterization.penalty(weights: weights[$0.group])
    }
    return (
      (parts + heat).reduce(0) { $0 + $1.value },
      parts.flatMap(\.gradient)
        + (weights[.offset] + weights[.inflowFactor] + weights[.runoff]).map { _ in 0 }
        + heat.flatMap(\.gradient)
    )
  }
}
