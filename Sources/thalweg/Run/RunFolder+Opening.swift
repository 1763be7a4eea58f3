import Foundation
import RiverNetworks

/// What a run is made from, as its folder keeps it.
protocol ResolvedConfiguration {
  var title: String { get }
  /// With every default filled in and every path absolute.
  var resolvedYAML: String { get }
  /// Every file the configuration names.
  var inputFiles: [String] { get }
}

extension RunConfiguration: ResolvedConfiguration {}
extension RunoffConfiguration: ResolvedConfiguration {}
extension SiteTemperatureConfiguration: ResolvedConfiguration {}

extension RunFolder {
  /// Opens the folder of a run, with a log in it.
  /// - Parameters:
  ///   - path: of the folder, which is made where there is none
  ///   - resuming: whether the run in it goes on, and so does its log
  ///   - overwriting: whether a run in it is replaced
  ///   - console: whose lines the log keeps
  init(opening path: String, resuming: Bool, overwriting: Bool, log console: Console) throws {
    try self.init(path: path, mayExist: resuming || overwriting)
    try console.log(to: file("log.txt"), appending: resuming)
  }

  /// Refuses to go on with a run that was made with another configuration.
  /// - Parameters:
  ///   - configuration: the one given now
  ///   - origin: what must be as it was, as the user knows it
  func checkResumed(
    _ configuration: some ResolvedConfiguration, origin: String = "configuration"
  ) throws {
    guard let previous = FileManager.default.contents(atPath: file("config.yaml")),
      String(decoding: previous, as: UTF8.self) != configuration.resolvedYAML
    else { return }
    throw InputError(
      "the run to resume was made with another configuration", file: file("config.yaml"),
      remedy: "resume with the \(origin) it began with, or --overwrite it")
  }

  /// Writes down what the run is made from.
  func keep(
    _ configuration: some ResolvedConfiguration, seed: UInt64, threads: Int, remarks: [String]
  ) throws {
    try write("config.yaml", configuration.resolvedYAML)
    try writeJSON(
      "manifest.json",
      Manifest(
        command: CommandLine.arguments, seed: seed, threads: threads,
        inputs: configuration.inputFiles, remarks: remarks))
  }

  /// Writes down what a training is made from.
  func keep(_ configuration: RunConfiguration, remarks: [String]) throws {
    try keep(
      configuration, seed: configuration.training.seed, threads: configuration.routing.threads,
      remarks: remarks)
  }
}

extension Console {
  /// The first line of a run.
  func heading(_ configuration: some ResolvedConfiguration) {
    line("thalweg \(Version.current): \(configuration.title)")
  }
}
