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
  var threads: Int
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
    started = Date().formatted(.iso8601)
    system = ProcessInfo.processInfo.operatingSystemVersionString
    self.inputs = inputs.compactMap(Self.fingerprint)
    self.remarks = remarks
  }

  private static func fingerprint(_ path: String) -> Input? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    else { return nil }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    data.withUnsafeBytes { bytes in
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }
    return Input(file: path, bytes: data.count, fnv1a64: String(hash, radix: 16))
  }
}

enum Version {
  static let current = "0.1.0"
}
