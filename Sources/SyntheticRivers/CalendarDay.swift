import RiverNetworks

/// A day of the proleptic Gregorian calendar.
public struct CalendarDay: Sendable, Equatable {
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to the month's last.
  public let day: Int

  /// - Throws: `InputError` if there is no such day.
  public init(year: Int, month: Int, day: Int) throws {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else {
      throw InputError(
        "there is no such day", found: "\(year)-\(month)-\(day)",
        expected: "year, month 1 to 12, day of the month", remedy: "correct the date")
    }
    self.year = year
    self.month = month
    self.day = day
  }

  private init(known year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// 1 October 1980, the beginning of a water year.
  public static let waterYear1981 = CalendarDay(known: 1980, 10, 1)

  /// Days since 1 January 1970.
  ///
  /// Years are counted from March, so that the leap day is a year's last (Hinnant 2014,
  /// chrono-Compatible Low-Level Date Algorithms, `days_from_civil`).
  public var daysSince1970: Int {
    let marchYear = month > 2 ? year : year - 1
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
