import Foundation
import RiverNetworks
import RiverSeries

/// The files in which several ranks left one result, in the order of the ranks.
struct RankFiles {
  let paths: [String]
  /// The one file that holds all.
  let target: String

  /// All sets in a folder.
  /// - Throws: `InputError` if a rank's file is missing.
  static func sets(in folder: String) throws -> [RankFiles] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw InputError(
        "the folder cannot be read", file: folder, found: error.localizedDescription,
        remedy: "check the path")
    }
    var ranks: [String: [Int: String]] = [:]
    for name in names {
      guard let match = name.wholeMatch(of: /([^.].*)\.rank([0-9]+)\.nc/) else { continue }
      ranks[String(match.output.1), default: [:]][Int(match.output.2)!] = folder + "/" + name
    }
    let greatest = ranks.values.flatMap(\.keys).max() ?? 0
    return try ranks.sorted { $0.key < $1.key }.map { stem, files in
      // A rank without a reach to write leaves no results, but always a state.
      let missing = (0...greatest).filter { files[$0] == nil }
      guard missing.isEmpty || stem != "restart" else {
        throw InputError(
          "a rank's state is missing", file: folder, found: "no \(stem).rank\(missing[0]).nc",
          expected: "files of ranks 0 to \(greatest)", remedy: "let the simulation end first")
      }
      return RankFiles(
        paths: files.sorted { $0.key < $1.key }.map(\.value), target: "\(folder)/\(stem).nc")
    }
  }

  func merge() throws { try NetCDFFile.join(paths, along: "feature", to: target) }
}
