import Foundation
import Testing

/// The folder of real data beside the package; named by THALWEG_SHARED, or `../shared`.
enum SharedData {
  static let folder: String =
    ProcessInfo.processInfo.environment["THALWEG_SHARED"]
    ?? URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared").path

  static func path(_ name: String) -> String { folder + "/data/" + name }

  static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test whose real file is not there.
  static func needs(_ name: String) -> Self {
    .enabled(if: SharedData.has(name), "needs ../shared/data/\(name) (or THALWEG_SHARED)")
  }
}
