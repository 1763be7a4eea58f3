import Foundation

/// What a run was made of: versions, inputs, seed, command.
struct Manifest: Codable {
  struct Input: Codable {
    var file: String
    var bytes: Int
    /// 64-bit FNV-1a of the content (Fowler, Noll and Vo, RFC 9923): tells whether a file has changed.
    var fnv1a64: String
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
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var count = 0
    while let data = try? file.read(upToCount: block), !data.isEmpty {
      data.withUnsafeBytes { bytes in
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      }
      count += data.count
    }
    return Input(file: path, bytes: count, fnv1a64: String(hash, radix: 16))
  }
}

enum Version {
  static let current = "0.1.0"
}
