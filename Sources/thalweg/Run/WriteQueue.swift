import Foundation

/// Writes files while the next stretch is computed: one piece of work at a time, in order, and never
/// more than one waiting, so that memory stays bounded.
///
/// What goes wrong is told at the next call; after that nothing is written any more.
final class WriteQueue: @unchecked Sendable {
  private let queue = DispatchQueue(label: "thalweg.write")
  /// Read and written on `queue` only.
  private var failure: (any Error)?

  /// Waits for the work before, then begins this.
  /// - Throws: what an earlier work threw.
  func submit(_ work: @escaping @Sendable () throws -> Void) throws {
    try finish()
    queue.async { [self] in
      do { try work() } catch { failure = error }
    }
  }

  /// Waits until all is written.
  func finish() throws {
    let failure = queue.sync { self.failure }
    if let failure { throw failure }
  }
}
