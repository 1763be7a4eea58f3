import Foundation
import RiverNetworks

/// Turns SVG into pixels with librsvg's own program.
enum SVGRenderer {
  private static let program = "rsvg-convert"

  /// - Throws: `InputError` with the remedy where the program is missing or fails.
  static func writePNG(_ svg: String, to path: String, width: Int) throws {
    guard let executable = find(program) else {
      throw InputError(
        "PNG needs \(program), which is not on this machine", file: path,
        remedy: "apt-get install librsvg2-bin (macOS: brew install librsvg), or use --svg")
    }
    let source = FileManager.default.temporaryDirectory
      .appendingPathComponent("thalweg-map-\(ProcessInfo.processInfo.processIdentifier).svg")
    try Data(svg.utf8).write(to: source)
    defer { try? FileManager.default.removeItem(at: source) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = [
      "--width", String(width), "--keep-aspect-ratio", "--output", path, source.path,
    ]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let words = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw InputError(
        "\(program) could not draw the map", file: path,
        found: String(decoding: words, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines),
        remedy: "check that the folder exists and that there is space, or use --svg")
    }
  }

  private static func find(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
