import Foundation
import RiverNetworks

/// Why a file cannot grow, where the system tells: the NetCDF library says no more than "HDF error".
enum WriteObstacle {
  /// The disk has so few bytes left.
  case fullDisk(left: Int)
  /// The process may not write longer files.
  case lengthLimit(bytes: Int)

  /// Less than this on the disk is none, bytes: what one write of a chunk may need.
  private static let leastSpace = 1 << 20

  init?(path: String) {
    var limit = rlimit()
    #if os(Linux)
      let isLimited = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
    #else
      let isLimited = getrlimit(RLIMIT_FSIZE, &limit) == 0
    #endif
    var status = stat()
    if isLimited, limit.rlim_cur < UInt64(Int.max), stat(path, &status) == 0,
      Int(status.st_size) + Self.leastSpace >= Int(limit.rlim_cur)
    {
      self = .lengthLimit(bytes: Int(limit.rlim_cur))
      return
    }
    var space = statvfs()
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard statvfs(folder, &space) == 0 else { return nil }
    let left = Int(space.f_bavail) * Int(space.f_frsize)
    guard left < Self.leastSpace else { return nil }
    self = .fullDisk(left: left)
  }

  func explain(_ error: InputError) -> InputError {
    var error = error
    switch self {
    case .fullDisk(let left):
      error.problem = "the disk is full: " + error.problem
      error.found = "\(left) bytes left; " + (error.found ?? "")
      error.remedy = "make room, or write to another disk"
    case .lengthLimit(let bytes):
      error.problem = "the longest file allowed is full: " + error.problem
      error.found = "a limit of \(bytes) bytes (ulimit -f); " + (error.found ?? "")
      error.remedy = "raise the limit, or write less to a file"
    }
    return error
  }
}
