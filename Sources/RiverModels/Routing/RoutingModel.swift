import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// Discharge routed through a network by one scheme in one precision.
///
/// Thin: it composes the sweep with the scheme's conversions. All arrays are in network order.
public final class RoutingModel<Scheme: RoutingScheme>: Sendable {
  public typealias Scalar = Scheme.Element.Scalar

  public let network: RiverNetwork
  public let limits: ChannelLimits
  /// Δt, s
  public let timeStep: Double
  public let sweep: SpaceTimeSweep<Scheme>
  let operation: Scheme
  let reverseLinks: SweepReverseLinks<Scheme.Element>
  /// Bytes a gradient's tape may take; what does not fit is computed again, segment by segment.
  public let tapeBudget: Int

  /// A quarter of a small machine's memory.
  public static var defaultTapeBudget: Int { 512 << 20 }

  public init(
    network: RiverNetwork, timeStep: Double = 3_600, limits: ChannelLimits = ChannelLimits(),
    operation: Scheme? = nil, threads: Int = 1, chunkLength: Int? = nil,
    tapeBudget: Int = defaultTapeBudget
  ) {
    self.network = network
    self.limits = limits
    self.timeStep = timeStep
    self.operation = operation ?? Scheme(timeStep: timeStep, limits: limits)
    sweep = SpaceTimeSweep(
      network: network, threads: threads,
      chunkLength: chunkLength ?? SpaceTimeSweep<Scheme>.defaultChunkLength)
    reverseLinks = sweep.makeReverseLinks()
    self.tapeBudget = tapeBudget
  }

  /// The operator's parameters for given channels.
  func parameters(_ channels: [ReachChannel]) -> PackedBundle<Scheme.Parameters> {
    precondition(channels.count == network.count, "one channel per reach")
    // Empty lanes compute too; 1 keeps them finite.
    let bundle: PackedBundle<Scheme.Parameters> = sweep.bundle(filledWith: 1)
    for (reach, channel) in channels.enumerated() {
      Scheme.setParameters(channel, limits: limits, timeStep: timeStep) { member, value in
        bundle[reach, member: member] = Scalar(value)
      }
    }
    return bundle
  }

  /// Steady discharge everywhere under the first lateral inflow: `Q = max(q + Σ Q_up, floor)`.
  public func hotStart(lateral: (Int) -> Double) -> RoutingState {
    var discharge = [Double](repeating: 0, count: network.count)
    var inflow = discharge
    for reach in network.indices {
      var received = Scalar(0)
      for link in network.links(into: reach) {
        received += Scalar(link.fraction) * Scalar(discharge[link.upstream.position])
      }
      inflow[reach.position] = Double(received)
      discharge[reach.position] = Double(
        Swift.max(Scalar(lateral(reach.position)) + received, Scalar(limits.discharge)))
    }
    return RoutingState(discharge: discharge, inflow: inflow)
  }

  func packed(
    _ state: RoutingState, channels: [ReachChannel]
  ) -> PackedBundle<Scheme.State> {
    let bundle: PackedBundle<Scheme.State> = sweep.bundle(filledWith: 1)
    for reach in 0..<network.count {
      if let members = state.members {
        for (member, values) in members.enumerated() {
          bundle[reach, member: member] = Scalar(values[reach])
        }
      } else {
        Scheme.setState(
          discharge: state.discharge[reach], inflow: state.inflow[reach],
          channel: channels[reach], limits: limits, timeStep: timeStep
        ) { member, value in bundle[reach, member: member] = Scalar(value) }
      }
    }
    return bundle
  }

  func unpacked(_ bundle: PackedBundle<Scheme.State>) -> RoutingState {
    let members = (0..<Scheme.State.memberCount).map { member in
      bundle.values(ofMember: member).map { Double($0) }
    }
    return RoutingState(discharge: members[0], inflow: members[1], members: members)
  }

  func storage(_ bundle: PackedBundle<Scheme.State>, channels: [ReachChannel]) -> Double {
    var sum = 0.0
    for (reach, channel) in channels.enumerated() {
      sum += Scheme.storage(channel: channel, limits: limits, timeStep: timeStep) {
        Double(bundle[reach, member: $0])
      }
    }
    return sum
  }

  func ledger(_ bundle: PackedBundle<Scheme.Ledger>) -> RoutingLedger {
    var total = RoutingLedger()
    for reach in 0..<network.count {
      total += Scheme.ledger(timeStep: timeStep) { Double(bundle[reach, member: $0]) }
    }
    return total
  }
}
