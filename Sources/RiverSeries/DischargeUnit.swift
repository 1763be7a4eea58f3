import RiverNetworks

/// A unit of discharge that a file may use.
public enum DischargeUnit: String, Sendable, CaseIterable {
  case cubicMetresPerSecond = "m3 s-1"
  case cubicFeetPerSecond = "ft3 s-1"
  case litresPerSecond = "L s-1"

  /// What a value is multiplied by to give m³ s⁻¹.
  public var factor: Double {
    switch self {
    case .cubicMetresPerSecond: 1
    case .cubicFeetPerSecond: Self.cubicMetresPerCubicFoot
    case .litresPerSecond: 0.001
    }
  }

  /// The cube of 0.3048 m, the international foot (1959): exact.
  public static let cubicMetresPerCubicFoot = 0.028316846592

  /// Recognises how a file spells a unit.
  /// - Throws: `InputError` if there is none, if it is unknown, or if it is a depth of water, which
  ///   needs areas.
  public init(parsing text: String?) throws {
    let accepted =
      "m3 s-1 (m3/s, m^3 s^-1, m**3/s, cms, cumecs), ft3 s-1 (ft3/s, cfs) or L s-1 (L/s)"
    guard let text, !text.trimmingBlanks.isEmpty else {
      throw InputError(
        "the discharge has no unit", found: "no units attribute", expected: accepted,
        remedy: "set the units attribute of the variable")
    }
    let spelling = Self.plain(text)
    if Self.depths.contains(spelling) {
      throw InputError(
        "the unit is a depth of water, not a discharge", found: "'\(text)'", expected: accepted,
        remedy: "multiply by the area of each reach's catchment before routing")
    }
    guard let unit = Self.allCases.first(where: { $0.spellings.contains(spelling) }) else {
      throw InputError(
        "the unit of discharge is not known", found: "'\(text)'", expected: accepted,
        remedy: "convert the values, or correct the units attribute")
    }
    self = unit
  }

  /// Spellings after ``plain(_:)``.
  private var spellings: [String] {
    switch self {
    case .cubicMetresPerSecond:
      [
        "m3 s-1", "m3/s", "m3s-1", "cms", "cumec", "cumecs", "cubic metres per s",
        "cubic meters per s",
      ]
    case .cubicFeetPerSecond:
      ["ft3 s-1", "ft3/s", "ft3s-1", "cfs", "cusec", "cusecs", "cubic feet per s"]
    case .litresPerSecond: ["l s-1", "l/s", "ls-1", "lps", "litres per s", "liters per s"]
    }
  }

  private static let depths: [String] = ["mm", "m", "cm", "in", "kg m-2"].flatMap { depth in
    [depth]
      + ["s", "h", "hr", "hour", "d", "day"].flatMap { time in
        ["\(depth)/\(time)", "\(depth) \(time)-1"]
      }
  }

  /// Lower case, powers without their signs, single blanks, one word for the second.
  private static func plain(_ text: String) -> String {
    var words = text.lowercased()
    for (found, instead) in [
      ("**", ""), ("^", ""), ("³", "3"), ("⁻¹", "-1"), ("·", " "), (".", " "), ("*", " "),
      ("seconds", "s"), ("second", "s"), ("sec", "s"),
    ] where !(instead == "s" && words.hasPrefix("cusec")) {
      words = words.split(separator: found, omittingEmptySubsequences: false)
        .joined(separator: instead)
    }
    return words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .split(separator: "/", omittingEmptySubsequences: false).map(\.trimmingBlanks)
      .joined(separator: "/")
  }
}
