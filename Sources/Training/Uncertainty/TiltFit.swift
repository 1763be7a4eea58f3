import Foundation
import ReachOperators
import RiverModels
import RiverNetworks

/// Fits level and time offsets of a map that is tilted by a given amount, by Gauss and Newton with
/// sensitivities from simulations side by side.
struct TiltFit: Sendable {
  let linearizer: Linearizer
  let map: TiltedMap
  let learnsOffsets: Bool
  /// By level, and by tilt, of the standardized daily discharge at the learned map, `[gauge][day]`.
  private let byLevel: [[Double]]
  private let byTilt: [[Double]]

  /// A tilt with the level and offsets that suit it best.
  struct Fitted: Sendable {
    var tilt: Double
    var level: Double
    var offsets: [Double]
    var loss: Double
    var days: Int
    /// `[gauge][day]`, standardized
    var residuals: [[Double]]
    /// By each gauge's offset, per hour, `[gauge][day]`, standardized.
    var byOffset: [[Double]]
  }

  /// Of logarithms, and of the exponent, for sensitivities.
  private static let difference = 0.04
  /// h
  private static let hourDifference = 1.0
  private static let rounds = 2
  /// No fit moves further than this at once: of logarithms, and hours.
  private static let farthest = (level: 0.5, hours: 6.0)

  init(
    _ problem: RoutingProblem, weights: RoutingWeights, seen: [Bool], fitting: [Range<Int>],
    options: PosteriorOptions
  ) throws {
    let linearizer = try Linearizer(
      problem, fitting: fitting, options: options)
    let map = TiltedMap(
      channels: problem.channels(weights), areas: problem.areas, seen: seen)
    self.linearizer = linearizer
    self.map = map
    learnsOffsets = problem.offsets.isLearned
    let offsets = weights[.offset]
    let span = linearizer.span
    let small = Self.difference
    let single = linearizer.problem
    let tries = [(0.0, 0.0), (small, 0.0), (0.0, small), (0.0, -small)]
    let daily = IndependentTasks.map(tries.count, threads: options.threads) { index in
      single.evaluate(
        channels: map.channels(level: tries[index].0, tilt: tries[index].1), offsets: offsets,
        days: span
      ).daily
    }
    func slopes(_ a: Int, _ b: Int, _ distance: Double) -> [[Double]] {
      daily[a].indices.map { gauge in
        daily[a][gauge].indices.map { day in
          (daily[a][gauge][day] - daily[b][gauge][day])
            / (distance * linearizer.deviations[gauge][day])
        }
      }
    }
    byLevel = slopes(1, 0, small)
    byTilt = slopes(2, 3, 2 * small)
  }

  /// Level and offsets that suit `tilt`, found from the given ones.
  func fitted(tilt: Double, level: Double, offsets: [Double]) -> Fitted {
    var fitted = simulated(tilt: tilt, level: level, offsets: offsets)
    for _ in 0..<Self.rounds {
      let (levelStep, offsetSteps) = step(fitted)
      let next = simulated(
        tilt: tilt, level: fitted.level + levelStep,
        offsets: zip(fitted.offsets, offsetSteps).map { $0 + $1 })
      if next.loss >= fitted.loss { break }
      fitted = next
    }
    return fitted
  }

  /// What the residuals say at a fit.
  struct Shape: Sendable {
    /// Along the tilt, once level and offsets are taken out.
    var curvature: Double
    /// Where along the tilt the loss would be least.
    var bestTilt: Double
    /// By how much blocks of days inflate the variance of the scores along the tilt, and along the
    /// level.
    var inflation: Double
    var levelInflation: Double
    /// Of level and each gauge's offset.
    var offsetCorrelations: [Double]
  }

  func shape(_ fitted: Fitted) -> Shape {
    let tilt = withoutOffsets(byTilt, fitted)
    let level = withoutOffsets(byLevel, fitted)
    let share = product(tilt, level, fitted) / max(product(level, level, fitted), 1e-300)
    let pure = zip(tilt, level).map { zip($0, $1).map { $0 - share * $1 } }
    let curvature = product(pure, pure, fitted)
    let score = product(pure, fitted.residuals, fitted)
    let correlations = fitted.offsets.indices.map { gauge -> Double in
      guard learnsOffsets else { return 0 }
      let s = byLevel[gauge]
      let t = fitted.byOffset[gauge]
      var (ss, st, tt) = (0.0, 0.0, 0.0)
      for day in s.indices where fitted.residuals[gauge][day] != 0 {
        ss += finite(s[day]) * finite(s[day])
        st += finite(s[day]) * finite(t[day])
        tt += finite(t[day]) * finite(t[day])
      }
      return ss > 0 && tt > 0 ? -st / (ss * tt).squareRoot() : 0
    }
    return Shape(
      curvature: curvature, bestTilt: fitted.tilt + score / max(curvature, 1e-300),
      inflation: inflation(along: pure, fitted), levelInflation: inflation(along: level, fitted),
      offsetCorrelations: correlations)
  }

  /// Variance of the blocks' scores along a field over that of independent days; 1 where there is
  /// nothing to measure.
  private func inflation(along field: [[Double]], _ fitted: Fitted) -> Double {
    let scores = linearizer.blocks.map { block in
      field.indices.reduce(0.0) { sum, gauge in
        sum
          + block.scored.reduce(0.0) {
            $0 + finite(field[gauge][$1]) * fitted.residuals[gauge][$1]
          }
      }
    }
    let mean = scores.reduce(0, +) / Double(max(scores.count, 1))
    let spread = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let independent = product(field, field, fitted) * fitted.loss
    return independent > 0 ? spread / independent : 1
  }

  private func simulated(tilt: Double, level: Double, offsets: [Double]) -> Fitted {
    let whole = linearizer.whole
    let evaluation = whole.evaluate(
      channels: map.channels(level: level, tilt: tilt), offsets: offsets, days: linearizer.span)
    let result = linearizer.standardized(evaluation.daily)
    let averaging = whole.averaging
    let byOffset = offsets.indices.map { gauge -> [Double] in
      let series = evaluation.simulation.records[gauge].map { Float($0) }
      func means(_ hours: Double) -> [Double] {
        averaging.means(of: series, offsetHours: hours, windows: linearizer.span.count)
      }
      let late = means(offsets[gauge] + Self.hourDifference)
      let early = means(offsets[gauge] - Self.hourDifference)
      var slopes = [Double](repeating: 0, count: whole.dayCount)
      for (place, day) in linearizer.span.enumerated() {
        slopes[day] =
          (late[place] - early[place])
          / (2 * Self.hourDifference * linearizer.deviations[gauge][day])
      }
      return slopes
    }
    return Fitted(
      tilt: tilt, level: level, offsets: offsets,
      loss: Linearizer.squares(result.residuals) / Double(max(result.days, 1)),
      days: result.days, residuals: result.residuals, byOffset: byOffset)
  }

  /// One step of Gauss and Newton: offsets are taken out gauge by gauge, then the level.
  private func step(_ fitted: Fitted) -> (level: Double, offsets: [Double]) {
    let level = withoutOffsets(byLevel, fitted)
    let residuals = withoutOffsets(fitted.residuals, fitted)
    let move = product(level, residuals, fitted) / max(product(level, level, fitted), 1e-300)
    let levelStep = min(max(move, -Self.farthest.level), Self.farthest.level)
    let offsets = fitted.offsets.indices.map { gauge -> Double in
      guard learnsOffsets else { return 0 }
      let slopes = fitted.byOffset[gauge]
      var (numerator, denominator) = (0.0, 0.0)
      for day in slopes.indices where fitted.residuals[gauge][day] != 0 {
        let t = finite(slopes[day])
        numerator += t * (fitted.residuals[gauge][day] - levelStep * finite(byLevel[gauge][day]))
        denominator += t * t
      }
      let step = denominator > 0 ? numerator / denominator : 0
      return min(max(step, -Self.farthest.hours), Self.farthest.hours)
    }
    return (levelStep, offsets)
  }

  /// What of a field no shift of the gauges' clocks explains.
  private func withoutOffsets(_ field: [[Double]], _ fitted: Fitted) -> [[Double]] {
    guard learnsOffsets else { return field }
    return field.indices.map { gauge in
      let t = fitted.byOffset[gauge]
      var (ft, tt) = (0.0, 0.0)
      for day in t.indices where fitted.residuals[gauge][day] != 0 {
        ft += finite(field[gauge][day]) * finite(t[day])
        tt += finite(t[day]) * finite(t[day])
      }
      let share = tt > 0 ? ft / tt : 0
      return zip(field[gauge], t).map { finite($0) - share * finite($1) }
    }
  }

  /// Sum over the gauge-days that have a residual.
  private func product(_ a: [[Double]], _ b: [[Double]], _ fitted: Fitted) -> Double {
    var sum = 0.0
    for gauge in a.indices {
      for day in a[gauge].indices where fitted.residuals[gauge][day] != 0 {
        sum += finite(a[gauge][day]) * finite(b[gauge][day])
      }
    }
    return sum
  }

  private func finite(_ value: Double) -> Double { value.isFinite ? value : 0 }
}
