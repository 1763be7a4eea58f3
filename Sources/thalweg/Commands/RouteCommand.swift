import ArgumentParser
import Foundation
import RiverNetworks
import SpaceTimeSweep

struct RouteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route",
    abstract: "Simulate discharge with given or learned channel parameters.",
    discussion: """
      Reads lateral inflow and writes results stretch by stretch, both while the sweep computes: \
      memory does not grow with the length of the run. What is written comes from the \
      configuration's `output` section (reaches, variables, interval, statistics, dates). Learned \
      parameters come from --parameters RUN, else from the configuration. Before it begins the run \
      says what it will take, and refuses what does not fit; --plan says so and stops.

      Ctrl-C, or a batch system's SIGTERM, leaves what is done so far and restart.nc; so does \
      output.restart_days after every so many days, in files of their own. --resume goes on in the \
      same folder, --restart FILE begins from a state in another. Either way the results are those \
      of a run that was never stopped, to the bit.
      """)

  @Argument(help: "The run's configuration, a YAML file.") var config: String
  @Option(name: .shortAndLong, help: "Folder for the results.") var output: String
  @Option(help: "The folder of a trained run whose parameters.nc is used.") var parameters: String?
  @Option(help: "A restart.nc to begin from.") var restart: String?
  @Flag(help: "Go on with the run in the output folder, from its restart.nc.") var resume = false
  @Option(help: "Days in a stretch (default: what fits 128 MB of inflow or results, 320 MB where the inflow is stored in pieces that long).")
  var stretch: Int?
  @Flag(help: "Say what the run will take, and stop.") var plan = false
  @Flag(help: "Replace a run that is in the output folder.") var overwrite = false
  @OptionGroup var options: CommonOptions

  func validate() throws {
    if let stretch, stretch < 1 { throw ValidationError("--stretch must be at least 1 day") }
    guard !resume || (restart == nil && !overwrite) else {
      throw ValidationError("--resume goes without --restart and --overwrite")
    }
  }

  func run() throws {
    let ranks = Ranks.communicator
    let rank = ranks?.rank ?? 0
    let count = ranks?.count ?? 1
    let console = Console(isQuiet: options.quiet || rank > 0)
    Interruption.watch()
    // Ranks share a machine's cores: one thread each, unless the user knows better.
    let configuration = try RunConfiguration(
      path: config, seed: nil, threads: options.threads ?? (count > 1 ? 1 : nil))
    let files = SimulationFiles(RunFolder(named: output), rank: rank, ranks: count)
    if resume, !FileManager.default.fileExists(atPath: files.restart) {
      throw InputError(
        "there is no state to go on from", file: files.restart,
        remedy: "begin the run without --resume"
          + (count > 1 ? ", and go on with as many ranks as began" : ""))
    }
    let simulation: Simulation
    do {
      simulation = try Simulation(
        configuration,
        options: .init(
          parameterFile: parameters.map { $0 + "/parameters.nc" }, restart: restart,
          resumed: resume ? files : nil, stretch: stretch),
        communicator: ranks, console: console)
    } catch is Simulation.FinishedAlready {
      return console.line("the run in \(output) is finished: nothing is left to do")
    }
    let prediction = SimulationPlan(simulation, folder: output)
    prediction.lines.forEach(console.line)
    if plan {
      if options.json && rank == 0 { try StandardOutput.writeJSON(prediction) }
      return
    }
    try prediction.check(folder: output)
    let folder = try rank == 0 ? makeFolder(configuration, console) : RunFolder(named: output)
    // The other ranks wait for the folder.
    _ = ranks?.gathered([])
    LargeBlocks.goBackAtOnce()
    let summary = try simulation.run(into: folder)
    guard rank == 0 else { return }
    try simulation.writeParameters(to: folder)
    try folder.writeJSON("simulation.json", summary)
    if options.json { try StandardOutput.writeJSON(summary) }
    if summary.isInterrupted { throw ExitCode(1) }
  }

  private func makeFolder(
    _ configuration: RunConfiguration, _ console: Console
  ) throws -> RunFolder {
    let folder = try RunFolder(
      opening: output, resuming: resume, overwriting: overwrite, log: console)
    if !resume { try SimulationFiles.clearAll(folder) }
    try folder.keep(configuration, seed: 0, threads: configuration.routing.threads, remarks: [])
    return folder
  }
}

extension RunFolder {
  /// A folder that is there already, or is made by another rank.
  init(named path: String) { self.path = path }
}
