import RiverNetworks
import RiverSeries
import Testing

@Suite struct DischargeUnitTests {
  @Test(arguments: [
    "m3 s-1", "m3/s", "m^3 s^-1", "m**3/s", "m3 / s", "m**3 s**-1", "m3.s-1", "M3/S", "m³/s",
    "m³ s⁻¹", "cms", "CMS", "cumecs", " m3  s-1 ", "m3/sec", "m3 sec-1", "cubic meters per second",
  ])
  func cubicMetres(text: String) throws {
    #expect(try DischargeUnit(parsing: text) == .cubicMetresPerSecond)
  }

  @Test(arguments: ["ft3 s-1", "ft^3/s", "ft3/s", "cfs", "cusecs", "ft**3/s", "ft3/sec"])
  func cubicFeet(text: String) throws {
    #expect(try DischargeUnit(parsing: text).factor == 0.028316846592)
  }

  @Test(arguments: ["L s-1", "L/s", "l s^-1"])
  func litres(text: String) throws {
    #expect(try DischargeUnit(parsing: text).factor == 0.001)
  }

  @Test(arguments: ["mm/day", "mm d-1", "mm day-1", "mm/h", "kg m-2 s-1", "mm"])
  func depthsNeedAreas(text: String) throws {
    let error = #expect(throws: InputError.self) { try DischargeUnit(parsing: text) }
    #expect(try #require(error?.remedy).contains("area"))
  }

  @Test(arguments: ["m3", "m s-1", "m3 h-1", "Mm3 s-1", "furlong", "ft/s"])
  func unknownIsRefused(text: String) throws {
    let error = #expect(throws: InputError.self) { try DischargeUnit(parsing: text) }
    #expect(error?.found == "'\(text)'")
    #expect(try #require(error?.expected).contains("m3 s-1"))
  }

  @Test(arguments: [nil, "", "  "] as [String?])
  func missingIsRefused(text: String?) throws {
    let error = #expect(throws: InputError.self) { try DischargeUnit(parsing: text) }
    #expect(error?.found == "no units attribute")
  }
}
