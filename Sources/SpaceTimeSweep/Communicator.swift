/// Processes (or threads, in tests) that work on one network together and pass numbers.
///
/// Messages of one channel between two ranks arrive in the order in which they were sent. `send`
/// never waits for the receiver; `receive` waits. Both may be called from several threads.
public protocol Communicator: Sendable {
  /// From 0.
  var rank: Int { get }
  var count: Int { get }
  /// Sends a copy of the bytes.
  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int, channel: Int)
  /// Waits for a message of exactly so many bytes.
  func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int, channel: Int)
}

extension Communicator {
  public func send(_ values: [Double], to rank: Int, channel: Int) {
    values.withUnsafeBytes { send($0, to: rank, channel: channel) }
  }

  public func receive(_ count: Int, from rank: Int, channel: Int) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    values.withUnsafeMutableBytes { receive($0, from: rank, channel: channel) }
    return values
  }

  /// The arrays of all ranks, of any lengths, one after the other.
  public func gathered(_ values: [Double]) -> [Double] {
    let control = CommunicatorChannel.gathering.rawValue
    var all = values
    if rank == 0 {
      for other in 1..<max(count, 1) {
        let length = receive(1, from: other, channel: control)[0]
        all += receive(Int(length), from: other, channel: control)
      }
    } else {
      send([Double(values.count)], to: 0, channel: control)
      send(values, to: 0, channel: control)
    }
    return spread(all)
  }

  /// An array of rank 0, handed on to all: 0 gives it to 1 and 2, these to 3 to 6 and so on.
  private func spread(_ values: [Double]) -> [Double] {
    let control = CommunicatorChannel.spreading.rawValue
    var values = values
    if rank > 0 {
      let giver = (rank - 1) / 2
      let length = receive(1, from: giver, channel: control)[0]
      values = receive(Int(length), from: giver, channel: control)
    }
    for other in [2 * rank + 1, 2 * rank + 2] where other < count {
      send([Double(values.count)], to: other, channel: control)
      send(values, to: other, channel: control)
    }
    return values
  }

  /// Sums with which each rank goes on where the one before it left them; all get the last one's.
  public func chained(_ length: Int, _ body: (inout [Double]) -> Void) -> [Double] {
    let control = CommunicatorChannel.handing.rawValue
    var values =
      rank == 0
      ? [Double](repeating: 0, count: length) : receive(length, from: rank - 1, channel: control)
    body(&values)
    if rank + 1 < count { send(values, to: rank + 1, channel: control) }
    return gathered(rank + 1 == count ? values : [])
  }

  /// Sums over the ranks, rank 0 first.
  public func sum(_ values: [Double]) -> [Double] {
    let all = gathered(values)
    return values.indices.map { place in
      (0..<count).reduce(0.0) { $0 + all[$1 * values.count + place] }
    }
  }

  public func minimum(_ value: Double) -> Double { gathered([value]).min()! }
  public func maximum(_ value: Double) -> Double { gathered([value]).max()! }

  /// A yes or no of rank 0, handed from rank to rank: no rank waits for a later one.
  public func handedDown(_ flag: Bool) -> Bool {
    let control = CommunicatorChannel.handing.rawValue
    let given = rank == 0 ? flag : receive(1, from: rank - 1, channel: control)[0] == 1
    if rank + 1 < count { send([given ? 1 : 0], to: rank + 1, channel: control) }
    return given
  }
}

/// Channels that belong to no passage between reaches.
enum CommunicatorChannel: Int {
  case gathering, spreading, handing
  /// The first that passages may use.
  case firstPassage
}
