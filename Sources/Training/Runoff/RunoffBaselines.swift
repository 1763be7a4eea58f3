import RiverNetworks

/// What runoff would be without a learned model: the scores to beat, fitted on the training days.
public struct RunoffBaselines: Sendable {
  /// Mean of the training days within ``climatologyHalfWidth`` days of the same day of the year.
  public let climatology: [Double]
  /// Yesterday's observation: a forecast of one day, which knows what no simulation does.
  public let persistence: [Double]
  /// The reservoir with the highest NSE on the training days.
  public let reservoir: RainReservoir
  public let reservoirRunoff: [Double]

  /// Days before and after a day of the year that its mean takes in.
  public static let climatologyHalfWidth = 15
  private static let daysOfYear = 366

  /// - Parameters:
  ///   - observed: mm per day, NaN where missing
  ///   - precipitation: mm per day, the same days
  ///   - daysOfYear: 1 to 366, of the same days
  ///   - training: the days to fit on
  /// - Throws: `InputError` where nothing was observed in training
  public init(
    observed: [Double], precipitation: [Double], daysOfYear: [Int], training: [Range<Int>]
  ) throws {
    let days = training.flatMap { Array($0) }.filter { !observed[$0].isNaN }
    guard !days.isEmpty else {
      throw InputError(
        "a catchment has no observation in the training period", found: "0 days",
        expected: "at least one", remedy: "choose another period, or leave the catchment out")
    }
    var sums = [Double](repeating: 0, count: Self.daysOfYear + 1)
    var counts = sums
    for day in days {
      for shift in -Self.climatologyHalfWidth...Self.climatologyHalfWidth {
        let place = (daysOfYear[day] - 1 + shift + Self.daysOfYear) % Self.daysOfYear + 1
        sums[place] += observed[day]
        counts[place] += 1
      }
    }
    let mean = days.reduce(0) { $0 + observed[$1] } / Double(days.count)
    climatology = daysOfYear.map { counts[$0] > 0 ? sums[$0] / counts[$0] : mean }
    persistence = [.nan] + observed.dropLast()
    reservoir = RainReservoir(
      fitting: observed, precipitation: precipitation, days: days)
    reservoirRunoff = reservoir.runoff(precipitation)
  }
}
