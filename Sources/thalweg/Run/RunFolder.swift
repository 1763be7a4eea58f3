import Foundation
import RiverNetworks

/// The folder a run writes: every file under a temporary name first, then renamed, so that a file is
/// whole or absent.
struct RunFolder {
  let path: String

  /// - Parameters:
  ///   - mayExist: whether a folder with a run in it is welcome
  init(path: String, mayExist: Bool) throws {
    self.path = path
    if !mayExist, FileManager.default.fileExists(atPath: path + "/config.yaml") {
      throw InputError(
        "the output folder holds a run already", file: path,
        remedy: "choose another --output, continue it with --resume, or replace it with --overwrite")
    }
    try Self.make(path + "/checkpoints", for: path)
  }

  /// Makes a folder and those it lies in, if they are not there.
  /// - Parameters:
  ///   - folder: what is made
  ///   - output: the folder that the user asked for
  ///   - problem: what is said where it cannot be made
  static func make(
    _ folder: String, for output: String, problem: String = "the output folder cannot be made"
  ) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw InputError(
        problem, file: output, found: error.localizedDescription,
        remedy: "check the path and its permissions")
    }
  }

  func file(_ name: String) -> String { path + "/" + name }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// Makes a folder inside, if it is not there.
  func makeFolder(_ name: String) throws {
    try Self.make(file(name), for: file(name), problem: "a folder cannot be made")
  }

  func write(_ name: String, _ data: Data) throws {
    let temporary = file(name + ".partial")
    do {
      try data.write(to: URL(fileURLWithPath: temporary))
      guard rename(temporary, file(name)) == 0 else {
        throw InputError("a file cannot be renamed", file: file(name), found: String(cString: strerror(errno)))
      }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      if let error = error as? InputError { throw error }
      throw InputError(
        "a file cannot be written", file: file(name), found: error.localizedDescription,
        remedy: "check the space on the disk and the folder's permissions")
    }
  }

  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  func writeJSON(_ name: String, _ value: some Encodable) throws {
    try write(name, try Self.encoder.encode(value))
  }

  func readJSON<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    guard let data = FileManager.default.contents(atPath: file(name)) else {
      throw InputError(
        "a file of the run is missing", file: file(name),
        remedy: "is this the folder of a finished `thalweg train`?")
    }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw InputError(
        "a file of the run cannot be understood", file: file(name), found: "\(error)",
        remedy: "was it written by another version? train again")
    }
  }

  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
