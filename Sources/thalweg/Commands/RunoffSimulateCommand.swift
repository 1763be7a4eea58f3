import ArgumentParser
import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import RiverSeries

struct RunoffSimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulate runoff of any catchments with a trained model.",
    discussion: """
      Writes runoff.nc, mm per day, the mean over the model's members (and over several --forcing \
      files, each a product of weather of the same catchments and days). Days before which there \
      are too few for the model's sequence are missing, and counted.
      """)

  @Argument(help: ArgumentHelp("The folder of a runoff run.", valueName: "run")) var folder: String
  @Option(help: "NetCDF files of daily weather.") var forcing: [String]
  @Option(help: "CSV file of the catchments' attributes, where the model takes some.")
  var attributes: String?
  @Option(name: .shortAndLong, help: "The NetCDF file to write.") var output: String
  @Flag(help: "Replace the file if it is there.") var overwrite = false
  @OptionGroup var options: CommonOptions

  func validate() throws {
    if forcing.isEmpty { throw ValidationError("give at least one --forcing FILE") }
  }

  func run() throws {
    let console = Console(isQuiet: options.quiet)
    let ensemble = try RunoffEnsemble(folder: folder)
    let description = ensemble.description
    guard !description.takesPreviousRunoff else {
      throw InputError(
        "the model forecasts one day from yesterday's observed runoff", file: folder,
        remedy: "train one with model.previous_runoff: false to simulate")
    }
    guard overwrite || !FileManager.default.fileExists(atPath: output) else {
      throw InputError("the output is there already", file: output, remedy: "--overwrite")
    }
    var weather = try forcing.map {
      try CatchmentSeries(path: $0, names: description.forcings.names)
    }
    let (ids, axis) = (weather[0].ids, weather[0].axis)
    weather = try zip(weather, forcing).map { series, file in
      guard series.axis == axis else {
        throw InputError("the products do not have the same days", file: file)
      }
      return try series.selecting(ids, file: file)
    }
    let names = description.attributes?.names ?? []
    guard names.isEmpty || attributes != nil else {
      throw InputError(
        "the model takes attributes of the catchments", file: folder,
        expected: names.joined(separator: ", "), remedy: "give --attributes FILE")
    }
    let table = try names.isEmpty ? nil : CatchmentTable(path: attributes!)
    let values = try names.map { try table!.column($0, ids: ids.map(\.description)) }
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount

    var sums = [Double](repeating: 0, count: ids.count * axis.count)
    for (series, file) in zip(weather, forcing) {
      let inputs: CatchmentInputs
      do {
        inputs = try ensemble.inputs(series, attributes: values)
      } catch let error as NeuralNetworkError {
        throw InputError(error, file: file)
      }
      for network in ensemble.networks {
        let runoff = try RunoffModel(network: network, description: description)
          .simulate(inputs, days: 0..<axis.count, threads: threads)
        for place in sums.indices { sums[place] += Double(runoff[place]) }
      }
    }
    let share = 1 / Double(weather.count * ensemble.networks.count)
    let missing = sums.count { $0.isNaN } / ids.count
    try RunoffFile(
      axis: axis, ids: ids,
      simulated: ids.indices.map { catchment in
        sums[catchment * axis.count..<(catchment + 1) * axis.count].map { share * $0 }
      }
    ).write(to: output, title: "Runoff simulated with \(folder)")
    console.line(
      "\(ids.count) catchment(s), \(axis.count) days, of which the first \(missing) warm the "
        + "model up and are missing; written to \(output)")
  }
}
