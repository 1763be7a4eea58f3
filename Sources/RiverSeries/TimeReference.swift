import RiverNetworks

/// What the numbers of a CF time variable count: `days since 1980-01-01 00:00:00`.
///
/// Source: CF conventions 1.11, section 4.4, doi:10.5281/zenodo.14275599.
public struct TimeReference: Sendable, Equatable {
  /// The moment at which the count is 0, s since 1970-01-01 00:00 UTC.
  public let start: Int64
  /// Length of one unit, s.
  public let unit: Int64
  /// The first moment that means the same in the `standard` calendar as here; nil if all do.
  private let earliest: Int64?

  /// - Parameters:
  ///   - units: `seconds|minutes|hours|days since YYYY-MM-DD[ T]hh:mm[:ss][Z|+hh:mm]`
  ///   - calendar: `standard` (also when nil), `gregorian` or `proleptic_gregorian`
  /// - Throws: `InputError` for other units and calendars, and for a date before 1582-10-15 in the
  ///   `standard` calendar, which counts such dates in the Julian one.
  public init(units: String?, calendar: String?) throws {
    let calendar = (calendar ?? "standard").trimmingBlanks.lowercased()
    switch calendar {
    case "standard", "gregorian", "": earliest = Self.reform.secondsSinceEpoch
    case "proleptic_gregorian": earliest = nil
    default:
      throw InputError(
        "this calendar has other days than the river", found: "calendar '\(calendar)'",
        expected: "standard, gregorian or proleptic_gregorian",
        remedy: "convert the series to true dates before routing it")
    }
    guard let units else { throw Self.fault(units) }
    let words = units.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count >= 3, words[1].lowercased() == "since",
      let unit = Self.units.first(where: { $0.names.contains(words[0].lowercased()) })?.seconds,
      let start = Self.moment(words[2...].joined(separator: " "))
    else { throw Self.fault(units) }
    self.unit = unit
    self.start = start
    try check(start)
  }

  /// - Returns: s since 1970-01-01 00:00 UTC
  func seconds(ofWhole count: Int64) throws -> Int64 {
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow, abs(product) < Self.longest else { throw Self.outOfRange("\(count)") }
    try check(start + product)
    return start + product
  }

  /// - Returns: s since 1970-01-01 00:00 UTC
  func seconds(of count: Double, index: Int) throws -> Int64 {
    let seconds = count * Double(unit)
    guard seconds.isFinite, abs(seconds) < Double(Self.longest) else {
      throw Self.outOfRange("\(count) at index \(index)")
    }
    guard abs(seconds - seconds.rounded()) <= Self.tolerance else {
      throw InputError(
        "a time stamp is not at a whole second", found: "\(count) at index \(index)",
        expected: "times that fall on whole seconds",
        remedy: "store the times as integers, or as doubles")
    }
    try check(start + Int64(seconds.rounded()))
    return start + Int64(seconds.rounded())
  }

  private func check(_ moment: Int64) throws {
    guard let earliest, moment < earliest else { return }
    throw InputError(
      "the standard calendar counts dates before 1582-10-15 in Julian years",
      found: TimeAxis.text(ofSeconds: moment) + " in the standard calendar",
      expected: "dates from 1582-10-15 on, or calendar = \"proleptic_gregorian\"",
      remedy: "count the times from a later date")
  }

  private static let reform = CivilDate(year: 1582, month: 10, day: 15)!
  /// How far a stamp in doubles may be from a whole second: days since the year 1 resolve 1e-5 s.
  private static let tolerance = 1e-3
  /// No stamp is further than this from its reference, s: ten million years.
  private static let longest: Int64 = 315_576_000_000_000

  private static let units: [(names: [String], seconds: Int64)] = [
    (["seconds", "second", "secs", "sec", "s"], 1),
    (["minutes", "minute", "mins", "min"], 60),
    (["hours", "hour", "hrs", "hr", "h"], 3_600),
    (["days", "day", "d"], TimeAxis.secondsPerDay),
  ]

  private static func fault(_ units: String?) -> InputError {
    InputError(
      "the units of time are not understood", found: units.map { "'\($0)'" } ?? "no units",
      expected: "seconds, minutes, hours or days since YYYY-MM-DD hh:mm:ss",
      remedy: "set the units attribute of the time variable")
  }

  private static func outOfRange(_ found: String) -> InputError {
    InputError("a time stamp is missing or out of range", found: found)
  }
}

extension TimeReference {
  /// Seconds since the epoch of `YYYY-MM-DD[ T]hh:mm[:ss[.0]][ ][Z|UTC|GMT|+hh:mm]`, or nil.
  private static func moment(_ text: String) -> Int64? {
    let upper = text.uppercased()
    let dateEnd = upper.firstIndex { $0 == " " || $0 == "T" || $0 == "Z" } ?? upper.endIndex
    guard let date = try? CivilDate(parsing: upper[..<dateEnd]) else { return nil }
    var rest = upper[dateEnd...]
    if rest.first == "T" {
      rest = rest.dropFirst()
      guard rest.first?.isNumber == true else { return nil }
    }
    let clockText = rest.trimmingBlanks
    let clockEnd =
      clockText.firstIndex { !($0.isNumber || $0 == ":" || $0 == ".") } ?? clockText.endIndex
    guard let clock = clock(String(clockText[..<clockEnd]), most: 3),
      let offset = offset(clockText[clockEnd...].trimmingBlanks)
    else { return nil }
    return date.secondsSinceEpoch + clock - offset
  }

  /// Seconds of `hh[:mm[:ss[.0]]]`; 0 for an empty text.
  private static func clock(_ text: String, most: Int) -> Int64? {
    guard !text.isEmpty else { return 0 }
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= most else { return nil }
    if parts.count == 3, let point = parts[2].firstIndex(of: ".") {
      guard parts[2][point...].dropFirst().allSatisfy({ $0 == "0" }) else { return nil }
      parts[2] = String(parts[2][..<point])
    }
    let numbers = parts.compactMap { Int64($0) }
    guard numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }), numbers[0] <= 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    return zip(numbers, [3_600, 60, 1]).map { $0 * $1 }.reduce(0, +)
  }

  /// Seconds by which a zone is ahead of UTC: `Z`, `UTC`, `+05:30`, `-0500`, `+5`, or nothing.
  private static func offset(_ text: String) -> Int64? {
    if ["", "Z", "UTC", "GMT"].contains(text) { return 0 }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    var digits = String(text.dropFirst())
    if digits.count == 4, digits.allSatisfy(\.isNumber) {
      digits.insert(":", at: digits.index(digits.startIndex, offsetBy: 2))
    }
    guard !digits.isEmpty, let seconds = clock(digits, most: 2) else { return nil }
    return sign == "-" ? -seconds : seconds
  }
}
