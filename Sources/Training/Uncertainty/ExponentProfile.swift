import Foundation
import RiverModels

/// How well other exponents of the roughness law fit: the profile of the loss along a tilt of the
/// learned map, its level and the time offsets fitted anew at every point.
///
/// The interval holds the exponents whose deviance
///
///     D = (n / f) ln( loss / least loss )
///
/// is below the 95 % point of χ² with one degree of freedom. f, the inflation, is the variance of
/// the scores of whole blocks of days over that of independent days, along the tilt: it stands for
/// the autocorrelation of the residuals and for their growth in floods. It cannot stand for errors
/// that are the same in all years (a wrong slope, a wrong width, inflow that always comes late):
/// against those the interval is still too narrow.
///
/// Sources: Venzon and Moolgavkar (1988), doi:10.2307/2347496, profile likelihood; Chandler and Bate
/// (2007), doi:10.1093/biomet/asm015, likelihoods of dependent data adjusted by their scores.
public struct ExponentProfile: Sendable, Codable, Equatable {
  public struct Point: Sendable, Codable, Equatable {
    public var exponent: Double
    /// Level and offsets fitted anew; 1 − NSE where there is one gauge.
    public var loss: Double
    public var deviance: Double
    /// n at the geometric mean area, as a factor of the learned map's.
    public var levelFactor: Double
    /// Hours, per gauge.
    public var offsets: [Double]

    package init(
      exponent: Double, loss: Double, deviance: Double, levelFactor: Double, offsets: [Double]
    ) {
      self.exponent = exponent
      self.loss = loss
      self.deviance = deviance
      self.levelFactor = levelFactor
      self.offsets = offsets
    }

    enum CodingKeys: String, CodingKey {
      case exponent, loss, deviance, levelFactor = "level_factor", offsets = "offset_hours"
    }
  }

  /// Where the loss is least.
  public var best: Double
  public var interval: [Double]
  /// Whether the profile ended before the loss rose enough: the interval reaches further.
  public var isOpen: [Bool]
  public var confidence: Double
  public var points: [Point]
  /// Gauge-days, n.
  public var days: Int
  /// f ≥ 1
  public var inflation: Double
  /// Correlation of the level of ln n with each gauge's time offset, on the data alone; 0 where the
  /// offset is not learned.
  public var offsetCorrelations: [Double]

  public var effectiveDays: Double { Double(days) / inflation }

  enum CodingKeys: String, CodingKey {
    case best, interval, isOpen = "is_open", confidence, points, days, inflation
    case offsetCorrelations = "offset_correlations"
  }

  /// Tilts tried on either side at most, in steps no wider than this.
  private static let widestStep = 0.15
  private static let finestStep = 0.04
  private static let farthest = 0.75

  /// - Parameters:
  ///   - start: the learned map, its level and offsets fitted anew
  ///   - exponent: of the learned map's law, at tilt 0
  init(
    _ fit: TiltFit, start: TiltFit.Fitted, shape: TiltFit.Shape, exponent: Double,
    options: PosteriorOptions
  ) {
    days = start.days
    inflation = max(1, shape.inflation)
    offsetCorrelations = shape.offsetCorrelations
    confidence = 0.95

    // From the curvature: where the least loss is, and how far a standard deviation.
    let deviation = (max(start.loss, 1e-9) * max(1, shape.inflation) / max(shape.curvature, 1e-12))
      .squareRoot()
    let centre = min(max(shape.bestTilt, -Self.farthest / 2), Self.farthest / 2)
    let step = min(max(deviation, Self.finestStep), Self.widestStep)
    var fits = [fit.fitted(tilt: centre, level: start.level, offsets: start.offsets)]
    // Exact observations leave residuals of round-off only: no gauge is better than its rating curve.
    let floor = options.observationError * options.observationError
    func deviance(_ loss: Double, _ least: Double) -> Double {
      Double(start.days) / max(1, shape.inflation) * log(max(loss, floor) / max(least, floor))
    }
    for direction in [-1.0, 1.0] {
      var last = fits.first { $0.tilt == centre }!
      var tilt = centre + direction * step
      while abs(tilt - centre) <= Self.farthest {
        last = fit.fitted(tilt: tilt, level: last.level, offsets: last.offsets)
        fits.append(last)
        let least = fits.map(\.loss).min()!
        if deviance(last.loss, least) > 1.5 * GaugeSensitivity.devianceLimit { break }
        tilt += direction * step
      }
    }
    fits.sort { $0.tilt < $1.tilt }
    let least = fits.min { $0.loss < $1.loss }!
    points = fits.map {
      Point(
        exponent: exponent + $0.tilt, loss: $0.loss,
        deviance: max(0, deviance($0.loss, least.loss)), levelFactor: exp($0.level),
        offsets: $0.offsets)
    }
    best = exponent + least.tilt
    (interval, isOpen) = Self.interval(points)
  }

  /// Where the square root of the deviance crosses that of the limit, by straight lines.
  package static func interval(_ points: [Point]) -> ([Double], [Bool]) {
    let limit = GaugeSensitivity.devianceLimit.squareRoot()
    let roots = points.map { $0.deviance.squareRoot() }
    let bottom = points.indices.min { points[$0].deviance < points[$1].deviance } ?? 0
    func end(_ way: StrideThrough<Int>) -> (Double, Bool) {
      var inner = bottom
      for index in way {
        if roots[index] >= limit {
          let share = (limit - roots[inner]) / (roots[index] - roots[inner])
          return (
            points[inner].exponent + share * (points[index].exponent - points[inner].exponent),
            false
          )
        }
        inner = index
      }
      return (points[inner].exponent, true)
    }
    let low = end(stride(from: bottom - 1, through: 0, by: -1))
    let high = end(stride(from: bottom + 1, through: points.count - 1, by: 1))
    return ([low.0, high.0], [low.1, high.1])
  }
}
