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

  /// - Parameters:
  ///   - network: the river, or a rank’s share of it
  ///   - timeStep: Δt, s
  ///   - limits: that keep slope, depth and discharge from zero
  ///   - operation: the scheme; nil makes one of time step and limits
  ///   - threads: that share the work; results do not depend on their number
  ///   - chunkLength: steps between two kept states; nil chooses
  ///   - tapeBudget: bytes that the pass backward may keep
  ///   - boundary: where `network` is a rank's share of a larger one; arrays are in the order
  ///     of the share's network, and what belongs to reaches across the border is not looked at
  public init(
    network: RiverNetwork, timeStep: Double = 3_600, limits: ChannelLimits = ChannelLimits(),
    operation: Scheme? = nil, threads: Int = 1, chunkLength: Int? = nil,
    tapeBudget: Int = defaultTapeBudget, boundary: SweepBoundary? = nil
  ) {
    self.network = network
    self.limits = limits
    self.timeStep = timeStep
    self.operation = operation ?? Scheme(timeStep: timeStep, limits: limits)
    sweep = SpaceTimeSweep(
      network: network, threads: threads, chunkLength: chunkLength, boundary: boundary)
    reverseLinks = sweep.makeReverseLinks()
    self.tapeBudget = tapeBudget
  }

  /// Positions of the reaches that are computed here.
  var ownReaches: Range<Int> { sweep.boundary?.share.own ?? 0..<network.count }
  /// Of those, the reaches that drain into no other.
  var ownOutlets: [Int] {
    ownReaches.filter { network.links(outOf: ReachIndex($0)).isEmpty }
  }

  /// The operator's parameters for given channels.
  func parameters(_ channels: [ReachChannel]) -> PackedBundle<Scheme.Parameters> {
    precondition(channels.count == network.count, "one channel per reach")
    // Empty lanes compute too; 1 keeps them finite.
    let bundle: PackedBundle<Scheme.Parameters> = sweep.bundle(filledWith: 1)
    Stretches.forEach(network.count, threads: sweep.threads) { reaches in
      for reach in reaches {
        Scheme.setParameters(channels[reach], limits: limits, timeStep: timeStep) {
          bundle[reach, member: $0] = Scalar($1)
        }
      }
    }
    return bundle
  }

  /// Steady discharge everywhere under the first lateral inflow: `Q = max(q + Σ Q_up, floor)`.
  public func hotStart(lateral: (Int) -> Double) -> RoutingState {
    let floor = Scalar(Scheme.leastDischarge(limits))
    var discharge = [Double](repeating: 0, count: network.count)
    var inflow = discharge
    let own = ownReaches
    if let boundary = sweep.boundary {
      for passage in boundary.share.received {
        discharge[passage.reach] = boundary.receive(1, by: passage)[0]
      }
    }
    for position in own {
      let reach = ReachIndex(position)
      var received = Scalar(0)
      for link in network.links(into: reach) {
        received += Scalar(link.fraction) * Scalar(discharge[link.upstream.position])
      }
      inflow[reach.position] = Double(received)
      discharge[reach.position] = Double(
        Swift.max(Scalar(lateral(reach.position)) + received, floor))
    }
    if let boundary = sweep.boundary {
      for passage in boundary.share.sent { boundary.send([discharge[passage.reach]], by: passage) }
    }
    return RoutingState(discharge: discharge, inflow: inflow)
  }

  func packed(
    _ state: RoutingState, channels: [ReachChannel]
  ) -> PackedBundle<Scheme.State> {
    let bundle: PackedBundle<Scheme.State> = sweep.bundle(filledWith: 1)
    Stretches.forEach(network.count, threads: sweep.threads) { reaches in
      for reach in reaches {
        if let members = state.members {
          for (member, values) in members.enumerated() {
            bundle[reach, member: member] = Scalar(values[reach])
          }
        } else {
          Scheme.setState(
            discharge: state.discharge[reach], inflow: state.inflow[reach],
            channel: channels[reach], limits: limits, timeStep: timeStep
          ) { bundle[reach, member: $0] = Scalar($1) }
        }
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

  /// Water in all reaches, m³.
  func storage(
    _ state: PackedBundle<Scheme.State>, parameters: PackedBundle<Scheme.Parameters>
  ) -> Double {
    let operation = operation
    return state.total(with: parameters) { operation.storage($0, parameters: $1) }
  }

  func ledger(_ bundle: PackedBundle<Scheme.Ledger>) -> RoutingLedger {
    Stretches.map(network.count, threads: sweep.threads) { reaches in
      var total = RoutingLedger()
      for reach in reaches {
        total += Scheme.ledger(timeStep: timeStep) { Double(bundle[reach, member: $0]) }
      }
      return total
    }.reduce(into: RoutingLedger()) { $0 += $1 }
  }
}
