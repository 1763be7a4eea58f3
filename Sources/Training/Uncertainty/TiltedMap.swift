import Foundation
import ReachOperators
import RiverModels

/// A learned map of roughness, raised as a whole and tilted along drainage area:
///
///     ln n = ln n_learned + level + tilt (ln A − mean ln A)
///
/// The pattern of the map about its law stays as it is. The mean is over the reaches a gauge sees.
struct TiltedMap: Sendable {
  let channels: [ReachChannel]
  /// ln A less its mean, `[reach]`; 0 where the area is not known.
  let positions: [Double]

  init(channels: [ReachChannel], areas: [Double], seen: [Bool]) {
    self.channels = channels
    let known = areas.indices.filter { seen[$0] && areas[$0] > 0 }
    let mean = known.reduce(0) { $0 + log(areas[$1]) } / Double(max(known.count, 1))
    positions = areas.map { $0 > 0 ? log($0) - mean : 0 }
  }

  func channels(level: Double, tilt: Double) -> [ReachChannel] {
    channels.indices.map { reach in
      var channel = channels[reach]
      channel.roughness *= exp(level + tilt * positions[reach])
      return channel
    }
  }
}
