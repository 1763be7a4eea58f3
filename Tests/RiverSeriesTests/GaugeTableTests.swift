import RiverNetworks
import RiverSeries
import Testing

@Suite struct GaugeTableTests {
  private func table(_ text: String, _ ids: [ReachID] = [1, 2]) throws -> [Gauge] {
    try GaugeTable(
      CommaSeparatedValues(text: text, file: "gages.csv"), network: chain(ids)
    ).gauges
  }

  @Test func stationsStayText() throws {
    let gauges = try table(
      "staid,Comid,STANAME,DRAIN_SQKM,LNG_GAGE,LAT_GAGE\n01,2,A,3.5,-77,40\n1,1,,,,\n")
    #expect(gauges.map(\.station) == ["01", "1"])
    #expect(gauges[0].reach == 2)
    #expect(gauges[0].index == ReachIndex(1))
    #expect(gauges[0].drainageArea == 3.5e6)
    #expect(gauges[0].longitude == -77 && gauges[0].latitude == 40)
    #expect(gauges[1].name == nil && gauges[1].drainageArea == nil)
  }

  @Test func reachesThatAreText() throws {
    let gauges = try table("site_no,feature_id\n01,wb-2\n02,0017\n", ["wb-2", .text("0017")])
    #expect(gauges.map(\.index.position) == [0, 1])
  }

  @Test func missingColumnsAreListed() throws {
    let error = #expect(throws: InputError.self) { try table("number,COMID\n1,1\n") }
    #expect(error?.file == "gages.csv")
    #expect(error?.found == "columns number, COMID")
    #expect(throws: InputError.self) { try table("STAID,x\n1,1\n") }
  }

  @Test func strangersAreCounted() throws {
    let error = #expect(throws: InputError.self) { try table("STAID,COMID\n1,1\n2,9\n3,\n") }
    #expect(error?.ids == ["2 (reach 9)", "3 (reach )"])
    #expect(error?.count == 2)
  }

  @Test func duplicatesAreLocated() throws {
    let error = #expect(throws: InputError.self) { try table("STAID,COMID\n1,1\n1,2\n") }
    #expect(error?.ids == ["1"])
    #expect(error?.found == "line 3")
  }

  @Test func wordsForNumbersAreRefused() throws {
    let error = #expect(throws: InputError.self) {
      try table("STAID,COMID,DRAIN_SQKM\n1,1,large\n")
    }
    #expect(error?.column == "DRAIN_SQKM")
    #expect(error?.found == "'large' in line 2")
  }
}
