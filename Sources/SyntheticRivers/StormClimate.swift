import Foundation
import RiverNetworks

/// When it rains, how much of it becomes runoff, and how fast the land lets it go.
///
/// Rain here is what will reach the river (excess rain): evaporation is in the seasonal yield.
public struct StormClimate: Sendable, Equatable {
  public var seed: UInt64
  /// Long-run mean of the inflow per drainage area, m³ s⁻¹ km⁻². 0.015 is about 470 mm a year, the
  /// eastern United States (Juniata: 122 m³ s⁻¹ from 8,657 km², 0.0141).
  public var meanSpecificDischarge: Double
  /// Storms a day on a million km², on average over the year. Each is a cluster of rain cells; 1.5
  /// gives rain at a point about every third day.
  public var stormsPerDay: Double
  /// Amplitude of the storms' rate over the year, as a share of its mean, 0 to 1.
  public var rateSeasonality: Double
  /// Amplitude of the share of rain that becomes runoff, as a share of its mean, 0 to 1.
  public var yieldSeasonality: Double
  /// Day of the year, counted from 0, when both are highest: end of February.
  public var wettestDay: Double
  public var reservoirs: [Reservoir]

  /// A linear reservoir: outflow is content over ``days``.
  public struct Reservoir: Sendable, Equatable {
    /// Share of the runoff that goes through it.
    public var share: Double
    /// Mean time of stay, days.
    public var days: Double

    public init(share: Double, days: Double) {
      self.share = share
      self.days = days
    }
  }

  /// Overland flow, flow through the soil and ground water.
  ///
  /// Source: the shares and times are of the size of recession analyses of small catchments; Nathan
  /// and McMahon (1990), Water Resour. Res. 26(7), 1465–1473, doi:10.1029/WR026i007p01465 (baseflow
  /// a third of the flow, recessions of 20 to 100 days).
  public static let threeReservoirs = [
    Reservoir(share: 0.40, days: 0.8), Reservoir(share: 0.25, days: 6),
    Reservoir(share: 0.35, days: 60),
  ]

  public init(
    seed: UInt64 = 0, meanSpecificDischarge: Double = 0.015, stormsPerDay: Double = 1.5,
    rateSeasonality: Double = 0.2, yieldSeasonality: Double = 0.6, wettestDay: Double = 58,
    reservoirs: [Reservoir] = StormClimate.threeReservoirs
  ) {
    self.seed = seed
    self.meanSpecificDischarge = meanSpecificDischarge
    self.stormsPerDay = stormsPerDay
    self.rateSeasonality = rateSeasonality
    self.yieldSeasonality = yieldSeasonality
    self.wettestDay = wettestDay
    self.reservoirs = reservoirs
  }

  /// - Throws: `InputError` for the first value out of its range.
  func validate() throws {
    func check(_ name: String, _ value: Double, _ expected: String, _ holds: Bool) throws {
      guard holds, value.isFinite else {
        throw InputError(
          "storms cannot be made from this value", column: name, found: "\(value)",
          expected: expected, remedy: "choose a value in the range")
      }
    }
    try check(
      "meanSpecificDischarge", meanSpecificDischarge, "above 0 m3 s-1 km-2",
      meanSpecificDischarge > 0)
    try check("stormsPerDay", stormsPerDay, "above 0", stormsPerDay > 0)
    try check("rateSeasonality", rateSeasonality, "0 to 1", (0...1).contains(rateSeasonality))
    try check("yieldSeasonality", yieldSeasonality, "0 to 1", (0...1).contains(yieldSeasonality))
    try check("wettestDay", wettestDay, "a day of the year", true)
    let shares = reservoirs.reduce(0) { $0 + $1.share }
    try check("reservoirs.share", shares, "shares that sum to 1", abs(shares - 1) < 1e-9)
    for reservoir in reservoirs {
      try check("reservoirs.share", reservoir.share, "above 0", reservoir.share > 0)
      try check("reservoirs.days", reservoir.days, "above 0", reservoir.days > 0)
    }
  }

  /// Cosine of the season, 1 on the wettest day.
  /// - Parameter day: days since 1 January 1970.
  func season(day: Int) -> Double {
    cos(2 * .pi * (Double(day) - wettestDay) / Self.daysPerYear)
  }

  /// Mean of rate times yield over the year, relative to the product of their means: both follow the
  /// same cosine.
  var meanSeasonalProduct: Double { 1 + rateSeasonality * yieldSeasonality / 2 }

  /// Gregorian mean.
  static let daysPerYear = 365.2425
}
