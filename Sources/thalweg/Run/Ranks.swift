import ArgumentParser
import Foundation
import RiverNetworks
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

  /// Whether this process writes what there is one of.
  static var isFirst: Bool { (communicator?.rank ?? 0) == 0 }

  /// Whether the user asked to stop: rank 0's answer, on all ranks.
  static var isToStop: Bool {
    communicator?.handedDown(Interruption.isRequested) ?? Interruption.isRequested
  }

  /// Of what one rank does alone.
  static func refusal(_ what: String, column: String? = nil) -> InputError {
    InputError(
      "\(what) over several ranks is not built", column: column,
      found: "\(communicator?.count ?? 1) ranks",
      remedy: "start one process, without mpirun, or leave it out")
  }

  /// Refuses verbs that several processes would all do at once, for each other or over each other.
  static func check(_ command: any ParsableCommand) throws {
    let isShared = command is RouteCommand || command is TrainCommand
    let environment = ProcessInfo.processInfo.environment
    #if MPI
      // Alone, MPI is not started for verbs that do not need it.
      let launched = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"].contains {
        environment[$0] != nil
      }
      guard launched, !isShared, communicator != nil else { return }
      throw refusal("thalweg \(type(of: command).configuration.commandName ?? "")")
    #else
      let size = environment["OMPI_COMM_WORLD_SIZE"] ?? environment["PMI_SIZE"]
      guard isShared, let size, Int(size) ?? 1 > 1 else { return }
      throw InputError(
        "several processes were started, but this program knows nothing of ranks",
        found: "\(size) processes",
        remedy: "build with --traits MPI; or unset OMPI_COMM_WORLD_SIZE and PMI_SIZE where each "
          + "process is to do a run of its own")
    #endif
  }

  /// Seconds that other ranks leave the first one to say what is wrong.
  private static let patience: UInt32 = 5

  /// To be called last, by every rank.
  static func finish() {
    #if MPI
      if MPICommunicator.isStarted { MPICommunicator.world.finish() }
    #endif
  }

  /// Ends the process after an error; where there are several ranks, all of them.
  ///
  /// What is wrong with an input is wrong for every rank: the first one says so, and the others give
  /// it time to. Functions that libraries left to be called at the end are not: HDF5 would go through
  /// the files that it could not close, and crash.
  static func end(saying message: String, status: Int32) -> Never {
    #if MPI
      if MPICommunicator.isStarted, MPICommunicator.world.count > 1 {
        let world = MPICommunicator.world
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
