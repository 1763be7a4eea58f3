import RiverNetworks

/// Time steps of equal length, one after the other without gaps, in UTC.
///
/// Step i is the interval from `start + i * step` to `start + (i + 1) * step`; what a file holds
/// for it is its mean. Two axes are equal when their steps are, wherever the stamps stood.
public struct TimeAxis: Sendable {
  /// Where a file's stamps stood in their intervals.
  public enum Stamp: String, Sendable {
    /// At the beginning.
    case start
    /// At 12:00 of the day whose mean the value is.
    case noon
  }

  /// Beginning of the first step, s since 1970-01-01 00:00 UTC.
  public let start: Int64
  /// Length of a step, s, > 0.
  public let step: Int64
  /// Number of steps, > 0.
  public let count: Int
  /// Where the stamps of the file stood from which this axis was read.
  public let stamp: Stamp

  public static let secondsPerDay: Int64 = 86_400

  public init(start: Int64, step: Int64, count: Int, stamp: Stamp = .start) {
    precondition(step > 0 && count > 0, "a positive step and at least one of them")
    (self.start, self.step, self.count, self.stamp) = (start, step, count, stamp)
  }

  /// Days from one date to another, both included.
  public init(days: ClosedRange<CivilDate>) {
    self.init(
      start: days.lowerBound.secondsSinceEpoch, step: Self.secondsPerDay,
      count: days.upperBound.daysSinceEpoch - days.lowerBound.daysSinceEpoch + 1)
  }

  /// The end of the last step, s since 1970-01-01 00:00 UTC.
  public var end: Int64 { seconds(at: count) }

  /// Beginning of a step, s since 1970-01-01 00:00 UTC; `count` gives the end of the last.
  public func seconds(at index: Int) -> Int64 { start + Int64(index) * step }

  /// The day on which a step begins.
  public func date(at index: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: Int(seconds(at: index).flooredQuotient(by: Self.secondsPerDay)))
  }

  /// A step's beginning as text: `1980-01-01`, or `1980-01-01T06:00:00Z` where it is not midnight.
  public func text(at index: Int) -> String { Self.text(ofSeconds: seconds(at: index)) }

  /// The part of the axis with these steps.
  public subscript(steps: Range<Int>) -> TimeAxis {
    precondition(!steps.isEmpty && steps.lowerBound >= 0 && steps.upperBound <= count)
    return TimeAxis(
      start: seconds(at: steps.lowerBound), step: step, count: steps.count, stamp: stamp)
  }

  /// The first step that begins on a day.
  /// - Throws: `InputError` if the axis does not cover the day.
  public func index(of date: CivilDate) throws -> Int {
    try indices(of: date...date).lowerBound
  }

  /// The steps that begin on the days of a range, both ends included.
  /// - Throws: `InputError` if the axis does not cover all of these days.
  public func indices(of dates: ClosedRange<CivilDate>) throws -> Range<Int> {
    let after = dates.upperBound.adding(days: 1).secondsSinceEpoch
    let first = Int((dates.lowerBound.secondsSinceEpoch - start).ceiledQuotient(by: step))
    let last = Int((after - start).ceiledQuotient(by: step))
    guard first >= 0, last <= count, first < last else {
      throw InputError(
        "the dates asked for are not covered by the series",
        found: "\(text(at: 0)) to \(text(at: count - 1)), every \(step) s",
        expected: "\(dates.lowerBound) to \(dates.upperBound), both included",
        remedy: "ask for dates inside the series, or give a longer one")
    }
    return first..<last
  }

  /// `1980-01-01`, or `1980-01-01T06:00:00Z` where it is not midnight.
  public static func text(ofSeconds seconds: Int64) -> String {
    let days = seconds.flooredQuotient(by: secondsPerDay)
    let rest = Int(seconds - days * secondsPerDay)
    let date = CivilDate(daysSinceEpoch: Int(days)).description
    guard rest != 0 else { return date }
    let clock = [rest / 3_600, rest / 60 % 60, rest % 60].map { $0.padded(to: 2) }
    return date + "T" + clock.joined(separator: ":") + "Z"
  }
}

extension TimeAxis: Hashable {
  public static func == (a: TimeAxis, b: TimeAxis) -> Bool {
    (a.start, a.step, a.count) == (b.start, b.step, b.count)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(start)
    hasher.combine(step)
    hasher.combine(count)
  }
}
