import Foundation
import Synchronization

/// Outside the type: a signal handler is a C function and captures nothing.
private let interruptionFlag = Atomic<Bool>(false)

/// Whether the user asked the program to stop (Ctrl-C, or a batch system's SIGTERM).
enum Interruption {
  static var isRequested: Bool { interruptionFlag.load(ordering: .relaxed) }

  /// From now on the first signal asks for an orderly end; a second one ends at once.
  static func watch() {
    _ = isRequested
    for signalNumber in [SIGINT, SIGTERM] {
      signal(signalNumber) { number in
        interruptionFlag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }
}
