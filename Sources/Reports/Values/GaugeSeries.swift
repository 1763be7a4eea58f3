/// Observed and simulated values of one gauge on equal steps of time, NaN where there is none; what
/// they measure and in which unit the run says (``RunReport/quantity``).
public struct GaugeSeries: Sendable, Equatable {
  /// Of the first value, s since 1970-01-01.
  public var start: Double
  /// Between two values, s
  public var step: Double
  public var observed: [Double]
  public var simulated: [Double]
  /// The simulation with uniform roughness; nil where the run did not keep it.
  public var baseline: [Double]?
  /// Between which the members of an ensemble lie; nil where there is none.
  public var band: Band?

  public struct Band: Sendable, Equatable {
    public var lower: [Double]
    public var upper: [Double]

    public init(lower: [Double], upper: [Double]) {
      self.lower = lower
      self.upper = upper
    }
  }

  public static let secondsPerDay = 86_400.0

  public init(
    start: Double, step: Double, observed: [Double], simulated: [Double],
    baseline: [Double]? = nil, band: Band? = nil
  ) {
    precondition(
      [observed.count, baseline?.count, band?.lower.count, band?.upper.count]
        .allSatisfy { $0 ?? simulated.count == simulated.count },
      "equally many values in every series")
    self.start = start
    self.step = step
    self.observed = observed
    self.simulated = simulated
    self.baseline = baseline
    self.band = band
  }

  /// Daily means.
  /// - Parameters:
  ///   - firstDay: in days since 1970-01-01
  ///   - observed: one a day, NaN where missing
  ///   - simulated: one a day
  ///   - baseline: one a day; nil where there is none
  ///   - band: one a day; nil where there is none
  public init(
    firstDay: Int, observed: [Double], simulated: [Double], baseline: [Double]? = nil,
    band: Band? = nil
  ) {
    self.init(
      start: Double(firstDay) * Self.secondsPerDay, step: Self.secondsPerDay, observed: observed,
      simulated: simulated, baseline: baseline, band: band)
  }

  public var count: Int { simulated.count }
  public var isObserved: Bool { observed.contains { !$0.isNaN } }
  /// Numbers of all columns.
  var size: Int { count * (2 + (baseline == nil ? 0 : 1) + (band == nil ? 0 : 2)) }

  /// The values of a period that the series has, as positions.
  public func positions(of period: RunReport.Period) -> Range<Int> {
    func position(_ day: Int) -> Int {
      Int(((Double(day) * Self.secondsPerDay - start) / step).rounded(.up))
    }
    let first = min(max(position(period.firstDay), 0), count)
    return first..<min(max(position(period.lastDay + 1), first), count)
  }
}
