import Foundation
import RiverNetworks

/// Writes a file under a temporary name in the same folder and renames it when it is complete.
///
/// A reader sees the old file or the new one, never half of one. A shapefile is several files: each
/// is renamed, the `.shp` last.
enum AtomicReplacement {
  /// Runs `body` with the path of the same name in a temporary folder beside the target, then moves
  /// every file it left there into place.
  static func write(_ path: String, _ body: (String) throws -> Void) throws {
    let target = URL(fileURLWithPath: path)
    let folder = target.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(
      ".\(target.lastPathComponent).\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(
        at: temporary, withIntermediateDirectories: false)
    } catch {
      throw InputError(
        "the folder cannot be written to", file: path, found: error.localizedDescription,
        expected: "an existing folder with permission to write: \(folder.path)",
        remedy: "make the folder, or choose another")
    }
    defer { try? FileManager.default.removeItem(at: temporary) }
    try body(temporary.appendingPathComponent(target.lastPathComponent).path)

    let written = try FileManager.default.contentsOfDirectory(atPath: temporary.path)
    let last = target.lastPathComponent
    for name in written.sorted(by: { ($0 == last ? 1 : 0, $0) < ($1 == last ? 1 : 0, $1) }) {
      let from = temporary.appendingPathComponent(name).path
      guard rename(from, folder.appendingPathComponent(name).path) == 0 else {
        throw InputError(
          "the finished file cannot be given its name", file: path,
          found: String(cString: strerror(errno)),
          remedy: "check that nothing else, such as a folder, has this name")
      }
    }
  }

  /// The file's name without folder and extension.
  static func stem(of path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }
}
