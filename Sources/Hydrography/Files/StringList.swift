import Foundation

/// Swift strings as GDAL's null-terminated list of C strings, for the time of a call.
enum StringList {
  static func with<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) throws -> Result
  ) rethrows -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var list = copies.map { UnsafePointer<CChar>($0) } + [nil]
    return try list.withUnsafeMutableBufferPointer { try body($0.baseAddress!) }
  }

  /// The same for the functions that ask for pointers to characters that could be changed.
  static func withMutable<Result>(
    _ strings: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) throws -> Result
  ) rethrows -> Result {
    var list: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for copy in list { free(copy) } }
    return try list.withUnsafeMutableBufferPointer { try body($0.baseAddress!) }
  }
}
