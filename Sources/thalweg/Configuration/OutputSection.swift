import ReachOperators
import RiverNetworks
import RiverSeries
import SpaceTimeSweep

extension RunConfiguration {
  /// What a simulation writes, and when it leaves a state to go on from.
  struct OutputSection {
    enum Reaches: String, CaseIterable { case gauges, outlets, all, chosen }
    enum Interval: String, CaseIterable { case day, step }
    enum Statistic: String, CaseIterable { case mean, maximum }
    var reaches: Reaches
    /// Where `reaches` is `chosen`.
    var ids: [ReachID]
    var interval: Interval
    var columns: [SweepSummary.Column]
    var days: ClosedRange<CivilDate>?
    /// Days after which the file is closed and the state is written; nil: at the end only.
    var restartDays: Int?

    init(_ section: ConfigurationSection) throws {
      reaches = try section.choice("reaches", default: .gauges)
      let ids = try section.texts("ids")
      guard (ids?.isEmpty == false) == (reaches == .chosen) else {
        throw section.error(
          "ids", "ids go with reaches: chosen", found: "reaches: \(reaches.rawValue)",
          expected: "reaches: chosen with a list of ids")
      }
      self.ids = (ids ?? []).map { ReachID(parsing: $0) }
      interval = try section.choice("interval", default: .day)
      let quantities: [ChannelQuantity] =
        try section.choices("variables", default: [.discharge])
      let statistics: [Statistic] = try section.choices("statistics", default: [.mean])
      switch interval {
      case .step:
        guard statistics == [.mean] else {
          throw section.error(
            "statistics", "a statistic needs more than one step", found: "interval: step",
            expected: "interval: day")
        }
        columns = quantities.map { .init($0, .last) }
      case .day:
        columns = quantities.flatMap { quantity in
          statistics.map { .init(quantity, $0 == .mean ? .mean : .maximum) }
        }
      }
      days = try section.dates("dates")
      restartDays = try section.integer("restart_days")
      if let restartDays, restartDays < 1 {
        throw section.error(
          "restart_days", "a value is too small", found: "\(restartDays)", expected: "at least 1")
      }
    }
  }
}
