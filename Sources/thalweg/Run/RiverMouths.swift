import Reports
import RiverNetworks

/// Places that tell of a river nobody gauged: its outlets, and where its largest tributaries end.
enum RiverMouths {
  /// Few enough to be chosen from.
  private static let limit = 12

  /// Among the reaches that have a series, by mean discharge.
  static func of(_ network: RiverNetwork, among series: SimulatedSeries) -> [GaugeReport] {
    guard let flows = try? series.means(of: network.ids) else { return [] }
    var outlets: [Int] = []
    var mouths: [Int] = []
    for reach in network.indices where !flows[reach.position].isNaN {
      let below = network.links(outOf: reach)
      if below.isEmpty {
        outlets.append(reach.position)
      } else if below.count == 1 {
        // The larger river goes on through a confluence, the others end in it.
        let above = network.links(into: below.first!.downstream).map(\.upstream.position)
        let largest = above.max { a, b in
          flows[a].isNaN || (!flows[b].isNaN && flows[a] < flows[b])
        }
        if above.count > 1, largest != reach.position { mouths.append(reach.position) }
      }
    }
    func ranked(_ places: [Int]) -> [Int] {
      places.sorted { flows[$0] != flows[$1] ? flows[$0] > flows[$1] : $0 < $1 }
    }
    let chosen = ranked(outlets).prefix(limit / 2)
    let tributaries = ranked(mouths).prefix(limit - chosen.count)
    return (chosen + tributaries).map { place in
      let id = network.ids[place].description
      var report = GaugeReport(station: id, reachID: id, reach: place)
      report.name = chosen.contains(place) ? "outlet" : "mouth of a tributary"
      return report
    }
  }
}
