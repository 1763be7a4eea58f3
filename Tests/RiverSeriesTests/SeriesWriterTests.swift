import RiverNetworks
import RiverSeries
import Testing

@Suite struct SeriesWriterTests {
  private let folder: TemporaryFolder
  private let provenance = SeriesProvenance(
    title: "a test", institution: "here", source: "thalweg", history: "now",
    references: "none")

  init() throws { folder = try TemporaryFolder() }

  @Test func writesInStretchesWhatCanBeReadAgain() throws {
    let path = folder.file("streamflow.nc")
    let axis = TimeAxis(start: 86_400, step: 3_600, count: 5)
    let features = SeriesFeatures(ids: [20, 10], longitudes: [-77, -76], latitudes: [40, 41])
    let writer = try SeriesWriter(
      path: path, features: features, axis: axis, variables: [.streamflow, .depth],
      provenance: provenance, stepsPerWrite: 2)
    for variable in [SeriesVariable.streamflow, .depth] {
      try writer.write(variable, times: 0..<2, values: [1, 2, 11, 12])
      try writer.write(variable, times: 2..<4, values: [3, 4, 13, 14])
      try writer.write(variable, times: 4..<5, values: [5, 15])
    }
    #expect(try folder.contents != ["streamflow.nc"])
    try writer.commit()

    let inflow = try LateralInflowFile(
      path: path, variable: "streamflow", network: chain([10, 20]))
    #expect(inflow.axis == axis)
    #expect(try inflow.readAll().values == [11, 12, 13, 14, 15, 1, 2, 3, 4, 5])

    let file = try NetCDFFile(path: path)
    #expect(file.attribute("Conventions") == .text("CF-1.11"))
    #expect(file.attribute("featureType") == .text("timeSeries"))
    for name in ["title", "institution", "source", "history", "references"] {
      #expect(file.attribute(name) != nil)
    }
    let ids = try file.requiredVariable("feature_id")
    #expect(ids.type == .int64)
    #expect(ids.attribute("cf_role") == .text("timeseries_id"))
    let flow = try file.requiredVariable("streamflow")
    #expect(flow.dimensions == ["feature", "time"])
    #expect(flow.units == "m3 s-1")
    #expect(
      flow.attribute("standard_name") == .text("water_volume_transport_in_river_channel"))
    #expect(flow.attribute("cell_methods") == .text("time: mean"))
    #expect(flow.attribute("coordinates") == .text("feature_id latitude longitude"))
    #expect(flow.chunks == [2, 2])
    let time = try file.requiredVariable("time")
    #expect(time.attribute("calendar") == .text("proleptic_gregorian"))
    #expect(time.attribute("bounds") == .text("time_bnds"))
    #expect(file.dimension("time")?.isUnlimited == true)
    let bounds = try file.doubles(file.requiredVariable("time_bnds"))
    #expect(bounds[..<4] == [86_400, 90_000, 90_000, 93_600])
    #expect(try file.doubles(file.requiredVariable("latitude")) == [40, 41])
  }

  @Test func aSingleStepKeepsItsLengthInTheBounds() throws {
    let path = folder.file("streamflow.nc")
    let axis = TimeAxis(start: 0, step: 900, count: 1)
    let writer = try SeriesWriter(
      path: path, features: SeriesFeatures(ids: ["wb-1"]), axis: axis, variables: [.streamflow],
      provenance: provenance, stepsPerWrite: 24)
    try writer.write(.streamflow, times: 0..<1, values: [7])
    try writer.commit()
    let file = try LateralInflowFile(path: path, network: chain(["wb-1"]))
    #expect(file.axis == axis)
    #expect(try file.readAll().values == [7])
  }

  @Test func unfinishedFilesVanish() throws {
    do {
      let writer = try SeriesWriter(
        path: folder.file("a.nc"), features: SeriesFeatures(ids: [1]),
        axis: TimeAxis(start: 0, step: 60, count: 4), variables: [.streamflow],
        provenance: provenance, stepsPerWrite: 2)
      try writer.write(.streamflow, times: 0..<2, values: [1, 2])
    }
    #expect(try folder.contents == [])
  }

  @Test func gaugesReadBackAsObservations() throws {
    let path = folder.file("gauges.nc")
    let network = try chain([1, 2])
    let gauges = try GaugeTable(
      CommaSeparatedValues(text: "STAID,COMID,lon,lat\n01567000,2,-77,40\n8,1,,\n"),
      network: network
    ).gauges
    let axis = TimeAxis(days: try day("2000-02-28")...day("2000-03-01"))
    try GaugeSeriesFile(
      axis: axis, gauges: gauges, observed: [1, .nan, 3, 4, 5, 6], simulated: [7, 8, 9, 10, 11, 12]
    ).write(to: path, provenance: provenance)
    let observed = try Observations(path: path, variable: "observed")
    #expect(observed.stations == ["01567000", "8"])
    #expect(observed.axis == axis)
    #expect(observed.missingCounts == [1, 0])
    let simulated = try Observations(path: path, variable: "simulated")
    #expect(simulated.values == [7, 8, 9, 10, 11, 12])
    let file = try NetCDFFile(path: path)
    #expect(try file.texts(file.requiredVariable("reach_id")) == ["2", "1"])
    // What is not known is left out.
    #expect(file.variable("baseline") == nil && file.variable("station_name") == nil)
  }

  @Test func gaugesCarryNamesAndABaseline() throws {
    let path = folder.file("gauges.nc")
    let gauges = try GaugeTable(
      CommaSeparatedValues(text: "STAID,STANAME,COMID\n01567000,Newport,2\n8,,1\n"),
      network: chain([1, 2])
    ).gauges
    let axis = TimeAxis(days: try day("2000-02-28")...day("2000-02-29"))
    try GaugeSeriesFile(
      axis: axis, gauges: gauges, observed: [1, 2, 3, 4], simulated: [5, 6, 7, 8],
      baseline: [9, 10, 11, .nan]
    ).write(to: path, provenance: provenance)
    let file = try NetCDFFile(path: path)
    #expect(try file.texts(file.requiredVariable("station_name")) == ["Newport", ""])
    let baseline = try Observations(path: path, variable: "baseline")
    #expect(baseline.stations == ["01567000", "8"])
    #expect(Array(baseline.values.prefix(3)) == [9, 10, 11] && baseline.missingCounts == [0, 1])
  }

  @Test func parametersReadBackAsAttributes() throws {
    let path = folder.file("parameters.nc")
    let roughness = SeriesVariable("n", units: "s m-1/3", longName: "Manning's roughness")
    try ParameterFile(
      features: SeriesFeatures(ids: [3, 4]), fields: [.init(roughness, values: [0.03, .nan])]
    ).write(to: path, provenance: provenance)
    let attributes = try ReachAttributes(path: path, network: chain([4, 3]))
    #expect(attributes.names == ["n"])
    #expect(attributes.units == ["s m-1/3"])
    #expect(attributes.missingCounts == [1])
    #expect(attributes.values.last == 0.03)
  }
}
