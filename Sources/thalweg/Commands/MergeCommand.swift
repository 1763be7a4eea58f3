import ArgumentParser
import Foundation
import RiverNetworks
import RiverSeries

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the files of several ranks together.",
    discussion: """
      A simulation of several ranks leaves a file of each: streamflow.rank0.nc, streamflow.rank1.nc, \
      ... This writes streamflow.nc with the reaches of all, rank after rank, and likewise for the \
      pieces streamflow_DATE.nc and for restart.nc, from which one process can go on. Values are \
      copied to the bit, a stretch at a time. The ranks' files stay unless --remove is given.
      """)

  @Argument(help: "The folder of the simulation.") var folder: String
  @Flag(help: "Remove the ranks' files when all are merged.") var remove = false
  @OptionGroup var options: CommonOptions

  func run() throws {
    let console = Console(isQuiet: options.quiet)
    let sets = try RankFiles.sets(in: folder)
    guard !sets.isEmpty else {
      throw InputError(
        "the folder holds no files of ranks", file: folder, expected: "streamflow.rank0.nc, ...",
        remedy: "a run of one process needs no merging")
    }
    for set in sets {
      try set.merge()
      console.line("merged \(set.paths.count) ranks: \(set.target)")
    }
    guard remove else { return }
    for path in sets.flatMap(\.paths) { try FileManager.default.removeItem(atPath: path) }
  }
}
