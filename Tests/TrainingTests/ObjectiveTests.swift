import Foundation
import RiverNetworks
import Testing
import Training

@Suite struct ObjectiveTests {
  private func gauge(
    _ id: String = "a", _ observations: [Double] = [1, 3], weight: Double = 1
  ) throws -> ObjectiveGauge {
    try ObjectiveGauge(id: id, trainingObservations: observations, weight: weight)
  }

  @Test("the moments are those of the training observations present")
  func moments() throws {
    let gauge = try gauge("a", [1, .nan, 3])
    #expect(gauge.mean == 2)
    #expect(gauge.variance == 1)
    #expect(gauge.days == 2)
    #expect(gauge.logOffset == 0.02)
  }

  @Test("the variance that normalises is that of training, not of the window")
  func normalisation() throws {
    let objective = try Objective([.init(.normalizedSquared)], warmUpDays: 0)
    let evaluation = objective.evaluate(
      observed: [[10, 30]], simulated: [[12, 30]], gauges: [try gauge("a", [0, 20, 0, 20])])
    #expect(evaluation.loss == 4.0 / 2 / 100)
  }

  @Test("every observed day counts once, times its gauge's weight")
  func gaugeWeights() throws {
    let objective = try Objective([.init(.meanAbsolute)], warmUpDays: 0)
    let evaluation = objective.evaluate(
      observed: [[1, 1], [1, .nan]], simulated: [[2, 2], [6, 6]],
      gauges: [try gauge("a"), try gauge("b", weight: 2)])
    // Two days of error 1 and one of error 5 that counts twice.
    #expect(evaluation.loss == 12.0 / 4)
    #expect(evaluation.gradients == [[0.25, 0.25], [0.5, 0]])
    #expect(evaluation.scoredDays == 3)
    #expect(evaluation.unsimulatedDays == 0)
  }

  @Test("a gauge of weight zero is watched, not trained on")
  func zeroWeight() throws {
    let objective = try Objective([.init(.meanAbsolute)], warmUpDays: 0)
    let evaluation = objective.evaluate(
      observed: [[1, 1], [1, 1]], simulated: [[2, 2], [9, 9]],
      gauges: [try gauge("a"), try gauge("b", weight: 0)])
    #expect(evaluation.loss == 1)
    #expect(evaluation.gradients[1] == [0, 0])
    #expect(evaluation.scoredDays == 2)
  }

  @Test("terms add up with their weights, values and gradients alike")
  func combination() throws {
    var numbers = TestNumbers(seed: 31)
    let observed = [numbers.series(20, above: 1)]
    let simulated = [numbers.series(20, above: 1)]
    let gauges = [try gauge("a", numbers.series(50, above: 1))]
    let losses: [(Loss, Double)] = [(.normalizedSquared, 1), (.logSquared, 0.2), (.klingGupta, 3)]
    let sum = try Objective(losses.map { .init($0, weight: $1) }, warmUpDays: 3)
      .evaluate(observed: observed, simulated: simulated, gauges: gauges)
    var loss = 0.0
    var gradient = [Double](repeating: 0, count: 20)
    for (index, (term, weight)) in losses.enumerated() {
      let single = try Objective([.init(term)], warmUpDays: 3)
        .evaluate(observed: observed, simulated: simulated, gauges: gauges)
      #expect(sum.termLosses[index] == single.loss)
      loss += weight * single.loss
      for day in 0..<20 { gradient[day] += weight * single.gradients[0][day] }
    }
    #expect(abs(sum.loss - loss) < 1e-14)
    for day in 0..<20 { #expect(abs(sum.gradients[0][day] - gradient[day]) < 1e-14) }
  }

  @Test("warm-up days, days out of the scored range and missing days have no say")
  func unscoredDays() throws {
    let observed = [9.0, 9, 1, .nan, 3, 9]
    let simulated = [0.0, 0, 2, 7, 3.5, 0]
    let evaluation = try Objective([.init(.meanSquared)], warmUpDays: 2).evaluate(
      observed: [observed], simulated: [simulated], gauges: [try gauge()], scored: 1..<5)
    #expect(evaluation.loss == (1 + 0.25) / 2)
    #expect(evaluation.gradients == [[0, 0, 1, 0, 0.5, 0]])
    #expect(evaluation.scoredDays == 2)
  }

  @Test("observed days without a simulation are masked and counted")
  func unsimulated() throws {
    let evaluation = try Objective([.init(.meanAbsolute)], warmUpDays: 1).evaluate(
      observed: [[1, 1, 1, .nan]], simulated: [[.nan, 3, .nan, .nan]], gauges: [try gauge()])
    #expect(evaluation.loss == 2)
    #expect(evaluation.scoredDays == 1)
    #expect(evaluation.unsimulatedDays == 1)
  }

  @Test("a window without observations has no loss and no gradient")
  func nothingToScore() throws {
    let evaluation = try Objective([.init(.meanAbsolute)], warmUpDays: 1).evaluate(
      observed: [[1, .nan]], simulated: [[1, 2]], gauges: [try gauge()])
    #expect(!evaluation.isDefined)
    #expect(evaluation.loss.isNaN)
    #expect(evaluation.gradients == [[0, 0]])
    #expect(evaluation.scoredDays == 0)
  }

  @Test("a gauge on which a term is undefined is left out of that term alone, and named")
  func undefinedGauge() throws {
    let objective = try Objective([.init(.klingGupta), .init(.meanAbsolute)], warmUpDays: 0)
    let evaluation = objective.evaluate(
      observed: [[2, 2, 2], [1, 2, 4]], simulated: [[3, 3, 4], [1, 3, 5]],
      gauges: [try gauge("a"), try gauge("b")])
    #expect(evaluation.undefinedGauges == [[0], []])
    let skill = Skill(observed: [1, 2, 4], simulated: [1, 3, 5])
    #expect(abs(evaluation.termLosses[0] - (1 - skill.kge)) < 1e-14)
    #expect(evaluation.termLosses[1] == 6.0 / 6)
    #expect(evaluation.isDefined)
  }

  @Test("where a term is undefined at all gauges the window teaches nothing")
  func undefinedTerm() throws {
    let objective = try Objective([.init(.klingGupta), .init(.meanAbsolute)], warmUpDays: 0)
    let evaluation = objective.evaluate(
      observed: [[2, 2, 2]], simulated: [[3, 3, 4]], gauges: [try gauge()])
    #expect(!evaluation.isDefined)
    #expect(evaluation.termLosses[0].isNaN)
    #expect(evaluation.termLosses[1].isFinite)
    #expect(evaluation.gradients == [[0, 0, 0]])
  }

  @Test("a negative flow beyond the offset has no logarithm: undefined, not clipped")
  func negativeFlow() throws {
    let objective = try Objective([.init(.logSquared)], warmUpDays: 0)
    let evaluation = objective.evaluate(
      observed: [[2, 2]], simulated: [[-1, 2]], gauges: [try gauge("a", [1, 3])])
    #expect(evaluation.undefinedGauges == [[0]])
  }

  @Test("gauges that cannot be trained on are refused by name")
  func check() throws {
    let constant = try gauge("dam", [5, 5, 5])
    let dry = try gauge("wadi", [0, 0])
    let fine = try gauge("river")
    let normalised = try Objective([.init(.normalizedSquared)], warmUpDays: 0)
    try normalised.check([fine])
    let error = #expect(throws: InputError.self) { try normalised.check([fine, constant]) }
    #expect(error?.ids == ["dam"])
    let logarithmic = try Objective([.init(.logSquared)], warmUpDays: 0)
    let dryError = #expect(throws: InputError.self) { try logarithmic.check([dry, fine]) }
    #expect(dryError?.ids == ["wadi"])
    #expect(throws: InputError.self) { try normalised.check([gauge("a", weight: 0)]) }
    try Objective([.init(.meanAbsolute)], warmUpDays: 0).check([constant, dry])
  }

  @Test("a gauge without a training observation, or with a bad weight, is an error")
  func badGauges() {
    #expect(throws: InputError.self) { try gauge("a", [.nan, .nan]) }
    #expect(throws: InputError.self) { try gauge("a", []) }
    #expect(throws: InputError.self) { try gauge("a", [1, .infinity]) }
    #expect(throws: InputError.self) { try gauge("a", weight: -1) }
    #expect(throws: InputError.self) { try gauge("a", weight: .nan) }
  }

  @Test("a configuration is read, checked and written back")
  func configuration() throws {
    let json =
      #"{"terms": [{"loss": "nse"}, {"loss": "log_mse", "weight": 0.2}], "warm_up_days": 5}"#
    let objective = try JSONDecoder().decode(Objective.self, from: Data(json.utf8))
    #expect(
      try objective
        == Objective([.init(.normalizedSquared), .init(.logSquared, weight: 0.2)], warmUpDays: 5))
    let back = try JSONDecoder().decode(
      Objective.self, from: JSONEncoder().encode(objective))
    #expect(back == objective)
  }

  @Test(
    "a wrong configuration is refused",
    arguments: [
      #"{"terms": [], "warm_up_days": 5}"#,
      #"{"terms": [{"loss": "nsee"}], "warm_up_days": 5}"#,
      #"{"terms": [{"loss": "nse", "weight": 0}], "warm_up_days": 5}"#,
      #"{"terms": [{"loss": "nse", "weight": -1}], "warm_up_days": 5}"#,
      #"{"terms": [{"loss": "nse"}], "warm_up_days": -1}"#,
    ])
  func wrongConfiguration(json: String) {
    #expect(throws: InputError.self) {
      try JSONDecoder().decode(Objective.self, from: Data(json.utf8))
    }
  }
}
