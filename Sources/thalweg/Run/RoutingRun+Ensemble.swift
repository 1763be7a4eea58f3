import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import Training

extension RoutingRun {
  /// Weights that prior and gauges allow.
  ///
  /// Where every learned weight has a prior, they are drawn from the posterior about its mode
  /// (``PosteriorMode/member(_:seed:)``). Else each member is a training of its own, with its own
  /// seed, on observations whose errors were drawn anew in blocks; it is kept in `ensemble/`, and a
  /// run that is taken up again trains only the members that are missing.
  func ensemble(
    _ weights: RoutingWeights, mode: PosteriorMode?, problem: RoutingProblem,
    folder: RunFolder, resuming: Bool
  ) throws -> EnsembleRecord? {
    let (problem, weights) = try problem.holdingInflow(weights)
    let section = project.configuration.uncertainty
    guard section.ensemble > 0 else { return nil }
    let seed = section.options.seed
    if problem.prior(offsetDeviation: section.options.offsetDeviation) != nil {
      let mode = try mode ?? mostProbable(problem, from: weights)
      console.line("ensemble: \(section.ensemble) members drawn about the most probable weights")
      return EnsembleRecord(
        method: "randomised maximum a posteriori, linear about the mode", seed: seed,
        members: (0..<section.ensemble).map { mode.member($0, seed: seed) })
    }
    return EnsembleRecord(
      method: "trained on observations whose errors were drawn anew; no prior: too narrow where "
        + "the gauges say little",
      seed: seed,
      members: try trainedMembers(
        weights, problem: problem, folder: folder, resuming: resuming))
  }

  private func trainedMembers(
    _ weights: RoutingWeights, problem: RoutingProblem, folder: RunFolder, resuming: Bool
  ) throws -> [RoutingWeights] {
    let section = project.configuration.uncertainty
    console.line(
      "ensemble: \(section.ensemble) trainings; a parameter has no prior, so intervals tell how "
        + "much the errors of the observations matter, not all that is unknown")
    try folder.makeFolder("ensemble")
    let simulated = problem.evaluate(
      channels: problem.channels(weights), offsets: weights[.offset], days: periods.train
    ).daily
    let done = MembersDone(count: section.ensemble, console: console)
    let results = MemberTraining.map(section.ensemble, threads: section.options.threads) {
      number -> Result<RoutingWeights, any Error> in
      Result {
        let name = "ensemble/member-\(number).json"
        if resuming, folder.exists(name) {
          return try folder.readJSON(name, as: RoutingWeights.self)
        }
        let redrawn = RedrawnErrors(
          blockDays: section.options.blockDays, seed: section.options.seed, member: number)
        let trainer = try self.trainer(
          problem.replacing(gauges: redrawn.gauges(problem.gauges, simulated: simulated)),
          member: number)
        var checkpoint = trainer.start()
        let ending = try trainer.train(
          &checkpoint, shouldStop: { Interruption.isRequested })
        guard ending != .interrupted else { throw MemberInterrupted() }
        let member = trainer.chosenWeights(checkpoint)
        try folder.writeJSON(name, member)
        done.count()
        return member
      }
    }
    return try results.map { try $0.get() }
  }
}

/// A member's training was stopped by the user.
struct MemberInterrupted: Error {}

/// Counts finished members, on any thread.
private final class MembersDone: @unchecked Sendable {
  private let total: Int
  private let console: Console
  private let lock = NSLock()
  private var finished = 0

  init(count: Int, console: Console) {
    total = count
    self.console = console
  }

  func count() {
    lock.withLock {
      finished += 1
      console.progress("ensemble: \(finished) of \(total) members trained")
    }
  }
}
