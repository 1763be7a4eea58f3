import Training

extension RoutingProblem {
  /// Nash–Sutcliffe efficiency at every gauge, on some stretches of days together.
  /// - Parameters:
  ///   - daily: simulated, `[gauge][day]`
  ///   - days: the stretches
  func efficiencies(_ daily: [[Double]], days: [Range<Int>]) -> [Double] {
    gauges.indices.map {
      Skill(observed: gauges[$0].observed, simulated: daily[$0], days: days).nse
    }
  }
}
