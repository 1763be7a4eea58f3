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
/// From sign probes (`Linearization`): one sweep back through the record for each gauge, and one
/// more for all of them, weighted as the residuals are.
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
  ///   - problem: network, inflow and gauges
  ///   - weights: at which the map is judged
  ///   - fitting: days on which the weights are fitted, ascending stretches
  ///   - ridge: κ, variance of the standardized residuals times their inflation
  ///   - options: how errors are counted
  public init(
    _ problem: RoutingProblem, weights: RoutingWeights, fitting: [Range<Int>], ridge: Double,
    options: PosteriorOptions
  ) throws {
    let isSeparate = problem.gauges.count <= Self.gaugeLimit
    let everyone = Array(problem.gauges.indices)
    var equal = options
    equal.errorModel = .constant
    let physical = try SignSweeps(
      problem, weights: weights, fitting: fitting, options: equal)
    let groups = isSeparate ? everyone.map { [$0] } : [everyone]
    let means = groups.map { physical.meanSquares(gauges: $0) }
    let shares = isSeparate ? means : []
    varianceShare = shares
    rootMeanSquare = shares.indices.map { gauge in
      shares[gauge].map { ($0 * physical.linearizer.gauges[gauge].variance).squareRoot() }
    }
    greatestShare = means[0].indices.map { reach in means.map { $0[reach] }.max() ?? 0 }

    let weighted = try SignSweeps(problem, weights: weights, fitting: fitting, options: options.plain)
    let total = weighted.meanSquares(gauges: everyone).map { $0 * weighted.days(everyone) }
    let doubling = log(2.0) * log(2.0)
    let deviances = total.map { doubling * $0 / ridge }
    devianceOfDoubling = deviances
    isConstrained = deviances.map { $0 >= Self.devianceLimit }
  }
}

/// Sensitivities by sweeps back through the record with random signs as seeds.
private struct SignSweeps {
  let linearizer: Linearizer
  private let channels: [ReachChannel]
  private let offsets: [Double]
  private let residuals: [[Double]]
  private let states: [RoutingState?]
  private let options: PosteriorOptions

  init(
    _ problem: RoutingProblem, weights: RoutingWeights, fitting: [Range<Int>],
    options: PosteriorOptions
  ) throws {
    linearizer = try Linearizer(problem, fitting: fitting, options: options)
    channels = problem.channels(weights)
    offsets = weights[.offset]
    residuals = linearizer.residuals(weights).residuals
    states = linearizer.states(channels: channels)
    self.options = options
  }

  /// Gauge-days of some gauges.
  func days(_ gauges: [Int]) -> Double {
    Double(max(1, gauges.reduce(0) { $0 + residuals[$1].count { $0 != 0 } }))
  }

  /// Mean over gauge-days of the squared, standardized sensitivity to ln n, `[reach]`.
  func meanSquares(gauges: [Int]) -> [Double] {
    var sum = [Double](repeating: 0, count: channels.count)
    for pass in 0..<options.probePasses {
      let signs = linearizer.signs(seed: options.seed, pass: pass, residuals: residuals)
      let field = signs.indices.map { gauge in
        gauges.contains(gauge) ? signs[gauge] : signs[gauge].map { _ in 0 }
      }
      let rows = IndependentTasks.map(linearizer.blocks.count, threads: options.threads) {
        linearizer.slopes(
          linearizer.blocks[$0], field: field, initial: states[$0], channels: channels,
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
    return sum.map { $0 / (Double(options.probePasses) * days(gauges)) }
  }
}
