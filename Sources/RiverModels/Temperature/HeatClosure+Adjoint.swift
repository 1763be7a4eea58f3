import ReachOperators
import SpaceTimeSweep

extension HeatClosure {
  /// The transpose of the derivative of ``heat(_:days:threads:)``.
  ///
  /// A trailing mean's days are a whole number: there is no sensitivity to them.
  ///
  /// - Parameters:
  ///   - parameters: where the derivative is taken
  ///   - days: of the weather
  ///   - sensitivity: of a loss to the heat of these days
  ///   - threads: the results do not depend on it
  public func adjoint(
    _ parameters: HeatParameters, days: Range<Int>, sensitivity: DailyHeat, threads: Int
  ) -> HeatParameters {
    let rows = Stretches.map(reachCount, threads: threads, length: Stretches.shortLength) {
      $0.map { reachAdjoint($0, parameters, days: days, sensitivity: sensitivity) }
    }.joined()
    return HeatParameters(
      shade: rows.map(\.shade), exchangeFactor: rows.map(\.exchangeFactor),
      groundwaterShare: rows.map(\.groundwaterShare), groundwaterLag: rows.map(\.groundwaterLag))
  }

  private struct Sensitivity: Sendable {
    var shade = 0.0
    var exchangeFactor = 0.0
    var groundwaterShare = 0.0
    var groundwaterLag = 0.0
  }

  private func reachAdjoint(
    _ reach: Int, _ parameters: HeatParameters, days: Range<Int>, sensitivity: DailyHeat
  ) -> Sensitivity {
    let row = self.reach(reach, parameters, days: days)
    let factor = parameters.exchangeFactor[reach] / WaterProperties.heatCapacity
    var result = Sensitivity()
    var toGround: [Double] = []
    for (index, day) in days.enumerated() {
      let place = reach * days.count + index
      let toVelocity = sensitivity.exchangeVelocity[place]
      let exchange = row.exchange[index]
      let back = Flux.equilibriumAdjoint(
        sky(reach, day: day, air: row.air[day]),
        surface(ground: row.ground[day], shade: parameters.shade[reach]), of: exchange,
        coefficient: toVelocity * factor,
        equilibriumTemperature: sensitivity.equilibriumTemperature[place])
      result.shade += back.shade
      result.exchangeFactor += toVelocity * exchange.coefficient / WaterProperties.heatCapacity
      let toLateral = sensitivity.lateralTemperature[place]
      let share = shares(reach, day: day, parameters).ground
      if parts == nil {
        result.groundwaterShare += toLateral * (max(row.ground[day], 0) - row.others[index])
      }
      toGround.append(back.bedTemperature + (row.ground[day] > 0 ? toLateral * share : 0))
    }
    if settings.groundMemory == .exponential {
      // Placed on the weather's days.
      let placed =
        [Double](repeating: 0, count: days.lowerBound) + toGround
      result.groundwaterLag = LaggedAverage.exponentialAdjoint(
        row.air, averages: row.ground, days: parameters.groundwaterLag[reach],
        adjoint: placed[days])
    }
    return result
  }
}
