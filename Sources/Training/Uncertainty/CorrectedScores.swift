import RiverModels

/// Scores freed of the bias that errors of the inflow give them.
///
/// Inflow that errs by itself from day to day makes the simulated hydrograph rougher than the river.
/// Weights that smooth it make the sum of squares smaller than the true ones do: learned roughness is
/// too high, the more so the more reaches it can be given to. The sum of squares is that of the true
/// inflow plus the variance v(weights) with which the errors arrive at the gauges. Errors drawn once
/// more, on top of those that are there, add v again, so that
///
///     2 Σ r² − mean over draws of Σ r²
///
/// has v no longer in its mean, and its least value where the true inflow has it, whatever the errors
/// are in this record. Exact to second order in the errors; the law of the errors must be known, or
/// believed.
///
/// Sources: Cook and Stefanski (1994), doi:10.1080/01621459.1994.10476871 (simulation and
/// extrapolation); Nakamura (1990), doi:10.1093/biomet/77.1.127, and Novick and Stefanski (2002),
/// doi:10.1198/016214502760047005 (corrected scores).
struct CorrectedScores: Sendable {
  /// With errors drawn on top of those that are there.
  let draws: [Linearizer]

  /// Nil where no errors are believed in.
  init?(_ problem: RoutingProblem, fitting: [Range<Int>], options: PosteriorOptions) throws {
    guard let errors = options.inflowErrors, errors.deviation > 0, options.inflowDraws > 0 else {
      return nil
    }
    // In pairs of opposite sign, whose effects of first order cancel: few of them do.
    draws = try (0..<options.inflowDraws).map { draw in
      let inflow = errors.applied(
        to: problem.inflow, reachCount: problem.network.count, stepsPerDay: problem.stepsPerDay,
        seed: Self.seed(options.seed, draw: draw / 2), isMirrored: draw % 2 == 1)
      return try Linearizer(problem.replacing(inflow: inflow), fitting: fitting, options: options.plain)
    }
  }

  private static func seed(_ seed: UInt64, draw: Int) -> UInt64 {
    (seed &+ 0x5EED_0F1F) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(draw)
  }

  /// 2 × loss − the mean of the draws'.
  func objective(_ loss: Double, _ weights: RoutingWeights) -> Double {
    let others = draws.map { $0.objective(weights) }
    return 2 * loss - others.reduce(0, +) / Double(others.count)
  }

  func corrected(_ plain: Linearization, _ weights: RoutingWeights, seed: UInt64) -> Linearization {
    var scores = plain.scores.map { $0.map { 2 * $0 } }
    var mean = 0.0
    let share = 1 / Double(draws.count)
    for draw in draws {
      let other = draw.linearized(weights, passes: 0, seed: seed)
      mean += share * other.loss
      for block in scores.indices {
        for weight in scores[block].indices {
          scores[block][weight] -= share * other.scores[block][weight]
        }
      }
    }
    return Linearization(
      days: plain.days, loss: plain.loss, objective: 2 * plain.loss - mean,
      simulated: plain.simulated, scores: scores, probes: plain.probes)
  }
}
