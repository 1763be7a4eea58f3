import Foundation

extension RoutingRun {
  /// The law of the learned map and what the gauges can say of it, in plain words.
  func mapLines(_ metrics: Metrics) -> [String] {
    var lines: [String] = []
    if let law = metrics.roughnessAreaLaw {
      let interval = law.exponentInterval.map { $0.digits(3) }
      lines.append(
        "n = \(law.coefficient.digits(4)) (A / \(law.referenceArea.digits(0)) km2)"
          + "^\(law.exponent.digits(3))")
      lines.append(
        metrics.exponentProfile == nil
          ? "  95 % interval of the exponent over reaches \(interval[0]) to \(interval[1]) "
            + "(scatter about the law, not what the gauge constrains)"
          : "  exponents the gauges allow at 95 %: \(interval[0]) to \(interval[1])")
    }
    if let profile = metrics.exponentProfile {
      lines.append(
        "  least loss at exponent \(profile.best.digits(3)); "
          + "\(profile.effectiveDays.digits(0)) of \(profile.days) gauge-days count as independent")
      if profile.isOpen.contains(true) {
        lines.append("  WARNING: the loss hardly depends on the exponent: the interval is open")
      } else if profile.interval[0] < 0, profile.interval[1] > 0 {
        lines.append("  note: the data cannot tell whether n rises or falls with drainage area")
      }
      if let law = metrics.roughnessAreaLaw,
        !(profile.interval[0] <= law.exponent && law.exponent <= profile.interval[1])
      {
        lines.append("  note: the learned exponent lies outside of it: the fit is not at its best")
      }
    }
    if let found = metrics.identifiability {
      let correlations = found.offsetCorrelations.filter { abs($0.value) > 0 }
      if !correlations.isEmpty {
        let words = correlations.keys.sorted().prefix(4)
          .map { "\($0) \(correlations[$0]!.digits(2))" }.joined(separator: ", ")
        lines.append("correlation of ln n with the time offset: \(words)")
      }
      if let constrained = found.constrainedReaches {
        lines.append(
          "constrained: the gauges would notice a doubled n in \(constrained) of "
            + "\(metrics.reaches.count) reaches; the others are grey on the map")
      }
    }
    if let ensemble = metrics.ensemble {
      var words = "ensemble of \(ensemble.members): upper over lower n \(ensemble.medianSpread.digits(2))"
      if let exponent = ensemble.exponentInterval {
        words +=
          ", exponent \(exponent[0].digits(3)) to \(exponent[1].digits(3)) at "
          + "\((100 * ensemble.confidence).digits(0)) %"
      }
      lines.append(words)
    }
    return lines
  }
}
