import Foundation
import NeuralNetworks
import ReachOperators
import RiverNetworks
import TestSupport

/// One reach before one step: everything the step's formula reads.
struct StepState {
  var channel: ReachChannel
  var discharge: Double
  var inflowBefore: Double
  var inflow: Double
  var inflowFloored: Double
  var lateral: Double

  /// Rivers of every size, far beyond the usual ranges, so that every clamp is met on both sides.
  static func random(_ count: Int, seed: UInt64, limits: ChannelLimits) -> [StepState] {
    var generator = Xoshiro256StarStar(seed: seed)
    func decades(_ range: ClosedRange<Double>) -> Double {
      Foundation.pow(10, Double.random(in: range, using: &generator))
    }
    return (0..<count).map { _ in
      let discharge = max(decades(-4.5...5), limits.discharge)
      // Now and then a flood wave enters an almost dry reach: C₁ < 0 makes the result negative.
      let inflow = discharge * decades(-1...(Bool.random(using: &generator) ? 1 : 3))
      return StepState(
        channel: ReachChannel(
          length: decades(2...5), slope: decades(-4.5 ... -0.5), roughness: decades(-2 ... -0.6),
          widthExponent: Bool.random(using: &generator)
            ? .random(in: 0...1, using: &generator)
            : [0, 1, 0.999].randomElement(using: &generator)!,
          widthFactor: decades(-0.3...2.5)),
        discharge: discharge,
        inflowBefore: discharge * decades(-1...1),
        inflow: Double.random(in: 0..<1, using: &generator) < 0.1 ? -inflow * 0.01 : inflow,
        inflowFloored: max(inflow, limits.discharge),
        lateral: Double.random(in: 0..<1, using: &generator) < 0.15 ? 0 : decades(-5...2))
    }
  }

  /// Sum of the discharges that the step adds up, m³ s⁻¹.
  var size: Double { discharge + inflowBefore + abs(inflow) + inflowFloored + lateral }

  func parameters(_ limits: ChannelLimits) -> ChannelParameters<Double> {
    ChannelParameters(channel, limits: limits)
  }
}

/// On which side of each clamp a step is.
struct StepRegime: Hashable {
  enum Side: Hashable { case below, inside, above }
  var depth, sideSlope, bottomWidth, velocity, x, lateral, discharge: Side

  /// Distance to the nearest clamp, relative.
  var nearest: Double

  init(_ state: StepState, limits: ChannelLimits, released: Double) {
    let section = ChannelGeometry<Double>(limits: limits)
      .section(discharge: state.discharge, parameters: state.parameters(limits))
    let beta =
      5.0 / 3 - 4.0 / 3 * section.area * section.slant / (section.topWidth * section.perimeter)
    let slope = max(state.channel.slope, limits.slope)
    let unlimitedX =
      0.5
      * (1 - state.discharge
        / (section.topWidth * slope * beta * section.velocity * state.channel.length))
    var nearest = Double.infinity
    func side(_ value: Double, _ lower: Double, _ upper: Double = .infinity) -> Side {
      nearest = min(nearest, abs(value - lower) / max(abs(lower), 1e-3))
      if upper.isFinite { nearest = min(nearest, abs(value - upper) / upper) }
      return value <= lower ? .below : value >= upper ? .above : .inside
    }
    depth = side(section.unlimitedLogDepth, Foundation.log2(limits.depth))
    sideSlope = side(
      section.unlimitedSideSlope, ChannelLimits.leastSideSlope, ChannelLimits.greatestSideSlope)
    bottomWidth = side(section.unlimitedBottomWidth, limits.bottomWidth)
    velocity = side(
      section.unlimitedVelocity, ChannelLimits.leastVelocity, ChannelLimits.greatestVelocity)
    x = unlimitedX <= 0 ? .below : .inside
    nearest = min(nearest, abs(unlimitedX))
    lateral = side(state.lateral, limits.discharge)
    discharge = side(released, limits.discharge)
    self.nearest = nearest
  }

  /// The clamps and sides met in a set of steps, as words.
  static func met(_ regimes: [StepRegime]) -> Set<String> {
    var words = Set<String>()
    for regime in regimes {
      words.insert("depth \(regime.depth)")
      words.insert("side slope \(regime.sideSlope)")
      words.insert("bottom width \(regime.bottomWidth)")
      words.insert("velocity \(regime.velocity)")
      words.insert("X \(regime.x)")
      words.insert("lateral \(regime.lateral)")
      words.insert("discharge \(regime.discharge)")
    }
    return words
  }

  static let all: Set<String> = [
    "depth below", "depth inside", "side slope below", "side slope inside", "side slope above",
    "bottom width below", "bottom width inside", "velocity below", "velocity inside",
    "velocity above", "X below", "X inside", "lateral below", "lateral inside", "discharge below",
    "discharge inside",
  ]
}
