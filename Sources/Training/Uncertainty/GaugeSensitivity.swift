import Foundation
import ReachOperators
import RiverModels

/// What the gauges would notice of each reach's roughness.
///
/// With the sensitivity S = ∂Q/∂ln n of a gauge's daily discharge to one reach's roughness, every
/// other reach as it is:
///
/// * ``rootMeanSquare``: √(mean S²) over the fitting days, m³ s⁻¹: what the daily discharge changes,
///   in the root mean square, per unit of ln n;
/// * ``varianceShare``: mean S² over the variance of the gauge's observations;
/// * ``isConstrained``: whether the gauges together would notice, at 95 %, if n of this reach alone
///   were twice what it is: (ln 2)² Σ (S/σ)² ≥ 3.84 κ, with the variance κ = f σ² of the residuals,
///   inflated for what hangs together (``PosteriorMode``).
///
/// A reach that fails may still follow a law that the data constrain; its own value is not data.
/// From sign probes (``Linearization``): one sweep back through the record for each gauge.
/// The estimates scatter by √(2 / blocks), some 10 % of mean S² over fourteen years.
public struct GaugeSensitivity: Sendable {
  /// `[gauge][reach]`, m³ s⁻¹; empty where there are more than ``gaugeLimit`` gauges.
  public let rootMeanSquare: [[Double]]
  /// `[gauge][reach]`
  public let varianceShare: [[Double]]
  /// Over all gauges: the greatest share.
  public let greatestShare: [Double]
  /// (ln 2)² Σ (S/σ)² / κ: deviance of a doubled n.
  public let devianceOfDoubling: [Double]
  public let isConstrained: [Bool]

  /// Gauges up to this number are swept one by one, more of them together.
  public static let gaugeLimit = 16
  /// The 95 % point of χ² with one degree of freedom.
  public static let devianceLimit = 3.841_459

  /// - Parameters:
  ///   - ridge: κ, variance of the standardized residuals times their inflation
  public init(
    _ problem: RoutingProblem, weights: RoutingWeights, fitting: [Range<Int>], ridge: Double,
    options: PosteriorOptions
  ) throws {
    let linearizer = try Linearizer(
      problem, fitting: fitting, blockDays: options.blockDays, spinUp: options.spinUpDays,
      threads: options.threads)
    let channels = problem.channels(weights)
    let offsets = weights[.offset]
    let residuals = linearizer.residuals(weights).residuals
    let states = linearizer.states(channels: channels)
    let isSeparate = problem.gauges.count <= Self.gaugeLimit
    let groups = isSeparate ? problem.gauges.indices.map { [$0] } : [Array(problem.gauges.indices)]

    var squares: [[Double]] = []
    for group in groups {
      var sum = [Double](repeating: 0, count: problem.network.count)
      for pass in 0..<max(options.probePasses, 1) {
        var field = linearizer.signs(seed: options.seed, pass: pass, residuals: residuals)
        for gauge in field.indices where !group.contains(gauge) {
          field[gauge] = field[gauge].map { _ in 0 }
        }
        let signs = field
        let rows = IndependentTasks.map(linearizer.blocks.count, threads: options.threads) {
          linearizer.slopes(
            linearizer.blocks[$0], field: signs, initial: states[$0], channels: channels,
            offsets: offsets
          ).channels.map(\.roughness)
        }
        for row in rows {
          for reach in sum.indices {
            let slope = row[reach] * channels[reach].roughness
            sum[reach] += slope * slope
          }
        }
      }
      squares.append(sum.map { $0 / Double(max(options.probePasses, 1)) })
    }

    let days = residuals.map { Double(max($0.count { $0 != 0 }, 1)) }
    let shares =
      isSeparate ? squares.indices.map { gauge in squares[gauge].map { $0 / days[gauge] } } : []
    varianceShare = shares
    rootMeanSquare = shares.indices.map { gauge in
      shares[gauge].map { ($0 * linearizer.gauges[gauge].variance).squareRoot() }
    }
    let total = GaussNewton.sum(squares)
    greatestShare =
      isSeparate
      ? total.indices.map { reach in shares.map { $0[reach] }.max() ?? 0 }
      : total.map { $0 / days.reduce(0, +) }
    let doubling = log(2.0) * log(2.0)
    let deviances = total.map { doubling * $0 / ridge }
    devianceOfDoubling = deviances
    isConstrained = deviances.map { $0 >= Self.devianceLimit }
  }
}
