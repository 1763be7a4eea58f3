import ArgumentParser
import Foundation
import Hydrography
import RiverNetworks

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a river network in another format, or join learned values to your own file.",
    discussion: """
      The format follows from the extension: .gpkg, .fgb, .geojson, .shp (topology, length in \
      metres and slope as columns before the file's own), .nc (as RouteLink.nc), .csv (RAPID's \
      connectivity). RouteLink and RAPID know one reach below: a river that divides needs \
      --split main_path.

      --join parameters.nc adds what a run learned, by id. A vector file keeps its own columns and \
      the order of its rows then, and gains the learned ones; a .nc takes the learned roughness \
      for n.

        thalweg convert RouteLink.nc reaches.gpkg
        thalweg convert NHDFlowline.gpkg mine.gpkg --join run/parameters.nc
        thalweg convert reaches.gpkg rapid_connect.csv
      """)

  @Argument(help: "A network: any vector file, RouteLink.nc, a table of connectivity.")
  var input: String
  @Argument(help: "The file to write.") var output: String
  @Option(help: "parameters.nc of a run, to be joined by id.") var join: String?
  @Option(help: "Reference system of the coordinates where the input states none, as EPSG:4326.")
  var crs: String?
  @OptionGroup var network: NetworkOptions

  private enum Format { case vector, routeLink, rapid }

  func run() throws {
    let format: Format =
      switch URL(fileURLWithPath: output).pathExtension.lowercased() {
      case "nc": .routeLink
      case "csv": .rapid
      default: .vector
      }
    let draft = try network.draft(input)
    for warning in draft.warnings { say("warning: \(warning)") }
    let learned = try join.map { try LearnedValues(path: $0, ids: draft.ids) }
    if let learned { say(learned.description) }
    if format == .vector, let learned {
      try writeJoined(draft, learned)
      return
    }
    let dataset = try draft.dataset(network.policies)
    for note in dataset.notes { say(note) }
    switch format {
    case .vector:
      var writer = NetworkWriter(dataset)
      writer.crs = dataset.crs ?? crs
      for lost in try writer.write(to: output) { say("\(output): \(lost)") }
    case .routeLink:
      let written = try RouteLinkWriter(dataset, learned: learned).write(to: output)
      say("variables: " + written.joined(separator: ", "))
    case .rapid:
      if join != nil {
        throw InputError(
          "a table of connectivity holds no parameters", file: output,
          remedy: "join to a .gpkg or a .nc")
      }
      try RapidConnectivity(dataset.network).write(to: output)
    }
    let network = dataset.network
    say("written to \(output): \(network.count) reaches, \(network.linkCount) links")
  }

  /// The user's own rows and columns with the learned ones behind them.
  private func writeJoined(_ draft: NetworkDraft, _ learned: LearnedValues) throws {
    let taken = Set(draft.columns.map { $0.name.lowercased() })
    var columns = draft.columns
    // A table that is no vector file gives its ids and lengths apart from its other columns.
    if draft.driver.isEmpty { columns = try NetworkWriter(draft.dataset(network.policies)).columns }
    for column in learned.columns {
      var column = column
      if taken.contains(column.name.lowercased()) {
        let name = "learned_" + column.name
        say("\(input) has a column \(column.name): the learned one is called \(name)")
        column.name = name
      }
      columns.append(column)
    }
    let table = VectorTable(
      columns: columns, geometries: draft.geometries, crs: draft.crs ?? crs)
    for lost in try VectorWriter(path: output).write(table) { say("\(output): \(lost)") }
    for left in draft.leftOut { say("features left out: \(left.count) \(left.kind)") }
    say("written to \(output): \(draft.count) reaches, \(learned.columns.count) columns joined")
  }

  private func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
