import RiverNetworks
import RiverSeries
import Testing

@Suite struct TimeReferenceTests {
  @Test(arguments: [
    ("seconds since 1970-01-01", 0, 1), ("minutes since 1970-01-01 00:00:00", 0, 60),
    ("hours since 1970-01-02T00:00", 86_400, 3_600),
    ("days since 1970-01-01 12:00:00", 43_200, 86_400),
    ("Days Since 1970-1-1 0:0:0", 0, 86_400), ("day since 1970-01-01T06:00:00Z", 21_600, 86_400),
    ("hours since 1970-01-01 00:00:00.0 UTC", 0, 3_600),
    ("hours since 1970-01-01 00:00:00 +05:30", -19_800, 3_600),
    ("hours since 1970-01-01T00:00:00-0500", 18_000, 3_600),
    ("hours since 1970-01-01 00:00 -5", 18_000, 3_600),
  ])
  func understands(units: String, start: Int64, unit: Int64) throws {
    let reference = try TimeReference(units: units, calendar: nil)
    #expect(reference.start == start)
    #expect(reference.unit == unit)
  }

  @Test(arguments: [
    "months since 1970-01-01", "years since 1970-01-01", "days", "days since", "days since 1970",
    "days since 1970-02-30", "days since 1970-01-01 25:00", "days since 1970-01-01 00:00:00.5",
    "days since 1970-01-01 00:00 EST", "days after 1970-01-01", "days since 1970-01-01T",
  ])
  func refusesUnits(units: String) throws {
    let error = #expect(throws: InputError.self) {
      try TimeReference(units: units, calendar: nil)
    }
    #expect(try #require(error).found == "'\(units)'")
  }

  @Test func refusesMissingUnits() {
    #expect(throws: InputError.self) { try TimeReference(units: nil, calendar: nil) }
  }

  @Test(arguments: ["standard", "gregorian", "proleptic_gregorian", "Gregorian"])
  func acceptsCalendars(calendar: String) throws {
    #expect(
      try TimeReference(units: "days since 2000-03-01", calendar: calendar).start
        == 11_017 * 86_400)
  }

  @Test(arguments: ["noleap", "365_day", "360_day", "julian", "all_leap", "none"])
  func refusesCalendars(calendar: String) throws {
    let error = #expect(throws: InputError.self) {
      try TimeReference(units: "days since 2000-01-01", calendar: calendar)
    }
    #expect(try #require(error).found?.contains(calendar) == true)
  }

  @Test func standardCalendarRefusesJulianDates() throws {
    let units = "days since 0001-01-01"
    #expect(throws: InputError.self) { try TimeReference(units: units, calendar: "standard") }
    #expect(throws: InputError.self) {
      try TimeReference(units: "days since 1582-10-14", calendar: nil)
    }
    #expect(try TimeReference(units: "days since 1582-10-15", calendar: nil).start < 0)
    #expect(
      try TimeReference(units: units, calendar: "proleptic_gregorian").start
        == -719_162 * 86_400)
  }
}
