import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// Water in the reaches and on their surface, from the discharge that a router gives.
///
/// The section belongs to the mean of what enters and what leaves: V = L A, surface = L T. Muskingum's
/// own storage K Q is that of the wave, which is faster than the water by a factor of up to 5/3;
/// temperature needs the water's. Where V does not change by the router's fluxes exactly, the box
/// counts the difference.
public struct ReachHydraulics: Sendable {
  public let network: RiverNetwork
  public let channels: [ReachChannel]
  public let limits: ChannelLimits

  public init(network: RiverNetwork, channels: [ReachChannel], limits: ChannelLimits) {
    self.network = network
    self.channels = channels
    self.limits = limits
  }

  /// Section of the water in a reach between a discharge that enters and one that leaves.
  public func section(reach: Int, entering: Double, leaving: Double) -> (
    storage: Double, surface: Double, velocity: Double, depth: Double, width: Double
  ) {
    let channel = channels[reach]
    let section = ChannelGeometry<Double>(limits: limits).section(
      discharge: max((entering + leaving) / 2, limits.discharge),
      parameters: ChannelParameters<Double>(channel, limits: limits))
    return (
      channel.length * section.area, channel.length * section.topWidth, section.velocity,
      section.depth, section.topWidth
    )
  }

  /// What enters a reach from upstream, m³ s⁻¹.
  public func entering(reach: Int, _ discharge: (Int) -> Double) -> Double {
    network.links(into: ReachIndex(reach)).reduce(0) {
      $0 + $1.fraction * discharge($1.upstream.position)
    }
  }

  /// V, m³, and the formula's dispersion, m² s⁻¹, of every reach at one moment.
  ///
  /// - Parameters:
  ///   - discharge: `[reach]`, m³ s⁻¹
  ///   - formula: of the dispersion
  public func moment(
    _ discharge: [Double], dispersion formula: LongitudinalDispersion
  ) -> (storages: [Double], dispersions: [Double]) {
    let sections = discharge.indices.map { reach in
      section(
        reach: reach, entering: entering(reach: reach) { discharge[$0] },
        leaving: discharge[reach])
    }
    return (
      sections.map(\.storage),
      zip(sections, channels).map { section, channel in
        formula.coefficient(
          velocity: section.velocity, width: section.width, depth: section.depth,
          shearVelocity: LongitudinalDispersion.shearVelocity(
            depth: section.depth, slope: max(channel.slope, limits.slope)))
      }
    )
  }
}

extension LongitudinalDispersion {
  /// A coefficient times a factor, held within what is plausible, m² s⁻¹.
  public static func limited(_ coefficient: Double, factor: Double) -> Double {
    min(max(factor * coefficient, limits.lowerBound), limits.upperBound)
  }
}
