import Foundation
import NeuralNetworks
import RiverModels

/// Lognormal errors of lateral inflow, of mean one: what a runoff model's output would be wrong by.
///
///     factor = e^(s g − s²/2),   s² = ln(1 + deviation²),
///     g = √shared c(t) + √persistent p(reach) + √(1 − shared − persistent) e(reach, t)
///
/// c and e are first-order autoregressive in days, p is constant in time, all of variance one. Errors
/// that are independent from reach to reach average out at a gauge; shared and persistent ones do not.
public struct InflowErrors: Sendable, Equatable {
  /// Relative standard deviation, ≥ 0.
  public var deviation: Double
  /// Days after which c and e correlate by 1/e; 0: each day by itself.
  public var correlationDays: Double
  /// Share of the variance that all reaches have in common on a day.
  public var shared: Double
  /// Share of the variance that a reach keeps for ever.
  public var persistent: Double

  public init(
    deviation: Double, correlationDays: Double = 0, shared: Double = 0, persistent: Double = 0
  ) {
    precondition(deviation >= 0 && shared >= 0 && persistent >= 0 && shared + persistent <= 1)
    self.deviation = deviation
    self.correlationDays = correlationDays
    self.shared = shared
    self.persistent = persistent
  }

  /// Inflow multiplied by the errors, `[reach][value]`.
  ///
  /// - Parameters:
  ///   - values: `[reach][value]`
  ///   - reachCount: rows of the values
  ///   - valuesPerDay: values of a day share its error
  ///   - seed: of all random numbers
  ///   - isMirrored: the same errors with the other sign of their logarithm
  public func applied(
    to values: [Float], reachCount: Int, valuesPerDay: Int, seed: UInt64, isMirrored: Bool = false
  ) -> [Float] {
    guard deviation > 0, reachCount > 0 else { return values }
    let perReach = values.count / reachCount
    let days = (perReach + valuesPerDay - 1) / valuesPerDay
    let spread = log(1 + deviation * deviation).squareRoot()
    let signed = isMirrored ? -spread : spread
    var generator = Xoshiro256StarStar(seed: seed)
    let common = series(days, &generator)
    let alone = max(0, 1 - shared - persistent).squareRoot()
    var result = values
    for reach in 0..<reachCount {
      let kept = persistent.squareRoot() * generator.nextNormal()
      let own = series(days, &generator)
      for index in 0..<perReach {
        let day = index / valuesPerDay
        let error = shared.squareRoot() * common[day] + kept + alone * own[day]
        result[reach * perReach + index] *= Float(exp(signed * error - spread * spread / 2))
      }
    }
    return result
  }

  /// An inflow multiplied by the errors.
  ///
  /// - Parameters:
  ///   - inflow: of every reach
  ///   - reachCount: reaches of the inflow
  ///   - stepsPerDay: values of a day share its error
  ///   - seed: of all random numbers
  ///   - isMirrored: the same errors with the other sign of their logarithm
  public func applied(
    to inflow: LateralForcing, reachCount: Int, stepsPerDay: Int, seed: UInt64,
    isMirrored: Bool = false
  ) -> LateralForcing {
    let values = (0..<reachCount).flatMap { reach in
      (0..<inflow.valuesPerReach).map { inflow.value(reach: reach, $0) }
    }
    return LateralForcing(
      values: applied(
        to: values, reachCount: reachCount,
        valuesPerDay: max(1, stepsPerDay / inflow.stepsPerValue), seed: seed,
        isMirrored: isMirrored),
      valuesPerReach: inflow.valuesPerReach, stepsPerValue: inflow.stepsPerValue,
      expansion: inflow.expansion)
  }

  private func series(_ days: Int, _ generator: inout Xoshiro256StarStar) -> [Double] {
    let memory = correlationDays > 0 ? exp(-1 / correlationDays) : 0
    let share = (1 - memory * memory).squareRoot()
    var value = generator.nextNormal()
    return (0..<days).map { day in
      if day > 0 { value = memory * value + share * generator.nextNormal() }
      return value
    }
  }
}
