import Foundation

extension Loss {
  /// The loss of one gauge and its gradient with respect to each simulated day; nil where it is not
  /// defined on these days.
  ///
  /// - Parameters: the days on which both have a value, at least one, m³ s⁻¹.
  func evaluated(
    observed: [Double], simulated: [Double], gauge: ObjectiveGauge
  ) -> (value: Double, gradient: [Double])? {
    let count = Double(observed.count)
    switch self {
    case .meanAbsolute:
      let errors = zip(simulated, observed).map { $0 - $1 }
      return (
        errors.reduce(0) { $0 + abs($1) } / count,
        errors.map { ($0 > 0 ? 1 : $0 < 0 ? -1 : 0) / count }
      )

    case .meanSquared:
      return Self.squared(observed: observed, simulated: simulated, scale: count)

    case .normalizedSquared:
      guard gauge.variance > 0 else { return nil }
      return Self.squared(
        observed: observed, simulated: simulated, scale: count * gauge.variance)

    case .klingGupta:
      let efficiency = KlingGuptaEfficiency(observed: observed, simulated: simulated)
      guard efficiency.value.isFinite else { return nil }
      return (
        1 - efficiency.value,
        efficiency.gradient(observed: observed, simulated: simulated).map { -$0 }
      )

    case .logSquared:
      let offset = gauge.logOffset
      guard offset > 0, observed.allSatisfy({ $0 + offset > 0 }),
        simulated.allSatisfy({ $0 + offset > 0 })
      else { return nil }
      let errors = zip(simulated, observed).map { log(($0 + offset) / ($1 + offset)) }
      return (
        errors.reduce(0) { $0 + $1 * $1 } / count,
        zip(errors, simulated).map { 2 * $0 / (($1 + offset) * count) }
      )
    }
  }

  private static func squared(
    observed: [Double], simulated: [Double], scale: Double
  ) -> (value: Double, gradient: [Double]) {
    let errors = zip(simulated, observed).map { $0 - $1 }
    return (errors.reduce(0) { $0 + $1 * $1 } / scale, errors.map { 2 * $0 / scale })
  }
}
