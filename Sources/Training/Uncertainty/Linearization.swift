import NeuralNetworks
import ReachOperators
import RiverModels

/// A routing problem at given weights, as a linear least-squares problem sees it.
///
/// With the standardized residuals r = (observed − simulated) / σ of all scored gauge-days and their
/// sensitivities J = ∂(simulated / σ) / ∂weights, σ that of the gauge and day, block B of days contributes its score
/// J_Bᵀ r_B and, for a random sign v of every gauge-day, its probe J_Bᵀ v_B. The scores add up to the
/// gradient of −½ Σ r². The outer products of the probes add up, in the mean, to Jᵀ J: a sketch of
/// the curvature from as many reverse sweeps as there are blocks, which together cover the record
/// once.
///
/// Source of sign probes: Hutchinson (1989), doi:10.1080/03610918908812806.
package struct Linearization: Sendable {
  /// Gauge-days with a residual, n.
  package let days: Int
  /// Σ r² / n: the loss `nse`, where errors are believed equal on all days.
  package let loss: Double
  /// What is made least: the loss, corrected where inflow errs (``CorrectedScores``).
  package let objective: Double
  /// Daily means, m³ s⁻¹, `[gauge][day]`, NaN where not simulated.
  package let simulated: [[Double]]
  /// J_Bᵀ r_B, corrected likewise, `[block][weight]`
  package let scores: [[Double]]
  /// J_Bᵀ v_B, `[pass × block][weight]`
  package let probes: [[Double]]
}

/// Makes linearizations of a routing problem.
package struct Linearizer: Sendable {
  /// As it was given, for whole simulations.
  let whole: RoutingProblem
  /// On one thread, for many blocks side by side.
  let problem: RoutingProblem
  let gauges: [ObjectiveGauge]
  /// Standard deviation by which a day's residual is divided, but for a common factor, m³ s⁻¹,
  /// `[gauge][day]`; NaN where nothing was observed.
  let deviations: [[Double]]
  package let blocks: [DayBlock]
  /// What corrects loss and scores for errors of the inflow; nil where none are believed in.
  var correction: CorrectedScores?
  /// Days simulated.
  let span: Range<Int>
  let threads: Int

  /// - Parameters:
  ///   - fitting: days on which residuals count
  package init(_ problem: RoutingProblem, fitting: [Range<Int>], options: PosteriorOptions) throws {
    whole = problem
    self.problem = problem.onOneThread
    threads = options.threads
    let gauges = try problem.gauges.map { try ObjectiveGauge($0, fitting: fitting) }
    try Objective([.init(.normalizedSquared)], warmUpDays: 0).check(gauges)
    self.gauges = gauges
    deviations = gauges.indices.map { index in
      let deviation = gauges[index].variance.squareRoot()
      let mean = gauges[index].mean
      return problem.gauges[index].observed.map { observed in
        switch options.errorModel {
        case .constant: observed.isNaN ? .nan : deviation
        case .growing: deviation * (max(observed, 0) + mean) / (2 * mean)
        }
      }
    }
    let first = max(0, fitting[0].lowerBound - options.spinUpDays)
    let lead = DayBlock.lead(of: problem.network)
    blocks = DayBlock.blocks(
      of: fitting, length: options.blockDays, lead: lead, first: first,
      warmUp: min(options.spinUpDays, lead))
    span = first..<(blocks.last?.scored.upperBound ?? first)
    correction = try CorrectedScores(problem, fitting: fitting, options: options)
  }

  /// Simulated daily means, `[gauge][day]`, and the standardized residuals of the scored days, zero
  /// elsewhere.
  package func residuals(
    _ weights: RoutingWeights
  ) -> (simulated: [[Double]], residuals: [[Double]], days: Int) {
    let simulated = whole.evaluate(
      channels: problem.channels(weights), offsets: weights[.offset], days: span
    ).daily
    return standardized(simulated)
  }

  /// Mean squared standardized residual, on all days at once, corrected where inflow errs.
  package func objective(_ weights: RoutingWeights) -> Double {
    let result = residuals(weights)
    let loss = Self.squares(result.residuals) / Double(max(result.days, 1))
    return correction?.objective(loss, weights) ?? loss
  }

  static func squares(_ residuals: [[Double]]) -> Double {
    residuals.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
  }

  func standardized(
    _ simulated: [[Double]]
  ) -> (simulated: [[Double]], residuals: [[Double]], days: Int) {
    var days = 0
    let residuals = gauges.indices.map { gauge in
      var residuals = [Double](repeating: 0, count: problem.dayCount)
      // A gauge that is only scored has nothing to say.
      guard problem.gauges[gauge].isTrained else { return residuals }
      for block in blocks {
        for day in block.scored {
          let residual = problem.gauges[gauge].observed[day] - simulated[gauge][day]
          guard residual.isFinite else { continue }
          residuals[day] = residual / deviations[gauge][day]
          days += 1
        }
      }
      return residuals
    }
    return (simulated, residuals, days)
  }

  /// - Parameters:
  ///   - passes: how often the record is covered with probes; 0 for scores alone
  ///   - seed: of the signs
  package func linearized(_ weights: RoutingWeights, passes: Int, seed: UInt64) -> Linearization {
    let channels = problem.channels(weights)
    let result = residuals(weights)
    let states = self.states(channels: channels)
    let offsets = weights[.offset]
    let signs = (0..<passes).map { self.signs(seed: seed, pass: $0, residuals: result.residuals) }
    let fields = [result.residuals] + signs
    let rows = IndependentTasks.map(blocks.count * fields.count, threads: threads) { task in
      let block = task % blocks.count
      let slopes = self.slopes(
        blocks[block], field: fields[task / blocks.count], initial: states[block],
        channels: channels, offsets: offsets)
      return problem.pulledBack(
        channels: slopes.channels, offsets: slopes.offsets, logInflowFactor: [], runoff: [],
        weights: weights)
    }
    let loss = Self.squares(result.residuals) / Double(max(result.days, 1))
    let plain = Linearization(
      days: result.days, loss: loss, objective: loss, simulated: result.simulated,
      scores: Array(rows[..<blocks.count]), probes: Array(rows[blocks.count...]))
    return correction?.corrected(plain, weights, seed: seed) ?? plain
  }

  /// Σ over the block's gauge-days of field × sensitivity, to every channel and offset.
  func slopes(
    _ block: DayBlock, field: [[Double]], initial: RoutingState?, channels: [ReachChannel],
    offsets: [Double]
  ) -> (channels: [ReachChannelAdjoint], offsets: [Double]) {
    var offsetGradient = offsets.map { _ in 0.0 }
    let steps = problem.simulatedSpan(block.days)
    let averaging = problem.averaging
    let gradient = problem.router.gradient(
      channels: channels, lateral: problem.inflow.advanced(by: steps.first),
      steps: steps.steps, initial: initial, records: problem.gaugePositions
    ) { simulation in
      simulation.records.indices.map { gauge in
        let series = simulation.records[gauge].map { Float($0) }
        let inside = averaging.insideWindows(samples: series.count, offsetHours: offsets[gauge])
        let means = block.days.enumerated().map { place, day -> Double in
          block.scored.contains(day) && inside.contains(place) && field[gauge][day] != 0
            ? field[gauge][day] / deviations[gauge][day] : 0
        }
        let pulled = averaging.gradient(
          ofMeans: means, series: series, offsetHours: offsets[gauge])
        offsetGradient[gauge] = pulled.offset
        return pulled.series
      }
    }
    return (gradient.channels, offsetGradient)
  }

  /// The river at the beginning of every block's lead; nil at the start of the simulation.
  func states(channels: [ReachChannel]) -> [RoutingState?] {
    let perDay = problem.stepsPerDay
    let stream = whole.router.stream(
      channels: channels,
      initial: .hotStart(problem.inflow.advanced(by: span.lowerBound * perDay)), records: [])
    var known: [Int: RoutingState] = [:]
    var day = span.lowerBound
    for next in Set(blocks.map(\.days.lowerBound)).sorted() where next > span.lowerBound {
      _ = stream.advance(problem.inflow.advanced(by: day * perDay), (next - day) * perDay, nil)
      known[next] = stream.state()
      day = next
    }
    return blocks.map { known[$0.days.lowerBound] }
  }

  /// A random sign for every gauge-day that has a residual, zero elsewhere.
  func signs(seed: UInt64, pass: Int, residuals: [[Double]]) -> [[Double]] {
    residuals.indices.map { gauge in
      var generator = SplitMix64(seed: seed, stream: UInt64(pass * residuals.count + gauge))
      return residuals[gauge].map { residual in
        let sign = generator.next() >> 63 == 0 ? 1.0 : -1.0
        return residual == 0 ? 0 : sign
      }
    }
  }
}
