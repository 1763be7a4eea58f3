// Built with `swift build --traits MPI` only; without the trait this room is empty.
#if MPI
  import CMPI
  import Foundation
  import SpaceTimeSweep
  import Synchronization

  /// The ranks of one `mpirun`.
  ///
  /// MPI is called by one thread at a time. Nobody waits inside of it: who waits for a message looks
  /// again and again, and lets other threads send in between. A rank that dies takes the others with
  /// it (MPI's default, MPI_ERRORS_ARE_FATAL).
  public final class MPICommunicator: Communicator {
    public let rank: Int
    public let count: Int
    private let pending = Mutex<[Message]>([])

    private struct Message: @unchecked Sendable {
      let request: UnsafeMutableRawPointer
      let bytes: UnsafeMutableRawBufferPointer
    }

    /// Looks before a waiting thread gives its core away.
    private static let looks = 200
    private static let napMicroseconds: UInt32 = 50

    /// The only one of the process.
    public static let world = MPICommunicator()
    /// Whether ``world`` was asked for.
    public static var isStarted: Bool { thalweg_mpi_is_started() != 0 }

    private init() {
      guard thalweg_mpi_start() == 0 else { fatalError("MPI cannot be started") }
      rank = Int(thalweg_mpi_rank())
      count = Int(thalweg_mpi_size())
    }

    public func send(_ bytes: UnsafeRawBufferPointer, to other: Int, channel: Int) {
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
      copy.copyMemory(from: bytes)
      let message = pending.withLock { messages in
        messages.removeAll { Self.isDone($0) }
        let message = Message(
          request: thalweg_mpi_send(
            copy.baseAddress, Int32(bytes.count), Int32(other), Int32(channel)), bytes: copy)
        messages.append(message)
        return message
      }
      _ = message
    }

    public func receive(_ bytes: UnsafeMutableRawBufferPointer, from other: Int, channel: Int) {
      let address = bytes.baseAddress
      let length = Int32(bytes.count)
      nonisolated(unsafe) let target = address
      let request = Handle(
        pending.withLock { _ in
          Handle(thalweg_mpi_receive(target, length, Int32(other), Int32(channel)))
        }.request)
      var looks = 0
      while pending.withLock({ _ in thalweg_mpi_is_done(request.request) == 0 }) {
        looks += 1
        if looks > Self.looks { usleep(Self.napMicroseconds) } else { sched_yield() }
      }
    }

    /// Waits until all messages have left, then ends MPI.
    public func finish() {
      while !pending.withLock({ messages in
        messages.removeAll { Self.isDone($0) }
        return messages.isEmpty
      }) {
        usleep(Self.napMicroseconds)
      }
      MPI_Finalize()
    }

    /// Ends all ranks.
    public func abort(status: Int32) -> Never {
      thalweg_mpi_abort(status)
      exit(status)
    }

    private static func isDone(_ message: Message) -> Bool {
      guard thalweg_mpi_is_done(message.request) != 0 else { return false }
      message.bytes.deallocate()
      return true
    }

    private struct Handle: @unchecked Sendable {
      let request: UnsafeMutableRawPointer?
      init(_ request: UnsafeMutableRawPointer?) { self.request = request }
    }
  }
#endif
