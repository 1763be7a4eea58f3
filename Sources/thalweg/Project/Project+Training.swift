import NeuralNetworks
import Training

extension Project {
  /// How the configuration wants a model trained.
  /// - Parameter member: of an ensemble, with windows of its own
  func trainingOptions(_ periods: RunPeriods, member: Int? = nil) throws -> TrainingOptions {
    let section = configuration.training
    let windows = try TrainingWindows(
      period: periods.train,
      validation: periods.validation.map { .ranges([$0]) } ?? .none,
      windowDays: section.windowDays, warmUpDays: section.warmUpDays)
    let steps = (windows.epoch(0, seed: section.seed).count + section.batch - 1) / section.batch
    var options = try TrainingOptions(
      objective: try Objective(section.losses, warmUpDays: 0), windows: windows,
      epochs: section.epochs, batch: section.batch,
      learningRate: .cosine(
        initial: section.learningRate, final: section.finalLearningRate,
        over: max(steps * section.epochs, 1)),
      rateFactors: [
        .offset: section.offsetRateFactor, .widthFactor: section.widthRateFactor,
        .widthExponent: section.widthRateFactor, .inflowFactor: section.inflowRateFactor,
        .runoff: configuration.runoff?.rateFactor ?? 1,
      ],
      clipping: try section.clipNorm.map { try GradientClipping(maximumNorm: $0) },
      patience: section.patience,
      seed: section.seed &+ UInt64(member.map { $0 + 1 } ?? 0))
    options.priorWeight = section.priorWeight
    options.keepsBest = section.keep == .best
    return options
  }
}
