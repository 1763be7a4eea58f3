import ArgumentParser
import Foundation
import Hydrography
import RiverNetworks

struct MatchGaugesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match-gauges",
    abstract: "Find the reach on which each gauge stands.",
    discussion: """
      GAUGES is a CSV with station, longitude, latitude and (if known) drainage area in km2. The \
      reaches within --radius are ranked by |log(area ratio)|, then by distance. A reach is \
      accepted if its area is the gauge's within a factor of 0.8 to 1.25 or within its own \
      catchment, or if there is no area to go by (area_unknown). Every gauge is written, with its \
      status and both numbers; reach_id stays empty where nothing was accepted.

      The output serves as gauges.file with gauges.reach_column: reach_id, once the rows without a \
      reach are settled.
      """)

  @Argument(help: "A CSV of gauges.") var gauges: String
  @Argument(help: "A network with lines.") var file: String
  @Option(name: .shortAndLong, help: "The CSV to write.") var output: String
  @Option(help: "Write the gauges as a layer of points, too.") var gpkg: String?
  @Option(help: "How far from the gauge its reach may be, m.")
  var radius = GaugeMatching.usualRadius
  @Option(help: "Column of the station.") var station: String?
  @Option(help: "Column of the longitude, degrees east.") var longitude: String?
  @Option(help: "Column of the latitude, degrees north.") var latitude: String?
  @Option(help: "Column of the gauge's drainage area, km2.") var gaugeArea: String?
  @Option(help: "Reference system of the network's coordinates where its file states none.")
  var crs: String?
  @OptionGroup var network: NetworkOptions
  @Flag(help: "Print the result as JSON.") var json = false

  func validate() throws {
    guard radius > 0, radius.isFinite else { throw ValidationError("--radius must be above 0") }
  }

  func run() throws {
    let points = try GaugePointTable(
      path: gauges, station: station, longitude: longitude, latitude: latitude, area: gaugeArea)
    let dataset = try network.draft(file).dataset(network.policies)
    for note in dataset.warnings + dataset.notes { say(note) }
    if !points.hasAreas { say("note: \(gauges) has no column of drainage areas") }
    if dataset.drainageAreas == nil { say("note: \(file) has no column of drainage areas") }
    let matches = try GaugeMatching(radius: radius).matches(
      of: points.points, in: dataset, crs: crs)
    let table = GaugeMatchTable(points, matches: matches, network: dataset.network)
    try table.csv.writeWhole(to: output)
    if let gpkg {
      for lost in try VectorWriter(path: gpkg, layer: "gauges").write(table.layer) {
        say("\(gpkg): \(lost)")
      }
    }
    var counts = Counts(gauges: matches.count)
    for status in GaugeMatch.Status.allCases {
      counts.statuses[status.rawValue] = matches.count { $0.status == status }
    }
    if json {
      try StandardOutput.writeJSON(counts)
    } else {
      print("gauges        \(matches.count)")
      for status in GaugeMatch.Status.allCases {
        let found = matches.filter { $0.status == status }
        guard !found.isEmpty else { continue }
        let named = status == .matched
          ? "" : "  " + found.prefix(Self.named).map(\.gauge.station).joined(separator: ", ")
            + (found.count > Self.named ? ", ..." : "")
        print(status.rawValue.padded(14) + "\(found.count)" + named)
      }
    }
  }

  /// Stations that are named where a gauge needs a look.
  private static let named = 12

  private struct Counts: Encodable {
    var gauges: Int
    var statuses: [String: Int] = [:]
  }

  private func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
