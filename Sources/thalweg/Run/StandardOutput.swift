import Foundation

/// Where results go, and nothing else: what a run says of itself is the ``Console``'s.
enum StandardOutput {
  static func writeJSON(_ value: some Encodable) throws {
    FileHandle.standardOutput.write(try RunFolder.encoder.encode(value))
    print()
  }
}
