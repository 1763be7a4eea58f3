import Testing

@Suite struct HelpTests {
  static let verbs = ["train", "route", "evaluate", "map", "check", "runoff", "generate", "benchmark"]

  @Test func theProgramListsItsVerbsAndExitStatuses() throws {
    let help = try Program.succeed("--help").output
    let listed = help.split(separator: "\n").filter { $0.hasPrefix("  ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    for verb in Self.verbs { #expect(listed.contains(verb), "\(verb) is not listed") }
    #expect(help.contains("Exit status: 0 fine, 1 failed or interrupted, 2 wrong usage or input"))
  }

  @Test(arguments: verbs) func everyVerbHasHelp(_ verb: String) throws {
    let help = try Program.succeed(verb, "--help").output
    #expect(help.contains("USAGE: thalweg \(verb)"))
  }

  @Test(arguments: [
    ("train", ["--resume", "--seed", "--overwrite", "--threads", "--quiet", "--json"]),
    ("route", ["--restart", "--stretch", "--parameters", "--threads", "--quiet", "--json"]),
    ("evaluate", ["--output", "--json"]),
    ("generate", ["--reaches", "--seed", "--years", "--roughness-exponent", "--no-inflow"]),
  ]) func optionsAreExplained(_ verb: String, _ options: [String]) throws {
    let help = try Program.succeed(verb, "--help").output
    for option in options { #expect(help.contains(option)) }
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreMade(_ shell: String) throws {
    let script = try Program.succeed("--generate-completion-script", shell).output
    for verb in Self.verbs { #expect(script.contains(verb)) }
  }

  @Test(arguments: [
    ["train"], ["train", "config.yaml"], ["sail"],
    ["train", "config.yaml", "--output", "x", "--fast"],
    ["route", "config.yaml", "--output", "x", "--stretch", "0"],
    ["train", "config.yaml", "--output", "x", "--threads", "0"],
    ["generate", "--output", "x", "--years", "0"],
    ["generate", "--output", "x", "--roughness-coefficient", "-1"],
    ["generate", "--output", "x", "--shape", "circle"],
  ]) func wrongUsageIsRefused(_ arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.message.contains("Usage:"))
    #expect(outcome.output.isEmpty)
  }
}
