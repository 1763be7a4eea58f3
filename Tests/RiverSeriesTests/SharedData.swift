import Foundation

/// Real data sets beside the package, or where THALWEG_SHARED says.
enum SharedData {
  static let folder: String = {
    if let given = ProcessInfo.processInfo.environment["THALWEG_SHARED"] { return given + "/data" }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return root.deletingLastPathComponent().appendingPathComponent("shared/data").path
  }()

  static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + name)
  }

  static func file(_ name: String) -> String { folder + "/" + name }
}
