import CNetCDF
import Foundation
import RiverNetworks
import Synchronization

/// The one door to the NetCDF-C library, which is not thread safe: every call goes through it and
/// holds one lock for as long as it lasts.
enum NetCDFLibrary {
  private static let lock = Mutex<Void>(())

  /// Runs a call of the library alone; returns its status.
  static func status(_ call: () -> Int32) -> Int32 {
    lock.withLock { _ in
      _ = silenceErrorStack?(defaultErrorStack, nil, nil)
      return call()
    }
  }

  /// Runs a call of the library alone; its error becomes an `InputError` with the library's text.
  static func run(
    _ problem: String, file: String, variable: String? = nil, remedy: String? = nil,
    _ call: () -> Int32
  ) throws {
    let result = status(call)
    guard result != NC_NOERR else { return }
    throw InputError(
      problem, file: file, column: variable,
      found: "NetCDF: " + String(cString: nc_strerror(result)), remedy: remedy)
  }

  // NetCDF asks HDF5 for attributes that need not be there, and tells HDF5 to say nothing about it,
  // but only on the thread that came first: a thread-safe HDF5 keeps the setting for each thread
  // and would fill the error output from all others. HDF5 is NetCDF's own affair, not linked here,
  // so its function is looked up at run time; a NetCDF without HDF5 needs none.

  private typealias SetErrorPrinting =
    @convention(c) (Int64, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32

  /// `H5E_DEFAULT` of `H5Epublic.h`.
  private static let defaultErrorStack: Int64 = 0

  private static let silenceErrorStack: SetErrorPrinting? = {
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "H5Eset_auto2") else { return nil }
    return unsafeBitCast(symbol, to: SetErrorPrinting.self)
  }()
}
