import Foundation
import ReachOperators
import RiverModels
import RiverNetworks

/// Fits level and time offsets of a map that is tilted by a given amount.
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
  /// Parabolas at most, and steps of a gauge's offset.
  private static let rounds = 8
  /// Of logarithms.
  private static let levelStep = 0.1
  private static let levelTolerance = 0.002
  /// No offset moves further than this at once, h.
  private static let farthestHours = 6.0

  init(
    _ problem: RoutingProblem, weights: RoutingWeights, seen: [Bool], fitting: [Range<Int>],
    options: PosteriorOptions
  ) throws {
    let linearizer = try Linearizer(
      problem, fitting: fitting, options: options.plain)
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

  /// Level and offsets that suit `tilt`, found from the given ones: offsets by Gauss and Newton on
  /// each simulation, the level by parabolas through the three best simulations.
  func fitted(tilt: Double, level: Double, offsets: [Double]) -> Fitted {
    func tries(_ levels: [Double]) -> [Fitted] {
      IndependentTasks.map(levels.count, threads: linearizer.threads) {
        simulated(tilt: tilt, level: levels[$0], offsets: offsets)
      }
    }
    var fits = tries([level - Self.levelStep, level, level + Self.levelStep])
    for _ in 0..<Self.rounds {
      fits.sort { $0.level < $1.level }
      let best = fits.indices.min { fits[$0].loss < fits[$1].loss }!
      let next: Double
      if best == 0 {
        next = fits[0].level - 2 * Self.levelStep
      } else if best == fits.count - 1 {
        next = fits[best].level + 2 * Self.levelStep
      } else {
        next = Self.vertex(fits[best - 1], fits[best], fits[best + 1])
        if abs(next - fits[best].level) < Self.levelTolerance { break }
      }
      fits += tries([next])
    }
    return fits.min { $0.loss < $1.loss }!
  }

  /// Where the parabola through three fits is lowest; the middle one's level where it has no bottom.
  private static func vertex(_ a: Fitted, _ b: Fitted, _ c: Fitted) -> Double {
    let left = (b.level - a.level) * (b.loss - c.loss)
    let right = (b.level - c.level) * (b.loss - a.loss)
    guard abs(left - right) > 0 else { return b.level }
    let vertex =
      b.level
      - ((b.level - a.level) * left - (b.level - c.level) * right) / (2 * (left - right))
    return vertex.isFinite ? min(max(vertex, a.level), c.level) : b.level
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

  /// A simulation at one level, seen with the offsets that suit it best.
  private func simulated(tilt: Double, level: Double, offsets: [Double]) -> Fitted {
    let problem = linearizer.problem
    let span = linearizer.span
    let evaluation = problem.evaluate(
      channels: map.channels(level: level, tilt: tilt), offsets: offsets, days: span)
    let series = evaluation.simulation.records.map { $0.map { Float($0) } }
    func seen(_ offsets: [Double]) -> Fitted {
      func means(_ gauge: Int, _ hours: Double) -> [Double] {
        let inside = problem.averaging.means(
          of: series[gauge], offsetHours: hours, windows: span.count)
        var days = [Double](repeating: .nan, count: problem.dayCount)
        days.replaceSubrange(span, with: inside)
        return days
      }
      let result = linearizer.standardized(
        offsets.indices.map { means($0, offsets[$0]) })
      let byOffset = offsets.indices.map { gauge -> [Double] in
        let late = means(gauge, offsets[gauge] + Self.hourDifference)
        let early = means(gauge, offsets[gauge] - Self.hourDifference)
        return late.indices.map { day in
          (late[day] - early[day])
            / (2 * Self.hourDifference * linearizer.deviations[gauge][day])
        }
      }
      return Fitted(
        tilt: tilt, level: level, offsets: offsets,
        loss: Linearizer.squares(result.residuals) / Double(max(result.days, 1)),
        days: result.days, residuals: result.residuals, byOffset: byOffset)
    }
    var fitted = seen(offsets)
    guard learnsOffsets else { return fitted }
    for _ in 0..<Self.rounds {
      let steps = offsetSteps(fitted)
      let next = seen(zip(fitted.offsets, steps).map { $0 + $1 })
      guard next.loss < fitted.loss else { break }
      fitted = next
      if steps.allSatisfy({ abs($0) < Self.hourTolerance }) { break }
    }
    return fitted
  }

  private static let hourTolerance = 0.01

  /// Steps of Gauss and Newton of each gauge's offset, h.
  private func offsetSteps(_ fitted: Fitted) -> [Double] {
    fitted.offsets.indices.map { gauge in
      var (numerator, denominator) = (0.0, 0.0)
      for day in fitted.residuals[gauge].indices where fitted.residuals[gauge][day] != 0 {
        let slope = finite(fitted.byOffset[gauge][day])
        numerator += slope * fitted.residuals[gauge][day]
        denominator += slope * slope
      }
      let step = denominator > 0 ? numerator / denominator : 0
      return min(max(step, -Self.farthestHours), Self.farthestHours)
    }
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
