import RiverNetworks
import SyntheticRivers
import Testing

@Suite struct ReachGeometryTests {
  @Test func `lines meet and are as long as their reaches`() throws {
    let basin = try SyntheticBasin(
      configuration: .init(reachCount: 800, seed: 4, divergenceShare: 0.05))
    let (network, geometry) = (basin.network, basin.geometry)
    for reach in network.indices {
      let line = geometry.vertices(of: reach)
      #expect(line.count >= 2)
      let length = zip(line, line.dropFirst()).reduce(0.0) { sum, ends in
        let step = ends.1 - ends.0
        return sum + (step * step).sum().squareRoot()
      }
      #expect(abs(length - network.lengths[reach.position]) < 1e-6)
      for link in network.links(outOf: reach) {
        #expect(line.last == geometry.vertices(of: link.downstream).first)
        #expect(
          geometry.longitudesAndLatitudes(of: reach).last
            == geometry.longitudesAndLatitudes(of: link.downstream).first)
      }
    }
    let counts = network.indices.map { geometry.vertices(of: $0).count }
    #expect(geometry.vertexCount == counts.reduce(0, +))
  }

  @Test func `rivers do not cross`() throws {
    let basin = try SyntheticBasin(configuration: .init(reachCount: 300, seed: 9))
    let lines = basin.network.indices.map { basin.geometry.vertices(of: $0) }
    let segments = lines.flatMap { line in zip(line, line.dropFirst()).map { ($0, $1) } }
    func side(_ p: SIMD2<Double>, _ q: SIMD2<Double>, _ r: SIMD2<Double>) -> Double {
      (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
    }
    var crossings = 0
    for (index, (a, b)) in segments.enumerated() {
      for (c, d) in segments[(index + 1)...]
      where a != c && a != d && b != c && b != d {
        if side(a, b, c) * side(a, b, d) < 0, side(c, d, a) * side(c, d, b) < 0 { crossings += 1 }
      }
    }
    #expect(segments.count > 1_000)
    #expect(crossings == 0)
  }

  @Test func `the river flows east to the outlet's place`() throws {
    let basin = try SyntheticBasin(
      configuration: .init(
        reachCount: 300, seed: 9, outletLongitude: 10, outletLatitude: -20))
    let outlet = try #require(basin.network.outlets.first)
    let mouth = try #require(basin.geometry.longitudesAndLatitudes(of: outlet).last)
    #expect(abs(mouth.x - 10) < 1e-9)
    #expect(abs(mouth.y + 20) < 1e-9)
    for reach in basin.network.indices {
      for point in basin.geometry.longitudesAndLatitudes(of: reach) {
        #expect((5...10.2).contains(point.x))
        #expect((-23 ... -17).contains(point.y))
      }
    }
  }

  @Test func `a basin larger than the map is drawn smaller`() throws {
    let basin = try SyntheticBasin(
      configuration: .init(
        reachCount: 500, seed: 9, unitCatchmentSquareKilometres: 500_000, outletLatitude: 50))
    #expect(basin.geometry.mapScale < 1)
    for reach in basin.network.indices {
      for point in basin.geometry.longitudesAndLatitudes(of: reach) {
        #expect((-180.0..<180).contains(point.x))
        #expect(abs(point.y) <= 75 + 1e-9)
      }
    }
  }
}
