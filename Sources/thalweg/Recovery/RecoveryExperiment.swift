import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import SyntheticRivers
import Training

/// Makes observations with a known roughness, learns it again from what the gauges saw, and compares.
struct RecoveryExperiment {
  let run: RoutingRun
  let section: RecoverySection

  private var project: Project { run.project }

  /// The truth of a seed.
  struct Truth {
    /// s m^(−1/3), `[reach]`
    var roughness: [Double]
    /// Without scatter.
    var law: [Double]
  }

  func truth(seed: UInt64) throws -> Truth {
    guard project.areas.allSatisfy({ $0 > 0 }) else {
      throw InputError(
        "a recovery experiment needs the drainage area of every reach",
        file: project.dataset.file, layer: project.dataset.layer,
        count: project.areas.count { !($0 > 0) },
        remedy: "name the column in network.drainage_area")
    }
    let law = section.law(seed: seed)
    var smooth = law
    smooth.scatter = 0
    return Truth(
      roughness: try law.roughness(drainageSquareKilometres: project.areas).values,
      law: try smooth.roughness(drainageSquareKilometres: project.areas).values)
  }

  /// What training is given: observations of the truth, inflow with errors.
  func problem(_ truth: Truth, seed: UInt64) throws -> RoutingProblem {
    let base = try run.problem(offsets: project.gauges.map { _ in 0 })
    let span = run.periods.simulated
    let daily = base.evaluate(
      channels: channels(truth.roughness), offsets: project.gauges.map { _ in section.offsetHours },
      days: span
    ).daily
    let noise = ObservationNoise(deviation: section.observationNoise, seed: seed)
    let gauges = base.gauges.indices.map { index in
      RoutingProblem.Gauge(
        station: base.gauges[index].station, reach: base.gauges[index].reach,
        observed: noise.applied(to: daily[index], gauge: index),
        isTrained: base.gauges[index].isTrained)
    }
    let inflow = section.inflowErrors.applied(
      to: base.inflow, reachCount: project.network.count, stepsPerDay: base.stepsPerDay,
      seed: seed &+ Self.inflowStream)
    return base.replacing(inflow: inflow, gauges: gauges)
  }

  private func channels(_ roughness: [Double]) -> [ReachChannel] {
    let plain = run.plainChannels(roughness: RoutingRun.uniformRoughness)
    return plain.indices.map { reach in
      var channel = plain[reach]
      channel.roughness = roughness[reach]
      return channel
    }
  }

  private static let inflowStream: UInt64 = 0x1F10_0E44

  /// Learns from scratch and compares.
  func result(seed: UInt64) throws -> RecoveryResult {
    let clock = ContinuousClock()
    let start = clock.now
    let truth = try truth(seed: seed)
    let problem = try problem(truth, seed: seed)
    let section = project.configuration.uncertainty
    let (weights, mode) = try learned(problem)
    let members = (0..<(mode == nil ? 0 : section.ensemble))
      .map { mode!.member($0, seed: section.options.seed &+ seed) }
    let ensemble =
      members.isEmpty
      ? nil
      : RoughnessEnsemble(members, problem: problem, confidence: section.confidence)
    return try compared(
      truth, problem: problem, weights: weights, mode: mode, ensemble: ensemble, seed: seed,
      seconds: { (clock.now - start).seconds })
  }

  private func learned(
    _ problem: RoutingProblem
  ) throws -> (RoutingWeights, PosteriorMode?) {
    if project.configuration.training.method == .gaussNewton {
      let mode = try run.mostProbable(problem, tells: false)
      return (mode.weights, mode)
    }
    let trainer = try run.trainer(problem)
    var checkpoint = trainer.start()
    if try trainer.train(&checkpoint, shouldStop: { Interruption.isRequested }) == .interrupted {
      throw MemberInterrupted()
    }
    let weights = trainer.chosenWeights(checkpoint)
    let options = project.configuration.uncertainty
    guard options.ensemble > 0, problem.prior(offsetDeviation: options.options.offsetDeviation) != nil
    else { return (weights, nil) }
    return (weights, try run.mostProbable(problem, from: weights, tells: false))
  }

  private func compared(
    _ truth: Truth, problem: RoutingProblem, weights: RoutingWeights, mode: PosteriorMode?,
    ensemble: RoughnessEnsemble?, seed: UInt64, seconds: () -> Double
  ) throws -> RecoveryResult {
    let configuration = project.configuration
    let roughness = problem.channels(weights).map(\.roughness)
    let seen = run.seen
    let subset = roughness.indices.filter { seen[$0] }
    let reference = section.referenceArea
    let law = try AreaLaw(
      fitting: subset.map { roughness[$0] }, areas: subset.map { project.areas[$0] },
      referenceArea: reference)
    let laws = ensemble?.laws(areas: project.areas, referenceArea: reference, reaches: subset) ?? []
    func interval(_ values: [Double]) -> [Double]? {
      guard let ensemble, !values.isEmpty else { return nil }
      let interval = ensemble.interval(values)
      return [interval.lowerBound, interval.upperBound]
    }
    func score(_ learned: [Double], _ reaches: [Int], intervals: Bool = true) -> RecoveryScore {
      RecoveryScore(
        learned: learned, truth: truth.roughness, law: truth.law, subset: reaches,
        intervals: intervals ? ensemble.map { ($0.lower, $0.upper) } : nil)
    }
    var found: MapIdentifiability?
    if configuration.uncertainty.sensitivity {
      found = try MapIdentifiability(
        problem, weights: weights, exponent: configuration.uncertainty.profile ? law.exponent : nil,
        seen: seen, fitting: run.fittingDays, options: configuration.uncertainty.options)
    }
    let uniform = roughness.map { _ in RoutingRun.uniformRoughness }
    let unseen = roughness.indices.filter { !seen[$0] }
    return RecoveryResult(
      seed: seed, loss: fitLoss(problem, roughness: roughness, offsets: weights[.offset]),
      uniformLoss: fitLoss(
        problem, roughness: uniform, offsets: project.gauges.map { _ in section.offsetHours }),
      exponent: .init(
        value: law.exponent, truth: section.exponent, interval: interval(laws.map(\.exponent))),
      coefficient: .init(
        value: law.coefficient, truth: section.coefficient,
        interval: interval(laws.map(\.coefficient))),
      timeOffsets: Dictionary(
        uniqueKeysWithValues: project.gauges.indices.map { gauge in
          (
            project.gauges[gauge].station,
            .init(
              value: weights[.offset][gauge], truth: section.offsetHours,
              interval: interval(ensemble?.members.map { $0[.offset][gauge] } ?? []))
          )
        }),
      seen: score(roughness, subset),
      unseen: unseen.isEmpty ? nil : score(roughness, unseen),
      constrained: found.map { found in
        score(roughness, roughness.indices.filter { found.sensitivity?.isConstrained[$0] == true })
      },
      uniform: score(uniform, subset, intervals: false),
      profileInterval: found?.profile?.interval,
      exponentDoubt: doubt(problem, mode: mode, laws: laws), inflation: mode?.inflation,
      seconds: seconds())
  }

  /// Deviation of the members' exponents over that of the prior's.
  private func doubt(
    _ problem: RoutingProblem, mode: PosteriorMode?, laws: [AreaLaw]
  ) -> Double? {
    let before = project.configuration.parameters.roughness.exponentDeviation
    guard mode != nil, laws.count > 1, before > 0 else { return nil }
    let values = laws.map(\.exponent)
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot() / before
  }

  /// 1 − NSE on the fitting days, mean over the gauges.
  private func fitLoss(
    _ problem: RoutingProblem, roughness: [Double], offsets: [Double]
  ) -> Double {
    let daily = problem.evaluate(
      channels: channels(roughness), offsets: offsets, days: run.periods.simulated
    ).daily
    let losses = problem.efficiencies(daily, days: run.fittingDays).map { 1 - $0 }
    return losses.reduce(0, +) / Double(losses.count)
  }
}
