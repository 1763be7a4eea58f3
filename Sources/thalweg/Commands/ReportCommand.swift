import ArgumentParser
import Foundation
import Reports
import RiverNetworks

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one self-contained HTML page about a run, or several side by side.",
    discussion: """
      RUN is the folder of a `train`, `route` or `runoff train`. Scores against baselines, map of \
      the roughness and of whatever else the reaches learned, its law of drainage area, hydrographs \
      and flow-duration curves, water temperature, training, water balance, provenance. The page \
      works without a network where libjs-vega is installed on this machine; else it loads Vega from its public \
      address.

      One run: RUN/report.html. Several: report.html in the working directory.
      """)

  @Argument(help: ArgumentHelp("Folders of runs.", valueName: "run")) var folders: [String]
  @Option(name: .shortAndLong, help: "The page's file.") var output: String?

  func validate() throws {
    if folders.isEmpty { throw ValidationError("name the folder of a run") }
  }

  func run() throws {
    let runs = try folders.map { try RunFolder(existing: $0).runReport() }
    if let first = runs.first, let other = runs.firstIndex(where: { $0.quantity != first.quantity })
    {
      throw InputError(
        "the runs do not measure the same thing: they have no common axes", file: folders[other],
        found: "\(runs[other].quantity.name) (\(runs[other].kind.rawValue))",
        expected: "\(first.quantity.name) (\(first.kind.rawValue)), as \(folders[0])",
        remedy: "write a page for each")
    }
    let page = ReportPage(Self.told(runs))
    let path = output ?? (folders.count == 1 ? folders[0] + "/" + RunFolder.reportName : RunFolder.reportName)
    let html = page.html
    do {
      try Data(html.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw InputError(
        "the page cannot be written", file: path, found: error.localizedDescription,
        remedy: "check that the folder exists and that there is space")
    }
    for remark in page.remarks { FileHandle.standardError.write(Data("note: \(remark)\n".utf8)) }
    if case .remote(let address) = page.vega {
      FileHandle.standardError.write(
        Data("note: libjs-vega is not installed here: the page loads Vega from \(address)\n".utf8))
    }
    print("\(path): \(html.utf8.count / 1_000) kB, \(page.charts.count) charts")
  }

  /// Runs whose folders have the same name are told apart by a number.
  private static func told(_ runs: [RunReport]) -> [RunReport] {
    var seen: [String: Int] = [:]
    return runs.map { run in
      var run = run
      seen[run.name, default: 0] += 1
      if seen[run.name]! > 1 { run.name += " (\(seen[run.name]!))" }
      return run
    }
  }
}
