import Foundation

/// Ranks that are threads of one process: for tests of what several processes do.
///
///     let ranks = InProcessCommunicator.group(of: 3)
///     InProcessCommunicator.run(ranks) { rank in ... }
public final class InProcessCommunicator: Communicator {
  public let rank: Int
  public var count: Int { mail.count }
  private let mail: Mail

  private init(rank: Int, mail: Mail) {
    self.rank = rank
    self.mail = mail
  }

  public static func group(of count: Int) -> [InProcessCommunicator] {
    let mail = Mail(count: count)
    return (0..<count).map { InProcessCommunicator(rank: $0, mail: mail) }
  }

  /// Calls `body` for every rank, each on a thread of its own; returns what they return.
  public static func run<Result: Sendable>(
    _ ranks: [InProcessCommunicator], _ body: @escaping @Sendable (InProcessCommunicator) -> Result
  ) -> [Result] {
    let results = AlignedBuffer<UnsafeMutablePointer<Result>?>(count: ranks.count, filledWith: nil)
    let done = DispatchGroup()
    for communicator in ranks {
      done.enter()
      let thread = Thread {
        let result = UnsafeMutablePointer<Result>.allocate(capacity: 1)
        result.initialize(to: body(communicator))
        results.base[communicator.rank] = result
        done.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    done.wait()
    return ranks.indices.map { rank in
      let result = results.base[rank]!
      defer { result.deallocate() }
      return result.move()
    }
  }

  public func send(_ bytes: UnsafeRawBufferPointer, to other: Int, channel: Int) {
    mail.put(Array(bytes), Mail.Box(from: rank, to: other, channel: channel))
  }

  public func receive(_ bytes: UnsafeMutableRawBufferPointer, from other: Int, channel: Int) {
    let message = mail.take(Mail.Box(from: other, to: rank, channel: channel))
    precondition(message.count == bytes.count, "a message of another length")
    bytes.copyBytes(from: message)
  }

  /// Messages under way.
  private final class Mail: @unchecked Sendable {
    struct Box: Hashable {
      let from: Int
      let to: Int
      let channel: Int
    }
    let count: Int
    private let condition = NSCondition()
    private var boxes: [Box: [[UInt8]]] = [:]

    init(count: Int) { self.count = count }

    func put(_ message: [UInt8], _ box: Box) {
      condition.lock()
      boxes[box, default: []].append(message)
      condition.broadcast()
      condition.unlock()
    }

    func take(_ box: Box) -> [UInt8] {
      condition.lock()
      defer { condition.unlock() }
      while boxes[box]?.isEmpty ?? true { condition.wait() }
      return boxes[box]!.removeFirst()
    }
  }
}
