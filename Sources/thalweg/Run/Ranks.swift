import Foundation
import SpaceTimeSweep

#if MPI
  import MessagePassing
#endif

/// The processes that simulate one river together; without the package's MPI trait there is one.
enum Ranks {
  /// nil where this process is alone.
  static var communicator: (any Communicator)? {
    #if MPI
      let world = MPICommunicator.world
      return world.count > 1 ? world : nil
    #else
      return nil
    #endif
  }

  /// Seconds that other ranks leave the first one to say what is wrong.
  private static let patience: UInt32 = 5

  /// To be called last, by every rank.
  static func finish() {
    #if MPI
      MPICommunicator.world.finish()
    #endif
  }

  /// Ends the process after an error; where there are several ranks, all of them.
  ///
  /// What is wrong with an input is wrong for every rank: the first one says so, and the others give
  /// it time to. Functions that libraries left to be called at the end are not: HDF5 would go through
  /// the files that it could not close, and crash.
  static func end(saying message: String, status: Int32) -> Never {
    #if MPI
      let world = MPICommunicator.world
      if world.count > 1 {
        if world.rank > 0 {
          // To be told to end is the end now.
          signal(SIGTERM, SIG_DFL)
          sleep(patience)
        }
        let text = world.rank > 0 ? "rank \(world.rank): \(message)" : message
        FileHandle.standardError.write(Data(text.utf8))
        world.abort(status: status)
      }
    #endif
    FileHandle.standardError.write(Data(message.utf8))
    fflush(nil)
    _exit(status)
  }
}
