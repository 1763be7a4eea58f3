/// Discharges that are exceeded on given shares of the days.
public enum FlowDurationCurve {
  /// Where curves are drawn, % of days, closer towards the ends, where floods and droughts are.
  public static let percentages: [Double] =
    [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 4, 5, 6, 8] + stride(from: 10.0, through: 90, by: 2)
    + [92, 94, 95, 96, 97, 98, 98.5, 99, 99.3, 99.5, 99.7, 99.8, 99.9, 99.95]

  /// The flow that is exceeded on each of ``percentages`` of the days, by linear interpolation
  /// between the plotting positions rank / (count + 1) (Weibull 1939); NaN where a percentage lies
  /// outside of them.
  public static func flows(_ values: [Double]) -> [Double] {
    let sorted = values.filter { !$0.isNaN }.sorted(by: >)
    return percentages.map { percentage in
      let rank = percentage / 100 * Double(sorted.count + 1) - 1
      guard rank >= 0, rank <= Double(sorted.count - 1) else { return .nan }
      let below = min(Int(rank), sorted.count - 1)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (rank - Double(below)) * (sorted[above] - sorted[below])
    }
  }
}
