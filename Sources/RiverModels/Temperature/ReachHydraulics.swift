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

  /// A stretch's series, `[reach][step]` flat.
  public struct Stretch: Sendable {
    /// Means of the steps, m³ s⁻¹
    public var discharge: [Float]
    /// V at the ends of the steps, m³
    public var storage: [Float]
    /// Water surface, m²
    public var surface: [Float]
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

  /// - Parameters:
  ///   - discharge: after each step, `[reach][step]` flat, m³ s⁻¹
  ///   - before: before the first step, `[reach]`, m³ s⁻¹
  ///   - steps: time steps
  public func stretch(_ discharge: [Float], before: [Float], steps: Int) -> Stretch {
    let count = network.count
    precondition(discharge.count == count * steps && before.count == count)
    var result = Stretch(
      discharge: [Float](repeating: 0, count: count * steps),
      storage: [Float](repeating: 0, count: count * steps),
      surface: [Float](repeating: 0, count: count * steps))
    typealias Lanes = PairedLanes
    let geometry = ChannelGeometry<Lanes>(limits: limits)
    let width = Lanes.width
    var mean = [Float](repeating: 0, count: (steps + width - 1) / width * width)
    for reach in 0..<count {
      let row = reach * steps
      for step in 0..<steps {
        let earlier = step > 0 ? discharge[row + step - 1] : before[reach]
        result.discharge[row + step] = (earlier + discharge[row + step]) / 2
        mean[step] = discharge[row + step]
      }
      for link in network.links(into: ReachIndex(reach)) {
        let above = link.upstream.position * steps
        let fraction = Float(link.fraction)
        for step in 0..<steps { mean[step] += fraction * discharge[above + step] }
      }
      let single = ChannelParameters<Double>(channels[reach], limits: limits)
      let parameters = ChannelParameters<Lanes>(
        logConveyanceFactor: Lanes(constant: single.logConveyanceFactor),
        depthExponent: Lanes(constant: single.depthExponent),
        widthExponent: Lanes(constant: single.widthExponent),
        logWidthFactor: Lanes(constant: single.logWidthFactor),
        velocityFactor: Lanes(constant: single.velocityFactor), fall: Lanes(constant: single.fall),
        twiceLength: Lanes(constant: single.twiceLength))
      let length = Float(channels[reach].length)
      for first in stride(from: 0, to: steps, by: width) {
        let sum = mean.withUnsafeBytes {
          $0.loadUnaligned(fromByteOffset: first * MemoryLayout<Float>.stride, as: Lanes.self)
        }
        let section = geometry.section(
          discharge: Lanes.larger(
            Lanes(constant: 0.5) * sum, Lanes(constant: limits.discharge)),
          parameters: parameters)
        withUnsafeBytes(of: section.area) { area in
          withUnsafeBytes(of: section.topWidth) { topWidth in
            for lane in 0..<min(width, steps - first) {
              let offset = lane * MemoryLayout<Float>.stride
              result.storage[row + first + lane] =
                length * area.loadUnaligned(fromByteOffset: offset, as: Float.self)
              result.surface[row + first + lane] =
                length * topWidth.loadUnaligned(fromByteOffset: offset, as: Float.self)
            }
          }
        }
      }
    }
    return result
  }
}
