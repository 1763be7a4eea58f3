import Foundation
import SyntheticRivers
import Testing

@Suite struct CatchmentAttributesTests {
  @Test func `names are those of the field's files`() {
    #expect(
      CatchmentAttribute.allCases.map(\.rawValue) == [
        "SoilGrids1km_clay", "aridity", "meanelevation", "meanP", "NDVI", "meanslope",
        "log10_uparea", "SoilGrids1km_sand", "ETPOT_Hargr", "Porosity",
      ])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `values are plausible and vary`(seed: UInt64) throws {
    let basin = try SyntheticBasin(configuration: .init(reachCount: 20_000, seed: seed))
    let ranges: [(CatchmentAttribute, ClosedRange<Float>)] = [
      (.clay, 5...60), (.aridity, 0.3...3), (.meanElevation, 5...4_000),
      (.meanPrecipitation, 400...2_500), (.vegetation, 0.05...0.9), (.meanSlope, 0.5...35),
      (.logDrainageArea, 1...6), (.sand, 10...80), (.potentialEvaporation, 400...1_600),
      (.porosity, 0.01...0.28),
    ]
    for (attribute, range) in ranges {
      let values = basin.attributes[attribute]
      #expect(values.count == 20_000)
      #expect(values.allSatisfy(range.contains), "\(attribute)")
      let mean = values.reduce(0, +) / 20_000
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
      #expect(variance.squareRoot() > 0.02 * mean, "\(attribute)")
    }
  }

  @Test func `attributes follow each other`() throws {
    let basin = try SyntheticBasin(configuration: .init(reachCount: 2_000, seed: 6))
    let attributes = basin.attributes
    for reach in 0..<2_000 {
      let aridity =
        attributes[.potentialEvaporation][reach] / attributes[.meanPrecipitation][reach]
      #expect(abs(attributes[.aridity][reach] - aridity) < 1e-5)
      #expect(attributes[.clay][reach] + attributes[.sand][reach] < 100)
      #expect(attributes[.meanElevation][reach] > Float(basin.elevations[reach]))
      let area = log10(basin.drainageSquareKilometres[reach])
      #expect(abs(Double(attributes[.logDrainageArea][reach]) - area) < 1e-6)
    }
  }

  @Test func `neighbours are alike`() throws {
    let basin = try SyntheticBasin(configuration: .init(reachCount: 5_000, seed: 6))
    for attribute in [CatchmentAttribute.clay, .sand, .meanPrecipitation, .porosity] {
      let values = basin.attributes[attribute].map(Double.init)
      let mean = values.reduce(0, +) / 5_000
      var (between, within) = (0.0, 0.0)
      for value in values { between += (value - mean) * (value - mean) / 5_000 }
      var links = 0.0
      for reach in basin.network.indices {
        for link in basin.network.links(into: reach) {
          let step = values[link.upstream.position] - values[reach.position]
          within += step * step / 2
          links += 1
        }
      }
      #expect(within / links < 0.1 * between, "\(attribute)")
    }
  }
}
