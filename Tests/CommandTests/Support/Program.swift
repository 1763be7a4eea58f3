import Foundation
import Testing

/// The built program, run as a process of its own.
struct Program {
  struct Outcome {
    let status: Int32
    let output: String
    let message: String
  }

  /// Root of the package.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// THALWEG_PROGRAM, else what was built beside the tests, else the newer of the release and the
  /// debug build.
  static let path: String = {
    if let named = ProcessInfo.processInfo.environment["THALWEG_PROGRAM"] { return named }
    let manager = FileManager.default
    let beside = CommandLine.arguments.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/thalweg"
    }
    if let first = beside.first(where: manager.isExecutableFile(atPath:)) { return first }
    func age(_ path: String) -> Date {
      (try? manager.attributesOfItem(atPath: path))?[.modificationDate] as? Date ?? .distantPast
    }
    return ["release", "debug"].map { root + "/.build/\($0)/thalweg" }.max { age($0) < age($1) }!
  }()

  /// Runs to the end.
  @discardableResult
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    let running = try Running(arguments, environment: environment)
    return running.outcome()
  }

  /// Runs and demands that it ends well.
  @discardableResult
  static func succeed(
    _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcome = try run(arguments)
    try #require(
      outcome.status == 0, "thalweg \(arguments.joined(separator: " ")): \(outcome.message)",
      sourceLocation: sourceLocation)
    return outcome
  }

  /// A process under way; what it says goes to files, so that no pipe can fill up.
  final class Running {
    let folder: TemporaryFolder
    private let process = Process()

    init(_ arguments: [String], environment: [String: String] = [:], tool: String? = nil) throws {
      folder = try TemporaryFolder()
      process.executableURL = URL(fileURLWithPath: tool ?? Program.path)
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try Self.sink(folder.file("output"))
      process.standardError = try Self.sink(folder.file("message"))
      try process.run()
    }

    private static func sink(_ path: String) throws -> FileHandle {
      try Data().write(to: URL(fileURLWithPath: path))
      return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    private func text(_ name: String) -> String {
      let data = FileManager.default.contents(atPath: folder.file(name)) ?? Data()
      return String(decoding: data, as: UTF8.self)
    }

    /// Waits until the program has said something, or ended.
    func wait(for text: String) {
      while process.isRunning, !self.text("message").contains(text) { usleep(2_000) }
    }

    func interrupt() { process.interrupt() }
    func terminate() { process.terminate() }
    /// As the system does when memory runs out, or the power goes: without a word.
    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }
    var isRunning: Bool { process.isRunning }

    func outcome() -> Outcome {
      process.waitUntilExit()
      return Outcome(
        status: process.terminationReason == .exit ? process.terminationStatus : -1,
        output: text("output"), message: text("message"))
    }
  }
}
