import RiverNetworks
import RiverSeries
import Testing

/// Real files of other houses: time-major, character arrays, several series, no coordinate
/// variable.
@Suite struct OddLayoutsTests {
  @Test(
    .enabled(
      if: SharedData.has("lower_colorado/RouteLink.nc"), "needs ../shared/data/lower_colorado"))
  func lowerColorado() throws {
    let path = SharedData.file("lower_colorado/RouteLink.nc")
    let links = try NetCDFFile(path: path)
    let ids = try links.integers(links.requiredVariable("link"))
    let network = try chain(ids.reversed().map { .number($0) })

    let inflow = SharedData.file("lower_colorado/lateral_inflow.nc")
    #expect(throws: InputError.self) { try LateralInflowFile(path: inflow, network: network) }
    let lateral = try LateralInflowFile(path: inflow, variable: "q_lateral", network: network)
    #expect(lateral.axis.text(at: 0) == "2021-08-23T13:00:00Z")
    #expect(lateral.axis.step == 3_600)
    let values = try lateral.readAll()
    let mean = values.values.reduce(0) { $0 + Double($1) } / 28
    #expect(abs(mean - 38.1) < 0.05)
    let flow = try LateralInflowFile(path: inflow, variable: "streamflow", network: network)
    let error = #expect(throws: InputError.self) { try flow.read(times: 0..<1) }
    #expect(error?.found?.hasPrefix("341 values, the first missing") == true)

    let attributes = try ReachAttributes(path: path, names: ["n", "ChSlp"], network: network)
    #expect(attributes.missingCounts == [0, 0])
    let gauges = try Observations(
      path: SharedData.file("lower_colorado/gauge_discharge.nc"), variable: "discharge")
    #expect(gauges.stations.count == 65)
    #expect(gauges.stations.allSatisfy { !$0.contains(" ") && !$0.isEmpty })
    #expect(gauges.axis.step == 900)
    #expect(gauges.axis.count == 96)
  }

  @Test(
    .enabled(
      if: SharedData.has("camels/camels_streamflow.nc"), "needs ../shared/data/camels"))
  func camels() throws {
    let path = SharedData.file("camels/camels_streamflow.nc")
    #expect(throws: InputError.self) { try Observations(path: path) }
    let observations = try Observations(path: path, variable: "discharge")
    #expect(observations.stations.count == 4)
    #expect(observations.axis.text(at: 0) == "2000-01-01")
    let error = #expect(throws: InputError.self) {
      try Observations(path: path, variable: "runoff")
    }
    #expect(error?.remedy?.contains("area") == true)
  }

  @Test(
    .enabled(
      if: SharedData.has("drb_temperature/drb_gage_discharge_1979_1980.nc"),
      "needs ../shared/data/drb_temperature"))
  func delaware() throws {
    let observations = try Observations(
      path: SharedData.file("drb_temperature/drb_gage_discharge_1979_1980.nc"))
    #expect(observations.stations.count == 168)
    #expect(observations.axis == TimeAxis(days: try day("1979-01-01")...day("1980-12-31")))
  }
}
