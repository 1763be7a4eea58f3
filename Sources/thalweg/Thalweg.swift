import ArgumentParser
import Foundation
import NeuralNetworks
import RiverNetworks

/// The program. Every verb is a file in `Commands/`.
@main
struct Thalweg: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thalweg",
    abstract: "Learn and simulate rivers.",
    discussion: """
      Thalweg reads a river network from any vector file, trains differentiable \
      Muskingum-Cunge routing on downstream gauges, maps the roughness it learned, and \
      simulates large basins.

        thalweg check reaches.gpkg               look at a network before using it
        thalweg train config.yaml --output run   train, score against baselines, map
        thalweg map run                          where is the map, what law does it follow
        thalweg report run                       one page with maps, plots and scores
        thalweg route config.yaml --output sim   simulate with given or learned roughness
        thalweg recover config.yaml --output r   learn a known roughness again
        thalweg generate --output basin          make a basin whose roughness is known
        thalweg runoff train config.yaml --output run    learn runoff from weather

      Exit status: 0 fine, 1 failed or interrupted, 2 wrong usage or input.
      """,
    version: Version.current,
    subcommands: [
      TrainCommand.self, RouteCommand.self, PlanCommand.self, MergeCommand.self,
      EvaluateCommand.self, MapCommand.self, ReportCommand.self, RecoverCommand.self,
      AblateCommand.self, CheckCommand.self, ConvertCommand.self, MatchGaugesCommand.self,
      GenerateCommand.self, RunoffCommand.self, BenchmarkCommand.self,
    ])

  /// Parses and runs; an input error ends with exit status 2, whatever the verb.
  static func main() {
    // BLAS comes along with GDAL; its threads would only spin beside ours.
    setenv("OPENBLAS_NUM_THREADS", "1", 0)
    // A file that may not grow is an error to be told, not an end without a word.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try Ranks.check(command)
      try command.run()
      Ranks.finish()
    } catch let error as InputError {
      Ranks.end(saying: "thalweg: \(error)\n", status: 2)
    } catch let error as NeuralNetworkError {
      Ranks.end(saying: "thalweg: \(error)\n", status: 2)
    } catch let error as SafetensorsError {
      Ranks.end(saying: "thalweg: \(error)\n", status: 2)
    } catch let error as ExitCode {
      Ranks.finish()
      Foundation.exit(error.rawValue)
    } catch {
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      if code == .success {
        print(text)
        Foundation.exit(0)
      }
      FileHandle.standardError.write(Data((text + "\n").utf8))
      Foundation.exit(code == .validationFailure ? 2 : 1)
    }
  }
}

/// What most verbs take.
struct CommonOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Threads to use (default: all cores). Results do not depend on it.")
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Say nothing but the result.")
  var quiet = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
  }
}
