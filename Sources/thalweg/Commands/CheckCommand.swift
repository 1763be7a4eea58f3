import ArgumentParser
import Foundation
import Hydrography
import RiverNetworks

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look at a river network before using it: what it is, and what is wrong with it.",
    discussion: """
      Prints the schema found, what the network consists of, and every issue with its count, the \
      first ids and a remedy. A fault keeps the network from being built; a notice does not.

      --repair drops rows without id, exact duplicates and links of a reach to itself, and takes \
      reaches whose downstream reach is missing for outlets; --missing-slopes, --missing-lengths \
      and --keep-first-duplicates name what else to do. What was done is listed, the report is of \
      the repaired network.

        thalweg check reaches.gpkg --time-step 3600
        thalweg check new_hope.gpkg --repair clean.gpkg --missing-slopes median

      Exit status: 0 clean, 2 with faults or bad input.
      """)

  @Argument(help: "A network: any vector file, RouteLink.nc, a table of connectivity.")
  var file: String
  @OptionGroup var network: NetworkOptions
  @Option(help: "Check lengths against this time step, s.") var timeStep: Double?
  @Option(help: "Celerity of the wave for --time-step, m/s.") var celerity = 1.0
  @Option(help: "How many ids an issue names.") var ids = 12
  @Option(help: "Write the offenders as a layer to this file.") var issues: String?
  @Option(help: "Write a repaired network to this file.") var repair: String?
  @Flag(help: "Of rows that share an id and differ, keep the first (with --repair).")
  var keepFirstDuplicates = false
  @Flag(help: "Print the result as JSON.") var json = false

  func validate() throws {
    if let timeStep, !(timeStep > 0) { throw ValidationError("--time-step must be above 0") }
    guard celerity > 0 else { throw ValidationError("--celerity must be above 0") }
    guard ids >= 0 else { throw ValidationError("--ids must be at least 0") }
    let asksForRepair = keepFirstDuplicates || network.missingSlopes != .refuse
      || network.missingLengths != .refuse
    if repair == nil, asksForRepair {
      throw ValidationError(
        "--missing-slopes, --missing-lengths and --keep-first-duplicates go with --repair FILE")
    }
  }

  func run() throws {
    var draft = try network.draft(file)
    if repair != nil { draft = try draft.repaired(by: repairs) }
    let courant = timeStep.map { CourantPreflight(timeStep: $0, flow: .celerity(celerity)) }
    let check = NetworkCheck(draft, courant: courant, namedIDs: ids)
    if let issues {
      for lost in try VectorWriter(path: issues).write(check.issueTable(of: draft)) {
        say("\(issues): \(lost)")
      }
    }
    if json {
      try StandardOutput.writeJSON(
        Report(check: check, repairs: repair == nil ? nil : draft.repairs))
    } else {
      for warning in draft.warnings { say("warning: \(warning)") }
      for record in draft.repairs { print(record) }
      print(check)
    }
    if let repair { try write(draft, to: repair) }
    guard check.isClean else { throw ExitCode(2) }
  }

  private var repairs: [NetworkRepair] {
    var repairs = NetworkRepair.withoutInvention
    if keepFirstDuplicates { repairs.append(.keepFirstOfDuplicates) }
    if network.missingSlopes != .refuse { repairs.append(.fillSlopes(network.missingSlopes)) }
    if network.missingLengths != .refuse { repairs.append(.fillLengths(network.missingLengths)) }
    return repairs
  }

  private func write(_ draft: NetworkDraft, to path: String) throws {
    let dataset = try draft.dataset(NetworkPolicies(split: network.split))
    for lost in try NetworkWriter(dataset).write(to: path) { say("\(path): \(lost)") }
    for note in dataset.notes where !dataset.repairs.map(\.description).contains(note) {
      say(note)
    }
    say("written to \(path): \(dataset.network.count) reaches, \(dataset.network.linkCount) links")
  }

  private func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// The check, and the repairs where some were asked for.
  private struct Report: Encodable {
    let check: NetworkCheck
    let repairs: [NetworkRepair.Record]?

    private enum CodingKeys: String, CodingKey { case repairs }
    private struct Repair: Encodable {
      let name: String
      let count: Int
      let ids: [String]
    }
    /// Ids of a repair that are named.
    private static let namedIDs = 12

    func encode(to encoder: any Encoder) throws {
      try check.encode(to: encoder)
      guard let repairs else { return }
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(
        repairs.map {
          Repair(
            name: $0.name, count: $0.count,
            ids: $0.ids.prefix(Self.namedIDs).map(\.description))
        }, forKey: .repairs)
    }
  }
}
