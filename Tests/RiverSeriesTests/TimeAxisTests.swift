import RiverNetworks
import RiverSeries
import Testing

@Suite struct TimeAxisTests {
  private let dayLength = TimeAxis.secondsPerDay

  @Test func regularStamps() throws {
    let axis = try TimeAxis(stamps: [3_600, 7_200, 10_800])
    #expect(axis == TimeAxis(start: 3_600, step: 3_600, count: 3))
    #expect(axis.end == 14_400)
    #expect(axis.stamp == .start)
    #expect(axis.text(at: 1) == "1970-01-01T02:00:00Z")
  }

  @Test func noonStampsAreDailyMeans() throws {
    let axis = try TimeAxis(stamps: [43_200, 43_200 + dayLength])
    #expect(axis.start == 0)
    #expect(axis.stamp == .noon)
    #expect(try axis.index(of: day("1970-01-02")) == 1)
    #expect(try TimeAxis(stamps: [0, dayLength]) == axis)
    let before = try TimeAxis(stamps: [43_200 - 2 * dayLength, 43_200 - dayLength])
    #expect(before.text(at: 0) == "1969-12-30")
  }

  @Test func halfDaysAtNoonStayWhereTheyAre() throws {
    let axis = try TimeAxis(stamps: [43_200, 86_400])
    #expect(axis.start == 43_200)
    #expect(axis.stamp == .start)
  }

  @Test func gapIsNamed() throws {
    let error = #expect(throws: InputError.self) {
      try TimeAxis(stamps: [0, 3, 4, 5, 6].map { $0 * dayLength })
    }
    let found = try #require(error?.found)
    #expect(found.contains("1970-01-04 at index 1"))
    #expect(error?.expected == "a step of 86400 s")
  }

  @Test func duplicateIsNamed() throws {
    let error = #expect(throws: InputError.self) { try TimeAxis(stamps: [0, 60, 60, 120]) }
    #expect(try #require(error?.found).contains("index 2"))
    #expect(error?.problem == "a time stamp occurs twice")
  }

  @Test func disorderIsNamed() throws {
    let error = #expect(throws: InputError.self) { try TimeAxis(stamps: [0, 60, 120, 30]) }
    #expect(try #require(error?.found).contains("index 3"))
    #expect(error?.problem == "the time stamps are out of order")
  }

  @Test func oneStampNeedsAStep() throws {
    #expect(throws: InputError.self) { try TimeAxis(stamps: [0]) }
    #expect(throws: InputError.self) { try TimeAxis(stamps: []) }
    #expect(
      try TimeAxis(stamps: [60], step: 3_600)
        == TimeAxis(start: 60, step: 3_600, count: 1))
  }

  @Test func indicesOfDays() throws {
    let axis = TimeAxis(days: try day("2000-02-27")...day("2000-03-02"))
    #expect(axis.count == 5)
    #expect(try axis.index(of: day("2000-02-29")) == 2)
    #expect(try axis.indices(of: day("2000-02-28")...day("2000-03-01")) == 1..<4)
    #expect(axis[1..<4] == TimeAxis(days: try day("2000-02-28")...day("2000-03-01")))
    #expect(axis.date(at: 3) == (try day("2000-03-01")))
  }

  @Test func nineteenHundredHasNoLeapDay() throws {
    let axis = TimeAxis(days: try day("1900-02-27")...day("1900-03-02"))
    #expect(axis.count == 4)
    #expect(axis.text(at: 2) == "1900-03-01")
  }

  @Test func indicesOfHours() throws {
    let axis = TimeAxis(start: -7_200, step: 3_600, count: 50)
    #expect(try axis.indices(of: day("1970-01-01")...day("1970-01-01")) == 2..<26)
    #expect(try axis.indices(of: day("1970-01-01")...day("1970-01-02")) == 2..<50)
  }

  @Test(arguments: [
    ("1969-12-31", "1970-01-01"), ("1970-01-02", "1970-01-03"), ("1960-01-01", "1960-01-01"),
    ("1990-01-01", "1990-01-01"),
  ])
  func uncoveredDaysAreRefused(first: String, last: String) throws {
    let axis = TimeAxis(start: -7_200, step: 3_600, count: 50)
    let error = #expect(throws: InputError.self) {
      try axis.indices(of: day(first)...day(last))
    }
    #expect(try #require(error?.expected).hasPrefix("\(first) to \(last)"))
  }

  @Test func daysThatBeginInTheMorningBelongToTheirDate() throws {
    let axis = TimeAxis(start: 5 * 3_600, step: dayLength, count: 3)
    #expect(try axis.indices(of: day("1970-01-01")...day("1970-01-03")) == 0..<3)
  }
}
