import ReachOperators
import RiverModels

extension RoutingProblem {
  /// Days simulated at a time, so that discharge of all reaches fits into memory.
  private static let stretchDays = 32

  /// Daily means of discharge, m³ s⁻¹, and temperature, °C, at some reaches, `[row][day]`, from one
  /// continuous simulation; NaN outside of it.
  public func evaluateTemperature(
    _ weights: RoutingWeights, days: Range<Int>, reaches: [Int]
  ) throws -> (discharge: [[Double]], temperature: [[Double]]) {
    guard let temperature else { preconditionFailure("a problem without temperature") }
    let channels = channels(weights)
    let span = (first: days.lowerBound * stepsPerDay, steps: days.count * stepsPerDay)
    let lateral =
      try stretch(weights[.runoff], days: days)?.forcing
      ?? lateral(inflowFactor(weights), span)
    let dispersions = temperature.dispersions(weights)
    var water: RoutingState?
    var heat: TemperatureState?
    var lastDischarge: [Double]?
    var discharge = reaches.map { _ in [Double]() }
    var found = discharge
    for first in stride(from: 0, to: days.count, by: Self.stretchDays) {
      let part = first..<min(first + Self.stretchDays, days.count)
      let inflow = lateral.advanced(by: first * stepsPerDay)
      let simulation = router.simulate(
        channels: channels, lateral: inflow, steps: part.count * stepsPerDay, initial: water,
        records: Array(0..<network.count))
      water = simulation.finalState
      var all = simulation.records
      // The state's discharge may have been held at a floor; the series goes on.
      if let last = lastDischarge { for reach in all.indices { all[reach][0] = last[reach] } }
      lastDischarge = all.map { $0[$0.count - 1] }
      let temperatures = temperature.model.simulate(
        NetworkTemperature.Drivers(
          channels: channels, discharge: all, lateral: inflow,
          heat: temperature.heat(
            weights, days: part.shifted(by: days.lowerBound),
            threads: router.configuration.threads),
          dispersions: dispersions, stepsPerDay: stepsPerDay),
        from: &heat, records: reaches)
      for (row, reach) in reaches.enumerated() {
        discharge[row] += all[reach].dropFirst(first > 0 ? 1 : 0)
        found[row] += temperatures[row].dropFirst(first > 0 ? 1 : 0)
      }
    }
    func daily(_ series: [[Double]]) -> [[Double]] {
      series.map {
        var values = [Double](repeating: .nan, count: dayCount)
        values.replaceSubrange(
          days, with: averaging.means(of: $0, offsetHours: 0, windows: days.count))
        return values
      }
    }
    return (daily(discharge), daily(found))
  }
}

extension Range<Int> {
  func shifted(by distance: Int) -> Range<Int> {
    (lowerBound + distance)..<(upperBound + distance)
  }
}
