import RiverNetworks
import SyntheticRivers
import Testing

@Suite struct CalendarDayTests {
  @Test(arguments: [
    (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017),
    (1980, 10, 1, 3_926), (1900, 3, 1, -25_508), (1600, 1, 1, -135_140),
  ])
  func `days since 1970`(year: Int, month: Int, day: Int, days: Int) throws {
    #expect(try CalendarDay(year: year, month: month, day: day).daysSince1970 == days)
  }

  @Test func `the water year`() throws {
    #expect(try CalendarDay(year: 1980, month: 10, day: 1) == .waterYear1981)
  }

  @Test(arguments: [(2001, 2, 29), (1900, 2, 29), (2001, 13, 1), (2001, 4, 31), (2001, 1, 0)])
  func `impossible days are refused`(year: Int, month: Int, day: Int) {
    #expect(throws: InputError.self) { try CalendarDay(year: year, month: month, day: day) }
  }
}
