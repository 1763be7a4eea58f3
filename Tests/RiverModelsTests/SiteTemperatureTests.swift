import Foundation
import NeuralNetworks
import RiverModels
import Testing

@Suite struct SiteTemperatureTests {
  private static let days = 400
  private static let season = (0..<days).map { 2 * Double.pi * Double($0) / 365.25 }
  private static let sites = (0..<2).map { site in
    SiteTemperature.Site(
      airTemperature: season.map { 12 - 10 * cos($0) + 4 * sin(17 * $0 + Double(site)) },
      logDischarge: season.map { 0.5 * sin(3 * $0 + Double(site)) })
  }

  @Test func gradientAgainstDifferences() throws {
    let model = try SiteTemperature(sites: Self.sites, season: Self.season)
    // The first weeks feel the initial temperature, whose gradient is left out.
    let weight = (0..<Self.days).map { $0 < 100 ? 0 : sin(Double($0)) }
    func total(_ weights: [Double]) -> Double {
      model.temperatures(weights: weights).joined().enumerated().reduce(0) {
        $0 + weight[$1.offset % Self.days] * $1.element
      }
    }
    let weights = [0.3, -0.4, 0.2, 0.5, -0.3, 0.8, 0.4, -0.7, 0.6]
    let found = model.gradient(weights: weights) { $0.map { _ in weight } }.gradient
    for index in weights.indices {
      func shifted(_ by: Double) -> Double {
        var copy = weights
        copy[index] += by
        return total(copy)
      }
      let h = 1e-3
      let slope = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h)
      #expect(
        abs(found[index] - slope) <= 1e-6 * max(1, abs(slope)),
        "\(SiteTemperature.Parameter.allCases[index])")
    }
  }
}
