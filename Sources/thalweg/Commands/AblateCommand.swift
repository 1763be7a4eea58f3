import ArgumentParser
import RiverNetworks

struct AblateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate",
    abstract: "Learn under different beliefs of roughness, and put the results side by side.",
    discussion: """
      Uniform n, a law of drainage area, deviations in every reach with and without a law, along the \
      river, falling downstream, with and without a learned clock: each learned on the training days \
      and scored on the held-out ones (never on the test period); with a section `recovery`, on \
      observations of a known truth, and compared with it. Writes ablation.md and ablation.json.
      """)

  @Argument(help: "A configuration, a YAML file.") var config: String
  @Option(name: .shortAndLong, help: "Folder for the results.") var output: String
  @Option(help: "How many truths, with a section recovery (default: the configuration's).")
  var seeds: Int?
  @Option(help: "Members of the ensemble (default: the configuration's).") var ensemble: Int?
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
    let project = try Project(configuration)
    let ablation = Ablation(project: project, console: console)
    let folder = try RunFolder(
      opening: output, resuming: false, overwriting: overwrite, log: console)
    try folder.keep(configuration, remarks: project.remarks)
    var rows: [Ablation.Row] = []
    for variant in AblationVariant.all {
      if Interruption.isRequested { throw ExitCode(1) }
      rows.append(
        try ablation.row(variant, seeds: seeds ?? configuration.recovery?.seeds ?? 1))
      console.line("\(variant.name): fit NSE \(rows.last!.fitNSE.digits(4))")
      try folder.writeJSON("ablation.json", rows)
    }
    let table = Ablation.table(rows, confidence: configuration.uncertainty.confidence)
    try folder.write("ablation.md", table)
    for line in table.split(separator: "\n") { console.line(String(line)) }
    if options.json { try StandardOutput.writeJSON(rows) }
  }
}
