import ArgumentParser

struct RunoffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runoff",
    abstract: "Learn runoff of catchments from their weather, with an LSTM.",
    subcommands: [RunoffTrainCommand.self, RunoffSimulateCommand.self, RunoffEvaluateCommand.self])
}
