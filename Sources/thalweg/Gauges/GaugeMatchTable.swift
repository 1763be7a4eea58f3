import Foundation
import Hydrography
import RiverNetworks

/// Gauges as they were given with what was found for each, as CSV and as a layer of points.
struct GaugeMatchTable {
  private let gauges: GaugePointTable
  private let matches: [GaugeMatch]
  private let network: RiverNetwork

  private static let squareMetresPerSquareKilometre = 1e6

  init(_ gauges: GaugePointTable, matches: [GaugeMatch], network: RiverNetwork) {
    self.gauges = gauges
    self.matches = matches
    self.network = network
  }

  /// What is told of each match: the reach accepted, why, and the numbers.
  private var columns: [VectorColumn] {
    func candidates(_ value: (GaugeMatch.Candidate) -> Double?) -> [Double?] {
      matches.map { $0.candidate.flatMap(value) }
    }
    return [
      VectorColumn("reach_id", optional: matches.map { $0.reach.map(id) }),
      VectorColumn("match_status", matches.map(\.status.rawValue)),
      VectorColumn("candidate_id", optional: matches.map { ($0.candidate?.reach).map(id) }),
      VectorColumn("candidates", matches.map { Int64($0.candidateCount) }),
      VectorColumn("distance_m", optional: candidates(\.distance)),
      VectorColumn("measure", optional: candidates(\.measure)),
      VectorColumn(
        "gauge_area_km2",
        optional: matches.map { match in
          match.gauge.drainageArea.map { $0 / Self.squareMetresPerSquareKilometre }
        }),
      VectorColumn(
        "reach_area_km2",
        optional: candidates { $0.drainageArea.map { $0 / Self.squareMetresPerSquareKilometre } }),
      VectorColumn("area_ratio", optional: candidates(\.areaRatio)),
    ]
  }

  private func id(_ reach: ReachIndex) -> String { network.ids[reach.position].description }

  /// The table's own names; one that a column of ours bears is called `given_...`.
  private var givenNames: [String] {
    let taken = Set(columns.map(\.name))
    return gauges.table.header.map { taken.contains($0.lowercased()) ? "given_" + $0 : $0 }
  }

  // MARK: CSV

  var csv: String {
    let columns = columns
    let rows = gauges.table.rows.enumerated().map { place, row in
      row.fields + columns.map { Self.text($0, place) }
    }
    return ([givenNames + columns.map(\.name)] + rows)
      .map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func text(_ column: VectorColumn, _ row: Int) -> String {
    switch column.values {
    case .integers(let values): values[row].map { String($0) } ?? ""
    case .reals(let values): values[row].map { String($0) } ?? ""
    case .texts(let values): values[row] ?? ""
    case .booleans(let values): values[row].map { String($0) } ?? ""
    }
  }

  /// Source: RFC 4180, doi:10.17487/RFC4180.
  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) || $0.isNewline }) || field.first == " "
      || field.last == " "
    else { return field }
    return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  // MARK: Layer

  /// Points at the gauges, longitude and latitude (EPSG:4326).
  var layer: VectorTable {
    var points = WKBGeometries()
    for gauge in gauges.points {
      if let x = gauge.longitude, let y = gauge.latitude {
        points.append(WKBPoint(x: x, y: y).bytes)
      } else {
        points.appendNull()
      }
    }
    let given = givenNames.enumerated().map { place, name in
      VectorColumn(
        name,
        optional: gauges.table.rows.map { $0.fields[place].isEmpty ? nil : $0.fields[place] })
    }
    return VectorTable(columns: given + columns, geometries: points, crs: "EPSG:4326")
  }
}
