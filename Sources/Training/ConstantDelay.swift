/// A whole number of hours by which a daily series is delayed: the simplest routing there is.
///
/// The daily mean is held constant over its 24 hours, the hourly series is moved, and averaged back
/// to days. With h = 24 q + p hours that is
///
///     out_d = ((24 − p) in_{d−q} + p in_{d−q−1}) / 24
public struct ConstantDelay: Sendable, Equatable, Codable {
  /// Delay, h, ≥ 0.
  public let hours: Int

  /// - Precondition: not negative.
  public init(hours: Int) {
    precondition(hours >= 0, "a delay is not negative")
    self.hours = hours
  }

  /// Days at the start of a delayed series for which the flow before its first day would be needed.
  public var undefinedDays: Int { (hours + Self.hoursPerDay - 1) / Self.hoursPerDay }

  private static let hoursPerDay = 24

  /// The delayed series, as long as the given one, its first ``undefinedDays`` NaN.
  ///
  /// - Parameter daily: daily means, m³ s⁻¹
  public func applied(to daily: [Double]) -> [Double] {
    let (days, rest) = hours.quotientAndRemainder(dividingBy: Self.hoursPerDay)
    return daily.indices.map { day in
      guard day >= undefinedDays else { return .nan }
      let same = daily[day - days]
      guard rest > 0 else { return same }
      let before = daily[day - days - 1]
      return (Double(Self.hoursPerDay - rest) * same + Double(rest) * before)
        / Double(Self.hoursPerDay)
    }
  }
}
