import Foundation

/// The folder of real and golden data beside the package; named by THALWEG_SHARED, or `../shared`.
public enum SharedFolder {
  public static let path: String =
    ProcessInfo.processInfo.environment["THALWEG_SHARED"]
    ?? URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared").path

  public static func url(_ name: String) -> URL {
    URL(fileURLWithPath: path).appendingPathComponent(name)
  }

  public static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url(name).path)
  }
}
