import RiverNetworks
import RiverSeries
import Testing

@Suite struct CivilDateTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
    ("1900-02-28", -25_509), ("1900-03-01", -25_508), ("1980-01-01", 3_652),
    ("1600-02-29", -135_081), ("0001-01-01", -719_162),
  ])
  func knownDays(text: String, days: Int) throws {
    #expect(try day(text).daysSinceEpoch == days)
    #expect(CivilDate(daysSinceEpoch: days).description == text)
  }

  @Test func everyDayOfTwelveHundredYearsFollowsTheOneBefore() throws {
    var previous = CivilDate(daysSinceEpoch: -300_001)
    for days in -300_000..<150_000 {
      let date = CivilDate(daysSinceEpoch: days)
      #expect(date.daysSinceEpoch == days)
      #expect(previous < date)
      #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
      previous = date
    }
  }

  @Test func leapYears() {
    #expect(CivilDate(year: 2000, month: 2, day: 29) != nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2024, month: 2, day: 29) != nil)
    #expect(CivilDate(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2023, month: 4, day: 31) == nil)
    #expect(CivilDate(year: 2023, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 2023, month: 1, day: 0) == nil)
  }

  @Test func readsWithoutLeadingZeros() throws {
    #expect(try day("1980-1-1") == day("1980-01-01"))
  }

  @Test(arguments: ["", "1980", "1980-01", "1980-02-30", "80/01/01", "1980-01-01x", "1980--01-01"])
  func refuses(text: String) {
    #expect(throws: InputError.self) { try day(text) }
  }
}
