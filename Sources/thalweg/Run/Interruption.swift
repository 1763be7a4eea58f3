import Foundation
import Synchronization

/// Outside the type: a signal handler is a C function and captures nothing.
private let interruptionFlag = Atomic<Bool>(false)

/// Whether the user asked the program to stop (Ctrl-C, or a batch system's SIGTERM).
enum Interruption {
  static var isRequested: Bool { interruptionFlag.load(ordering: .relaxed) }

  /// From now on the first signal asks for an orderly end; a second one ends at once.
  ///
  /// A parent that starts programs from a worker thread may pass on that thread's mask, in which
  /// these signals are blocked: they are let through.
  static func watch() {
    _ = isRequested
    var signals = sigset_t()
    sigemptyset(&signals)
    for signalNumber in [SIGINT, SIGTERM] { sigaddset(&signals, signalNumber) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for signalNumber in [SIGINT, SIGTERM] {
      signal(signalNumber) { number in
        interruptionFlag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }
}
