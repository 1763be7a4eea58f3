import Foundation
import RiverNetworks
import SyntheticRivers

/// A basin made by us, with the roughness it truly has.
struct GeneratedBasin {
  let network: RiverNetwork
  /// Land that drains directly into each reach, km².
  let unitCatchments: [Double]
  /// Land that drains through each reach's lower end, km².
  let drainageAreas: [Double]
  /// Where rain falls on each reach, m in a plane.
  let places: [SIMD2<Double>]
  /// Of the bed in the middle of each reach, m.
  let elevations: [Double]
  /// Each reach from its upper to its lower end: longitude, latitude, degrees.
  let lines: [[SIMD2<Double>]]
  let attributes: CatchmentAttributes?
  let roughness: RoughnessLaw.Roughness

  /// Degrees of a great circle in a metre, mean radius 6,371,008.8 m (Moritz 2000,
  /// doi:10.1007/s001900050278).
  private static let degreesPerMetre = 180 / (.pi * 6_371_008.8)
  /// Where small rivers end, degrees; that of generated basins.
  private static let outlet = SIMD2(-77.0, 40.0)
  /// Of small rivers, m.
  private static let hill = 300.0
  /// Degrees north.
  static var latitude: Double { outlet.y }

  init(_ configuration: SyntheticBasin.Configuration, law: RoughnessLaw) throws {
    let basin = try SyntheticBasin(configuration: configuration)
    network = basin.network
    unitCatchments = basin.unitCatchmentsSquareKilometres
    drainageAreas = basin.drainageSquareKilometres
    places = basin.geometry.midpoints
    elevations = basin.elevations
    lines = basin.network.indices.map { basin.geometry.longitudesAndLatitudes(of: $0) }
    attributes = basin.attributes
    roughness = try law.roughness(drainageSquareKilometres: basin.drainageSquareKilometres)
  }

  init(_ river: SmallRiver, law: RoughnessLaw) throws {
    network = try river.network()
    let reaches = network.inputRows.map { river.reaches[$0] }
    unitCatchments = reaches.map(\.squareKilometres)
    drainageAreas = network.accumulatedDownstream(unitCatchments)
    places = reaches.map { ($0.from + $0.to) / 2 }
    elevations = reaches.map { _ in Self.hill }
    let narrowing = cos(Self.outlet.y * .pi / 180)
    lines = reaches.map { reach in
      [reach.from, reach.to].map {
        Self.outlet + SIMD2($0.x / narrowing, $0.y) * Self.degreesPerMetre
      }
    }
    attributes = nil
    roughness = try law.roughness(drainageSquareKilometres: drainageAreas)
  }

  /// The outlets, then the largest tributaries' last reaches: where gauges would stand.
  ///
  /// A tributary is what enters a junction beside the largest river there.
  func gaugedReaches(count: Int) -> [ReachIndex] {
    func ranked(_ reaches: [ReachIndex]) -> [ReachIndex] {
      reaches.sorted {
        (-drainageAreas[$0.position], $0.position) < (-drainageAreas[$1.position], $1.position)
      }
    }
    let tributaries = network.indices.flatMap { reach in
      ranked(network.links(into: reach).map(\.upstream)).dropFirst()
    }
    var seen = Set<ReachIndex>()
    return (ranked(network.outlets) + ranked(tributaries))
      .filter { seen.insert($0).inserted }.prefix(count).map { $0 }
  }

  /// A gauge's station: the reach's number in eight digits, as text.
  func station(of reach: ReachIndex) -> String {
    let digits = network.ids[reach.position].description
    return String(repeating: "0", count: max(0, Self.stationDigits - digits.count)) + digits
  }

  private static let stationDigits = 8
}
