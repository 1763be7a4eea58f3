import CGDAL

/// What GDAL said while a piece of work was done: collected here, never printed.
struct DriverMessages {
  /// Messages of level "failure" or worse.
  fileprivate(set) var failures: [String] = []
  /// Messages of level "warning".
  fileprivate(set) var warnings: [String] = []

  /// The failures as one line, or nil when there was none.
  var failure: String? { failures.isEmpty ? nil : failures.joined(separator: "; ") }

  /// Runs `body` with GDAL's messages of this thread going into the second result.
  ///
  /// GDAL's own debug output (CPL_DEBUG) still goes where the user asked for it.
  static func collecting<Result>(_ body: () throws -> Result) rethrows -> (Result, DriverMessages) {
    _ = Self.driversRegistered
    let box = Box()
    let result = try withExtendedLifetime(box) {
      pushHandler(into: box)
      defer { CPLPopErrorHandler() }
      return try body()
    }
    return (result, box.messages)
  }

  private static func pushHandler(into box: Box) {
    CPLPushErrorHandlerEx(
      { level, _, text in
        guard let data = CPLGetErrorHandlerUserData(), let text else { return }
        let box = Unmanaged<Box>.fromOpaque(data).takeUnretainedValue()
        if level == CE_Warning {
          box.messages.warnings.append(String(cString: text))
        } else if level == CE_Failure || level == CE_Fatal {
          box.messages.failures.append(String(cString: text))
        }
      }, Unmanaged.passUnretained(box).toOpaque())
    CPLSetCurrentErrorHandlerCatchDebug(0)
  }

  private final class Box {
    var messages = DriverMessages()
  }

  /// GDAL's drivers, registered once for the process; Swift runs this initialiser once, whatever
  /// the number of threads.
  private static let driversRegistered: Void = {
    CPLPushErrorHandler(CPLQuietErrorHandler)
    defer { CPLPopErrorHandler() }
    GDALAllRegister()
  }()
}
