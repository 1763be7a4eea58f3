import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import Testing
import Training

@Suite("Temperature learned on a network, alone and with discharge")
struct NetworkTemperatureTests {
  /// The largest error of a group's directional derivative, over the larger of it and its norm.
  private func errors(
    _ trainer: Trainer, window: TrainingWindow, step: Double,
    groups: [RoutingWeights.Group]
  ) throws -> [RoutingWeights.Group: Double] {
    let weights = trainer.start().weights
    let gradient = try trainer.lossGradient(window, weights: weights).gradient
    #expect(gradient.count == weights.values.count)
    var generator = Xoshiro256StarStar(seed: 12)
    var result: [RoutingWeights.Group: Double] = [:]
    for group in groups {
      let range = weights.range(group)
      #expect(!range.isEmpty, "\(group)")
      let direction = range.map { _ in 2 * generator.nextUniform() - 1 }
      func loss(_ distance: Double) throws -> Double {
        var moved = weights
        for (index, slope) in zip(range, direction) { moved.values[index] += distance * slope }
        return try trainer.lossGradient(window, weights: moved).loss
      }
      // Fourth order.
      let difference =
        (8 * (try loss(step) - loss(-step)) - (try loss(2 * step) - loss(-2 * step)))
        / (12 * step)
      let product = zip(range, direction).reduce(0) { $0 + gradient[$1.0] * $1.1 }
      let norm = range.reduce(0) { $0 + abs(gradient[$1]) } / Double(range.count).squareRoot()
      #expect(norm > 1e-7, "\(group) has no influence")
      result[group] = abs(product - difference) / max(abs(difference), norm)
    }
    return result
  }

  @Test(
    "the joint loss's gradient is what differences say",
    arguments: [RouterConfiguration.Scheme.lagged, .conservative])
  func gradient(_ scheme: RouterConfiguration.Scheme) throws {
    let river = try WarmRiver(reaches: 9, days: 40, scheme: scheme)
    let reaches = [river.network.count - 1, 4]
    let truth = try river.truth(
      .init(reaches: 9, shade: 0.5, exchange: 1.4), reaches: reaches)
    let problem = river.problem(
      try .init(everythingOf: river), reaches: reaches, discharge: truth.discharge,
      temperature: WarmRiver.withGaps(truth.temperature), dispersion: 30)
    var options = try river.options(window: 24, warmUp: 4)
    options.dischargeWeight = 0.7
    options.temperatureWeight = 1.6
    let trainer = try Trainer(problem, options: options)
    let window = TrainingWindow(days: 8..<32, scored: 12..<32)
    let found = try errors(
      trainer, window: window, step: 1e-5,
      groups: [
        .roughness, .widthExponent, .widthFactor, .offset, .shade, .exchangeFactor,
        .dispersionFactor, .groundwaterShare, .groundwaterLag,
      ])
    for (group, error) in found { #expect(error < 1e-7, "\(group): \(error)") }
  }

  @Test("heat comes back to a factor on the inflow too")
  func inflowFactor() throws {
    let river = try WarmRiver(reaches: 9, days: 40)
    let reaches = [river.network.count - 1]
    let truth = try river.truth(.init(reaches: 9, shade: 0.5), reaches: reaches)
    let problem = river.problem(
      try .init(reaches: 9), reaches: reaches, temperature: truth.temperature, learnsFactor: true)
    var options = try river.options(window: 24, warmUp: 4)
    options.dischargeWeight = 0
    let trainer = try Trainer(problem, options: options)
    // Scaled inflow is rounded to single precision.
    let found = try errors(
      trainer, window: TrainingWindow(days: 8..<32, scored: 12..<32), step: 1e-3,
      groups: [.inflowFactor])
    #expect(try #require(found[.inflowFactor]) < 1e-4)
  }

  @Test("known shade and exchange are found again from one gauge at the outlet")
  func recovery() throws {
    let river = try WarmRiver(reaches: 25, days: 240, precision: .single)
    let outlet = [river.network.count - 1]
    let truth = try river.truth(
      .init(reaches: 25, shade: 0.55, exchange: 1.5), reaches: outlet)
    let problem = river.problem(
      try .init(reaches: 25, isLearned: true), reaches: outlet,
      temperature: WarmRiver.withGaps(truth.temperature))
    var options = try river.options(window: 80, warmUp: 20, epochs: 40, rate: 0.15, validation: 40)
    options.dischargeWeight = 0
    let trainer = try Trainer(problem, options: options)
    var checkpoint = trainer.start()
    #expect(try trainer.train(&checkpoint) == .finished)
    let weights = trainer.chosenWeights(checkpoint)
    let heat = try #require(problem.temperature).heatParameters(weights)
    #expect(abs(heat.shade[0] - 0.55) < 0.01, "shade \(heat.shade[0])")
    #expect(abs(heat.exchangeFactor[0] / 1.5 - 1) < 0.03, "exchange \(heat.exchangeFactor[0])")
    let found = try problem.evaluateTemperature(weights, days: 0..<240, reaches: outlet)
    let errors = (200..<239).map { found.temperature[0][$0] - truth.temperature[0][$0] }
    let rmse = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    #expect(rmse < 0.03, "\(rmse) K on held-out days")
  }

  @Test("stopped and resumed, on one thread or three: the same bits")
  func identity() throws {
    func trainer(threads: Int) throws -> Trainer {
      let river = try WarmRiver(reaches: 40, days: 120, precision: .single, threads: threads)
      let reaches = [river.network.count - 1, 7]
      let truth = try river.truth(.init(reaches: 40, shade: 0.5), reaches: reaches)
      let problem = river.problem(
        try .init(everythingOf: river), reaches: reaches, discharge: truth.discharge,
        temperature: WarmRiver.withGaps(truth.temperature))
      return try Trainer(
        problem, options: river.options(window: 40, warmUp: 10, epochs: 3, validation: 20))
    }
    let one = try trainer(threads: 1)
    var whole = one.start()
    _ = try one.train(&whole)

    let three = try trainer(threads: 3)
    var broken = three.start()
    var steps = 0
    let ending = try three.train(&broken, shouldStop: { steps == 4 }, watch: { _ in steps += 1 })
    #expect(ending == .interrupted)
    let saved = try JSONEncoder().encode(broken)
    var resumed = try JSONDecoder().decode(TrainingCheckpoint.self, from: saved)
    #expect(try three.train(&resumed) == .finished)
    #expect(resumed.weights.values.map(\.bitPattern) == whole.weights.values.map(\.bitPattern))
    #expect(resumed == whole)
  }
}
