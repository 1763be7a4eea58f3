import RiverSeries

extension CivilDate {
  /// 1 to 366.
  var dayOfYear: Int {
    daysSinceEpoch - CivilDate(year: year, month: 1, day: 1)!.daysSinceEpoch + 1
  }

  /// Angle of the day in the year, radians.
  var season: Double { 2 * .pi * Double(dayOfYear) / Self.daysPerYear }

  private static let daysPerYear = 365.25
}
