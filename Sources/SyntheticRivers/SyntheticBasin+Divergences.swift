import Foundation

extension SyntheticBasin {
  static let reachesAddedByDiamond = 3

  /// How many rivers of a network of `wanted` reaches divide: a share of those the tree has without
  /// its divergences, rounded down.
  static func diamondCount(wanted: Int, share: Double) -> Int {
    Int(share * Double(wanted) / (1 + Double(reachesAddedByDiamond) * share))
  }

  /// Which channels become more than one reach.
  ///
  /// Rivers that divide are drawn at random from those that are no headwaters; the longest of the
  /// others is halved where the tree is one reach short.
  static func divisions(
    of channels: ChannelTree, diamonds: Int, seed: UInt64
  ) -> [Int: ReachDrawing.Division] {
    var divisions: [Int: ReachDrawing.Division] = [:]
    if diamonds > 0 {
      var isHeadwater = [Bool](repeating: true, count: channels.count)
      for below in channels.downstream where below >= 0 { isHeadwater[Int(below)] = false }
      var rivers = (0..<channels.count).filter { !isHeadwater[$0] }
      precondition(diamonds <= rivers.count, "the largest share leaves rivers enough")
      var source = RandomSource(seed: seed, stream: RandomStream.diamonds.rawValue)
      rivers.shuffle(using: &source)
      for river in rivers.prefix(diamonds) {
        divisions[river] = .diamond(fraction: source.uniform(in: leftArmFractions))
      }
    }
    if channels.isOneShort {
      var longest = 0
      var mostCells = 0
      for channel in 0..<channels.count where divisions[channel] == nil {
        let cells = channels.start[channel + 1] - channels.start[channel]
        if cells > mostCells { (longest, mostCells) = (channel, cells) }
      }
      precondition(mostCells > 0, "not every channel divides")
      divisions[longest] = .halves
    }
    return divisions
  }

  /// From an even division to a side arm with a tenth of the flow.
  private static let leftArmFractions = 0.1...0.9
}
