import Foundation
import Logging

/// Where a run says what it does: the terminal and, once there is a run folder, its log.
///
/// Lines go to standard error, so that standard output holds results only. Progress is one line that
/// overwrites itself on a terminal, and nothing else where output is not a terminal.
final class Console: @unchecked Sendable {
  private let isQuiet: Bool
  private let isTerminal = isatty(2) != 0
  private var file: FileHandle?
  private let lock = NSLock()
  private var hasProgress = false

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  func log(to path: String, appending: Bool) throws {
    if !appending || !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(fileURLWithPath: path))
    }
    file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    _ = try file?.seekToEnd()
  }

  func line(_ text: String) {
    lock.withLock {
      clearProgress()
      if !isQuiet { write(text + "\n") }
      let stamp = Date().formatted(.iso8601)
      try? file?.write(contentsOf: Data((stamp + " " + text + "\n").utf8))
    }
  }

  /// A line for the eye only: it goes to the terminal, not to the log.
  func drawing(_ text: String) {
    guard isTerminal, !isQuiet else { return }
    lock.withLock {
      clearProgress()
      write(text + "\n")
    }
  }

  /// Replaces the progress line; a no-op where standard error is not a terminal.
  func progress(_ text: String) {
    guard isTerminal, !isQuiet else { return }
    lock.withLock {
      write("\r\u{1B}[K" + text)
      hasProgress = true
    }
  }

  private func clearProgress() {
    if hasProgress { write("\r\u{1B}[K") }
    hasProgress = false
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
