import RiverNetworks

/// A share of a network, and the way to the ranks that own the rest of it.
public struct SweepBoundary: Sendable {
  public let share: NetworkShare
  public let communicator: any Communicator

  public init(_ share: NetworkShare, communicator: any Communicator) {
    precondition(share.partCount == communicator.count && share.part == communicator.rank)
    self.share = share
    self.communicator = communicator
  }

  /// Channel of a passage.
  static func channel(_ passage: NetworkShare.Passage) -> Int {
    CommunicatorChannel.firstPassage.rawValue + passage.channel
  }

  public func send(_ values: [Double], by passage: NetworkShare.Passage) {
    communicator.send(values, to: passage.part, channel: Self.channel(passage))
  }

  /// Hands rows of own reaches to the parts below, and takes those of the reaches above the border.
  /// - Parameters:
  ///   - rows: `[reach][value]` flat, of the share's network
  ///   - valuesPerReach: the same in all parts
  public func handDown<Value: BitwiseCopyable>(_ rows: inout [Value], valuesPerReach: Int) {
    precondition(rows.count == share.network.count * valuesPerReach, "[reach][value]")
    rows.withUnsafeMutableBufferPointer { rows in
      func row(_ passage: NetworkShare.Passage) -> UnsafeMutableRawBufferPointer {
        let first = passage.reach * valuesPerReach
        return .init(UnsafeMutableBufferPointer(rebasing: rows[first..<(first + valuesPerReach)]))
      }
      for passage in share.sent {
        communicator.send(
          UnsafeRawBufferPointer(row(passage)), to: passage.part, channel: Self.channel(passage))
      }
      for passage in share.received {
        communicator.receive(row(passage), from: passage.part, channel: Self.channel(passage))
      }
    }
  }

  public func receive(_ count: Int, by passage: NetworkShare.Passage) -> [Double] {
    communicator.receive(count, from: passage.part, channel: Self.channel(passage))
  }
}

/// Which series go over the border at each pack of reaches across it.
///
/// Reaches across the border stand in packs of their own. Such a pack is not computed: where its
/// series are to be taken by others, they are received; where it takes series, they are sent. So the
/// schedule of cells needs no rule for the border.
@usableFromInline
struct BoundaryPlan: Sendable {
  struct Transfer: Sendable {
    let series: Int
    let part: Int
    let channel: Int
  }

  let communicator: any Communicator
  /// By pack; empty for packs that are computed.
  let received: [Int: [Transfer]]
  let sent: [Int: [Transfer]]
  @usableFromInline let computed: Range<Int>

  /// - Parameters:
  ///   - links: forward or turned round
  ///   - arriving, leaving: passages in the direction of the links
  init<Element>(
    _ boundary: SweepBoundary, packing: LanePacking, links: PackLinks<Element>,
    arriving: [NetworkShare.Passage], leaving: [NetworkShare.Passage]
  ) {
    communicator = boundary.communicator
    computed = packing.computedPacks
    var series: [Int: Int] = [:]
    for pack in 0..<packing.packCount {
      for index in Int(links.exportStart[pack])..<Int(links.exportStart[pack + 1]) {
        let export = links.exports[index]
        series[Int(packing.reaches[pack * packing.width + Int(export.lane)])] = Int(export.series)
      }
    }
    func pack(_ reach: Int) -> Int { packing.pack(of: packing.places[reach]) }
    var received: [Int: [Transfer]] = [:]
    for passage in arriving {
      received[pack(passage.reach), default: []].append(
        Transfer(
          series: series[passage.reach]!, part: passage.part,
          channel: SweepBoundary.channel(passage)))
    }
    // A series is sent at the first pack that takes it and belongs to the other part: all parts'
    // passages at packs across the border, in the order of the channels.
    var takers: [Int: Int] = [:]
    for pack in 0..<packing.packCount where !packing.computedPacks.contains(pack) {
      for index in Int(links.outerStart[pack])..<Int(links.outerStart[pack + 1]) {
        let taken = Int(links.outerLinks[index].series)
        takers[taken] = min(takers[taken] ?? pack, pack)
      }
    }
    var sent: [Int: [Transfer]] = [:]
    for passage in leaving {
      let number = series[passage.reach]!
      sent[takers[number]!, default: []].append(
        Transfer(
          series: number, part: passage.part, channel: SweepBoundary.channel(passage)))
    }
    self.received = received
    self.sent = sent
  }

  /// Does what a pack across the border has to do in one chunk.
  /// - Parameters:
  ///   - members: of what goes between reaches
  ///   - series: the chunk's, `[series][member][step]`, `chunkLength` steps apart
  @usableFromInline
  func exchange<Scalar: BitwiseCopyable>(
    pack: Int, members: Int, count: Int, chunkLength: Int, series: UnsafeMutablePointer<Scalar>
  ) {
    for transfer in sent[pack] ?? [] {
      for member in 0..<members {
        let source = series + (transfer.series * members + member) * chunkLength
        communicator.send(
          UnsafeRawBufferPointer(UnsafeBufferPointer(start: source, count: count)),
          to: transfer.part, channel: transfer.channel)
      }
    }
    for transfer in received[pack] ?? [] {
      for member in 0..<members {
        let target = series + (transfer.series * members + member) * chunkLength
        communicator.receive(
          UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: target, count: count)),
          from: transfer.part, channel: transfer.channel)
      }
    }
  }
}
