import NeuralNetworks

/// Observations whose errors were drawn anew: observed plus, block of days by block, a normal number
/// times what the simulation misses there.
///
/// The wild bootstrap by blocks (Shao 2010, doi:10.1198/jasa.2009.tm08744): errors stay on their
/// days, as great in floods and as long-lived as they are; only their signs and sizes are new.
public struct RedrawnErrors: Sendable {
  public var blockDays: Int
  public var seed: UInt64
  public var member: Int

  public init(blockDays: Int, seed: UInt64, member: Int) {
    self.blockDays = blockDays
    self.seed = seed
    self.member = member
  }

  /// - Parameters:
  ///   - gauges: with what was observed
  ///   - simulated: daily means, m³ s⁻¹, `[gauge][day]`; days that are NaN stay as observed
  /// - Returns: the gauges with their new observations, none below zero
  public func gauges(
    _ gauges: [RoutingProblem.Gauge], simulated: [[Double]]
  ) -> [RoutingProblem.Gauge] {
    gauges.indices.map { index in
      let gauge = gauges[index]
      var generator = Xoshiro256StarStar(
        seed: seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(member + 1) &+ UInt64(index) << 40)
      var factor = 0.0
      let observed = gauge.observed.indices.map { day -> Double in
        if day % blockDays == 0 { factor = generator.nextNormal() }
        let error = gauge.observed[day] - simulated[index][day]
        // A river does not flow backwards.
        return error.isFinite ? max(0, gauge.observed[day] + factor * error) : gauge.observed[day]
      }
      return .init(
        station: gauge.station, reach: gauge.reach, observed: observed,
        isTrained: gauge.isTrained)
    }
  }
}

/// Trainings side by side, each on one thread.
public enum MemberTraining {
  /// Calls `body` for 0 ..< `count` on several threads; the results in that order.
  public static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    IndependentTasks.map(count, threads: threads, body)
  }
}
