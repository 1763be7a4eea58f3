import Hydrography
import Testing

@Suite struct UnitsTests {
  @Test(arguments: [
    ("length_m", LengthUnit.metre), ("Length_m", .metre), ("lengthkm", .kilometre),
    ("LENGTHKM", .kilometre), ("LENGTH_KM", .kilometre), ("Length", nil), ("geom", nil),
    ("strm", nil),
  ])
  func lengthUnitFromName(name: String, unit: LengthUnit?) {
    #expect(LengthUnit(columnName: name) == unit)
  }

  @Test(arguments: [
    ("slope", SlopeUnit.metrePerMetre), ("So", .metrePerMetre), ("SLOPE", .metrePerMetre),
    ("slope_percent", .percent), ("slope_m_km", .perMille), ("sgr_dk_rav", .decimetrePerKilometre),
    ("chslp", nil), ("gradient", nil),
  ])
  func slopeUnitFromName(name: String, unit: SlopeUnit?) {
    #expect(SlopeUnit(columnName: name) == unit)
  }

  @Test(arguments: [
    ("uparea_km2", AreaUnit.squareKilometre), ("TotDASqKM", .squareKilometre),
    ("UPLAND_SKM", .squareKilometre), ("DSArea_m2", .squareMetre), ("uparea", nil),
  ])
  func areaUnitFromName(name: String, unit: AreaUnit?) {
    #expect(AreaUnit(columnName: name) == unit)
  }

  @Test func unitsGoByTheirSymbolsInConfigurations() {
    #expect(LengthUnit(rawValue: "km") == .kilometre)
    #expect(SlopeUnit(rawValue: "m/km") == .perMille)
    #expect(SlopeUnit(rawValue: "dm/km")?.unitsPerMetrePerMetre == 10_000)
  }
}
