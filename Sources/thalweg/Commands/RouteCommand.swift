import ArgumentParser
import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import Training

struct RouteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route",
    abstract: "Simulate discharge with given or learned channel parameters.",
    discussion: """
      Reads lateral inflow and writes discharge stretch by stretch: memory does not grow with the \
      length of the run, and reading goes on while the sweep computes. What is simulated and written \
      comes from the configuration's `output` section (reaches: gauges or all; interval: day or \
      step; dates). Learned parameters come from --parameters RUN, else from the configuration.

      Ctrl-C leaves the state reached in restart.nc and removes the unfinished streamflow.nc; \
      --restart FILE begins from a state.
      """)

  @Argument(help: "The run's configuration, a YAML file.") var config: String
  @Option(name: .shortAndLong, help: "Folder for the results.") var output: String
  @Option(help: "The folder of a trained run whose parameters.nc is used.") var parameters: String?
  @Option(help: "A restart.nc to begin from.") var restart: String?
  @Option(help: "Days in a stretch (default: what fits 256 MB of lateral inflow).") var stretch: Int?
  @Flag(help: "Replace a run that is in the output folder.") var overwrite = false
  @OptionGroup var options: CommonOptions

  func validate() throws {
    if let stretch, stretch < 1 { throw ValidationError("--stretch must be at least 1 day") }
  }

  func run() throws {
    let console = Console(isQuiet: options.quiet)
    Interruption.watch()
    let configuration = try RunConfiguration(path: config, seed: nil, threads: options.threads)
    let simulation = try Simulation(
      configuration, parameterFile: parameters.map { $0 + "/parameters.nc" }, restart: restart,
      stretch: stretch, console: console)
    let folder = try RunFolder(path: output, mayExist: overwrite)
    try console.log(to: folder.file("log.txt"), appending: false)
    try folder.write("config.yaml", configuration.resolvedYAML)
    try folder.writeJSON(
      "manifest.json",
      Manifest(
        command: CommandLine.arguments, seed: 0, threads: configuration.routing.threads,
        inputs: configuration.inputFiles, remarks: []))
    let summary = try simulation.run(into: folder)
    try folder.writeJSON("simulation.json", summary)
    if options.json {
      FileHandle.standardOutput.write(try RunFolder.encoder.encode(summary))
      print()
    }
    if summary.isInterrupted { throw ExitCode(1) }
  }
}
