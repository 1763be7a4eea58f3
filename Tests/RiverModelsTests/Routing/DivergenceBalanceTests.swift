import ReachOperators
import RiverModels
import RiverNetworks
import TestSupport
import Testing

/// What is conserved where rivers meet and divide.
///
/// The lagged scheme's coefficients change with the discharge, so that a reach by itself gains or
/// loses a little while its discharge changes: that is the scheme's, not the network's. Held here
/// are (1) in any unsteady run, that what enters the reaches is what left those above, fraction by
/// fraction, and (2) the whole balance where the scheme is linear: `legacy` under a depth so great
/// that it never changes, hence constant celerity and X.
@Suite("Routing: water through divergences")
struct DivergenceBalanceTests {
  static let samples: [SampleNetwork] = [
    .diamond, .bifurcation, .doubleLink, .unequalArms(long: 23), .divergent(120, seed: 3),
    .divergent(746, seed: 9),
  ]
  static let cases: [(RouterConfiguration.Precision, Double)] = [(.single, 1e-6), (.double, 1e-12)]
  /// Deeper than any discharge here asks for, m.
  private static let constantDepth = 200.0
  /// So rough that water is slow in spite of it: storage counts.
  private static let roughness = 1.0
  /// Lateral inflow that keeps discharges above their floor, m³ s⁻¹.
  private static let baseInflow = 2.0

  @Test("What enters is what left above", arguments: samples)
  func junctions(_ sample: SampleNetwork) {
    let network = sample.network
    for (precision, tolerance) in Self.cases {
      var configuration = RouterConfiguration()
      configuration.precision = precision
      let router = Router(network: network, configuration: configuration)
      for steps in [1, 7, 60] {
        let basin = RoutingBasin(sample, steps: steps, expansion: .linear, seed: 301)
        let state = router.simulate(
          channels: basin.channels, lateral: basin.forcing, steps: steps, records: []
        ).finalState
        var entered = 0.0
        var left = 0.0
        for reach in network.indices {
          let above = network.links(into: reach).reduce(0.0) {
            $0 + $1.fraction * state.discharge[$1.upstream.position]
          }
          #expect(abs(state.inflow[reach.position] - above) <= tolerance * max(above, 1e-3))
          entered += state.inflow[reach.position]
          if !network.links(outOf: reach).isEmpty { left += state.discharge[reach.position] }
        }
        #expect(abs(entered - left) <= tolerance * left)
      }
    }
  }

  @Test("A linear scheme's balance closes in an unsteady run", arguments: samples)
  func linear(_ sample: SampleNetwork) {
    var basin = RoutingBasin(sample, steps: 96, expansion: .linear, seed: 302, dry: 0)
    basin.basin.lateral = basin.basin.lateral.map { row in row.map { $0 + Self.baseInflow } }
    let channels = basin.channels.map {
      ReachChannel(length: $0.length, slope: $0.slope, roughness: Self.roughness)
    }
    for (precision, tolerance) in Self.cases {
      var configuration = RouterConfiguration()
      configuration.scheme = .legacy
      configuration.precision = precision
      configuration.limits.depth = Self.constantDepth
      let found = Router(network: sample.network, configuration: configuration).simulate(
        channels: channels, lateral: basin.forcing, steps: basin.steps, records: [])
      // Unsteady it is: otherwise the test says nothing.
      #expect(abs(found.balance.storageChange) > 1e-4 * found.balance.inflow)
      #expect(found.ledger.madeByDischargeFloor == 0)
      #expect(
        abs(found.balance.relativeResidual) <= tolerance,
        "\(precision): \(found.balance.relativeResidual)")
    }
  }
}
