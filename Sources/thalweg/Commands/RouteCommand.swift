import ArgumentParser

struct RouteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "route", abstract: "")
}
