import RiverNetworks
import RiverSeries
import Testing

/// The Juniata basin's files: 213 reaches, 31 years of days.
@Suite(.enabled(if: SharedData.has("juniata/lateral_inflow.nc"), "needs ../shared/data/juniata"))
struct JuniataFilesTests {
  /// The reaches of the file in reverse, so that only a join by value can be right.
  private func network() throws -> RiverNetwork {
    let file = try NetCDFFile(path: SharedData.file("juniata/lateral_inflow.nc"))
    return try chain(
      file.integers(file.requiredVariable("comid")).reversed().map { .number($0) })
  }

  @Test func inflowJoins() throws {
    let path = SharedData.file("juniata/lateral_inflow.nc")
    let network = try network()
    let file = try LateralInflowFile(path: path, network: network)
    #expect(file.variable == "Qr")
    #expect(file.reachCount == 213)
    #expect(file.extraCount == 0)
    #expect(file.axis == TimeAxis(days: try day("1980-01-01")...day("2010-12-31")))
    #expect(file.axis.count == 11_323)
    let year = try file.read(dates: day("1996-10-01")...day("1997-09-30"))
    #expect(year.axis.count == 365)
    let source = try NetCDFFile(path: path)
    let stored = try source.floats(
      source.requiredVariable("Qr"), start: [212, file.axis.index(of: day("1996-10-01"))],
      count: [1, 365])
    #expect(Array(year[ReachIndex(0)]) == stored)
    let all = try file.readAll()
    #expect(try all.slice(day("1996-10-01")...day("1997-09-30")) == year)
    let largest = try #require(all.values.max())
    #expect(abs(largest - 97.1) < 0.05)
  }

  @Test func observationsOfTheOutlet() throws {
    let observations = try Observations(path: SharedData.file("juniata/observations.nc"))
    #expect(observations.stations == ["01567000"])
    #expect(observations.axis.count == 11_323)
    #expect(observations.missingCounts == [0])
    let mean = observations.values.reduce(0) { $0 + Double($1) } / 11_323
    #expect(abs(mean - 122.3) < 0.05)
  }

  @Test func attributesHaveOneGap() throws {
    let network = try network()
    let attributes = try ReachAttributes(
      path: SharedData.file("juniata/attributes.nc"), network: network)
    #expect(attributes.names.count == 10)
    #expect(attributes.missingCounts.reduce(0, +) == 1)
    let index = try #require(network.index(of: 73_005_302))
    let vegetation = try #require(attributes["NDVI"])
    #expect(vegetation[vegetation.startIndex + index.position].isNaN)
  }

  @Test func gaugeStandsOnTheOutlet() throws {
    let network = try network()
    let gauges = try GaugeTable(path: SharedData.file("juniata/gages.csv"), network: network).gauges
    #expect(gauges.count == 1)
    #expect(gauges[0].station == "01567000")
    #expect(gauges[0].name == "Juniata River at Newport, PA")
    #expect(gauges[0].reach == 73_005_278)
    #expect(gauges[0].drainageArea == 8_657.286e6)
  }
}
