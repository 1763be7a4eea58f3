import ArgumentParser
import RiverNetworks
import Training

struct RecoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Learn a roughness that is known, and say how well it was found again.",
    discussion: """
      Makes observations at the configuration's gauges with a known law of roughness (section \
      `recovery`: its truth, errors of the inflow, noise of the observations), trains from scratch \
      as `training` and `parameters` say, and compares: correlation of ln n with the truth and its \
      law, median error, exponent and its interval, over the reaches a gauge sees and those none \
      sees. One truth for each seed. Writes recovery.json, recovery.txt, config.yaml, manifest.json \
      and log.txt. Seeds that a stopped run has finished are kept with --resume.
      """)

  @Argument(help: "The experiment's configuration, a YAML file.") var config: String
  @Option(name: .shortAndLong, help: "Folder for the results.") var output: String
  @Option(help: "How many truths (default: the configuration's recovery.seeds).") var seeds: Int?
  @Option(help: "Members of the ensemble (default: the configuration's).") var ensemble: Int?
  @Flag(help: "Keep the seeds that are in the output folder.") var resume = false
  @Flag(help: "Replace a run that is in the output folder.") var overwrite = false
  @OptionGroup var options: CommonOptions

  func validate() throws {
    if let seeds, seeds < 1 { throw ValidationError("--seeds must be at least 1") }
    if let ensemble, ensemble < 0 { throw ValidationError("--ensemble must not be negative") }
  }

  func run() throws {
    let console = Console(isQuiet: options.quiet)
    Interruption.watch()
    let configuration = try RunConfiguration(
      path: config, seed: nil, threads: options.threads, ensemble: ensemble)
    guard let section = configuration.recovery else {
      throw InputError(
        "the configuration has no recovery experiment", file: config, column: "recovery",
        expected: "a section `recovery:` with `truth:` in it",
        remedy: "see Examples/03-recovery/config.yaml")
    }
    let project = try Project(configuration)
    let run = try RoutingRun(project, console: console)
    try run.checkSettings()
    let experiment = RecoveryExperiment(run: run, section: section)
    _ = try experiment.truth(seed: 1)

    let folder = try RunFolder(
      opening: output, resuming: resume, overwriting: overwrite, log: console)
    if resume { try folder.checkResumed(configuration) }
    console.heading(configuration)
    run.describeInputs()
    try folder.keep(configuration, remarks: project.remarks)

    var results =
      resume && folder.exists(Self.resultName)
      ? try folder.readJSON(Self.resultName, as: [RecoveryResult].self) : []
    for seed in 1...UInt64(seeds ?? section.seeds)
    where !results.contains(where: { $0.seed == seed }) {
      if Interruption.isRequested { throw interrupted(console) }
      do {
        let result = try experiment.result(seed: seed)
        results.append(result)
        console.line(
          "seed \(seed): exponent \(result.exponent.value.digits(3)), median error "
            + "\((result.seen.medianError ?? .nan).digits(3)), \(result.seconds.digits(1)) s")
      } catch is MemberInterrupted {
        throw interrupted(console)
      }
      try folder.writeJSON(Self.resultName, results)
    }
    results.sort { $0.seed < $1.seed }
    let table = RecoveryTable(results: results)
    for line in table.lines + table.verdicts { console.line(line) }
    try folder.write("recovery.txt", (table.lines + table.verdicts).joined(separator: "\n") + "\n")
    if options.json { try StandardOutput.writeJSON(results) }
  }

  private func interrupted(_ console: Console) -> ExitCode {
    console.line(
      "interrupted; continue with: thalweg recover \(config) --output \(output) --resume")
    return ExitCode(1)
  }

  static let resultName = "recovery.json"
}
