import Foundation
import RiverNetworks
import RiverSeries
import SpaceTimeSweep

/// Names of the files a simulation leaves in its folder.
struct SimulationFiles {
  let folder: RunFolder
  /// `.rank3` where several ranks write, each its own; nothing where one does.
  let suffix: String

  init(_ folder: RunFolder, rank: Int, ranks: Int) {
    self.folder = folder
    suffix = ranks > 1 ? ".rank\(rank)" : ""
  }

  var restart: String { folder.file("restart\(suffix).nc") }
  /// A state that becomes ``restart`` when every rank has one of the same moment.
  var nextRestart: String { folder.file("restart_next\(suffix).nc") }
  /// Of a run in one piece.
  func whole(of name: String = streamflow) -> String { folder.file("\(name)\(suffix).nc") }
  /// Of the piece that begins at a time, s since 1970.
  func piece(_ seconds: Int64, of name: String = streamflow) -> String {
    folder.file("\(name)_\(Self.stamp(seconds))\(suffix).nc")
  }

  static let streamflow = "streamflow"
  static let temperature = "water_temperature"

  /// `1990-10-01`, or `1990-10-01T0600Z` where it is not midnight.
  private static func stamp(_ seconds: Int64) -> String {
    let text = TimeAxis.text(ofSeconds: seconds)
    guard text.contains("T") else { return text }
    return text.replacing(":", with: "").replacing("00Z", with: "Z")
  }

  /// The newest state that all ranks have: of a program that was killed, one rank's may be older
  /// than another's, by one state at most.
  func commonRestart(
    network: RiverNetwork, communicator: any Communicator
  ) throws -> RestartFile {
    let paths = [restart, nextRestart].filter { FileManager.default.fileExists(atPath: $0) }
    let states = try paths.map { try RestartFile(path: $0, network: network) }
    let newest = states.map(\.time).max() ?? 0
    let common = Int64(communicator.minimum(Double(newest)))
    guard let place = states.lastIndex(where: { $0.time == common }) else {
      throw InputError(
        "the ranks' states are of different times", file: restart,
        found: states.map { TimeAxis.text(ofSeconds: $0.time) }.joined(separator: ", "),
        expected: TimeAxis.text(ofSeconds: common),
        remedy: "go on with as many ranks as began, or begin anew with --overwrite")
    }
    if paths[place] == nextRestart { try replaceRestart() }
    return states[place]
  }

  /// Makes the next state the state.
  func replaceRestart() throws {
    guard rename(nextRestart, restart) == 0 else {
      throw InputError(
        "cannot give the finished file its name", file: restart,
        found: String(cString: strerror(errno)))
    }
  }

  /// Takes away all results, states and unfinished files of an earlier run, of however many ranks:
  /// those of a rank that is no more would be merged with the new ones.
  static func clearAll(_ folder: RunFolder) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".nc") || name.hasSuffix(".partial") {
      let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
      guard [streamflow, temperature, "restart", "parameters"].contains(where: plain.hasPrefix)
      else { continue }
      try remove(folder.file(name))
    }
  }

  private static func remove(_ path: String) throws {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw InputError(
        "a file of an earlier run cannot be removed", file: path,
        found: error.localizedDescription, remedy: "check the folder's permissions")
    }
  }

  /// Takes away what this rank left at or after the time from which it goes on, and unfinished files
  /// of programs that were killed.
  func clear(from seconds: Int64) throws {
    let own = suffix + ".nc"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let isUnfinished = name.hasPrefix(".") && name.hasSuffix(".partial") && name.contains(own)
      let isStale =
        name.hasSuffix(own)
        && [Self.streamflow, Self.temperature].contains {
          name.hasPrefix($0 + "_") && name.dropFirst($0.count + 1) >= Self.stamp(seconds)
        }
      guard isUnfinished || isStale else { continue }
      try Self.remove(folder.file(name))
    }
  }
}
