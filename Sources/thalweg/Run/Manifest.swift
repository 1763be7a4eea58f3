import CXXHash
import Foundation

/// What a run was made of: versions, inputs, seed, command.
struct Manifest: Codable {
  struct Input: Codable {
    var file: String
    var bytes: Int
    /// XXH64 of the content, as `xxh64sum` prints it: tells whether a file has changed. Nil in folders
    /// of before, which had another fingerprint.
    var xxh64: String?
  }

  var thalweg: String
  var command: [String]
  var seed: UInt64
  /// Of each rank.
  var threads: Int
  /// Processes that ran together; nil where there was one.
  var ranks: Int?
  var started: String
  var system: String
  var inputs: [Input]
  var remarks: [String]

  init(
    command: [String], seed: UInt64, threads: Int, inputs: [String], remarks: [String]
  ) {
    thalweg = Version.current
    self.command = command
    self.seed = seed
    self.threads = threads
    ranks = Ranks.communicator?.count
    started = Date().formatted(.iso8601)
    system = ProcessInfo.processInfo.operatingSystemVersionString
    self.inputs = inputs.compactMap(Self.fingerprint)
    self.remarks = remarks
  }

  /// Bytes read at once: a large file is not to fill the memory.
  private static let block = 1 << 20

  private static func fingerprint(_ path: String) -> Input? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let state = XXH64_createState()!
    defer { XXH64_freeState(state) }
    XXH64_reset(state, 0)
    var bytes = [UInt8](repeating: 0, count: block)
    var count = 0
    while case let size = read(file, &bytes, block), size > 0 {
      XXH64_update(state, bytes, size)
      count += size
    }
    let digits = String(XXH64_digest(state), radix: 16)
    return Input(
      file: path, bytes: count, xxh64: String(repeating: "0", count: 16 - digits.count) + digits)
  }
}

enum Version {
  static let current = "0.1.0"
}
