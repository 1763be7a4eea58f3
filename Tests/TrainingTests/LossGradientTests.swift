import Testing
import Training

@Suite struct LossGradientTests {
  /// Each loss written out a second time, straight from its definition, on dual numbers.
  private func reference(
    _ loss: Loss, observed: [Double], simulated: [Dual], gauge: ObjectiveGauge
  ) -> Dual {
    let o = observed.map { Dual($0) }
    let s = simulated
    let pairs = Array(zip(s, o))
    switch loss {
    case .meanAbsolute: return pairs.map { ($0 - $1).magnitude }.mean
    case .meanSquared: return pairs.map { ($0 - $1) * ($0 - $1) }.mean
    case .normalizedSquared:
      return pairs.map { ($0 - $1) * ($0 - $1) }.mean / Dual(gauge.variance)
    case .klingGupta:
      let covariance = pairs.map { ($0 - s.mean) * ($1 - o.mean) }.mean
      let r = covariance / (s.populationDeviation * o.populationDeviation) - Dual(1)
      let alpha = s.populationDeviation / o.populationDeviation - Dual(1)
      let beta = s.mean / o.mean - Dual(1)
      return (r * r + alpha * alpha + beta * beta).squareRoot
    case .logSquared:
      let offset = Dual(0.01 * gauge.mean)
      let errors = pairs.map { ($0 + offset).logarithm - ($1 + offset).logarithm }
      return errors.map { $0 * $0 }.mean
    }
  }

  private struct Case {
    var observed: [Double]
    var simulated: [Double]
    var gauge: ObjectiveGauge

    init() throws {
      var numbers = TestNumbers(seed: 23)
      observed = numbers.series(30, scale: 40, above: 2)
      simulated = observed.map { $0 * (0.6 + 0.7 * numbers.next()) + 1 }
      gauge = try ObjectiveGauge(
        id: "a", trainingObservations: numbers.series(400, scale: 60, above: 1))
    }
  }

  @Test("value and gradient agree with dual numbers", arguments: Loss.allCases)
  func dual(loss: Loss) throws {
    let case_ = try Case()
    let objective = try Objective([.init(loss)], warmUpDays: 0)
    let evaluation = objective.evaluate(
      observed: [case_.observed], simulated: [case_.simulated], gauges: [case_.gauge])
    let largest = evaluation.gradients[0].map(abs).max()!
    for day in case_.simulated.indices {
      let simulated = case_.simulated.enumerated().map { Dual($1, slope: $0 == day ? 1 : 0) }
      let expected = reference(
        loss, observed: case_.observed, simulated: simulated, gauge: case_.gauge)
      #expect(abs(evaluation.loss - expected.value) <= 1e-12 * expected.value)
      #expect(abs(evaluation.gradients[0][day] - expected.slope) <= 1e-12 * largest)
    }
  }

  @Test("the gradient agrees with central differences", arguments: Loss.allCases)
  func centralDifferences(loss: Loss) throws {
    let case_ = try Case()
    let objective = try Objective([.init(loss)], warmUpDays: 0)
    func value(_ simulated: [Double]) -> Double {
      objective.evaluate(
        observed: [case_.observed], simulated: [simulated], gauges: [case_.gauge]
      ).loss
    }
    let gradient = objective.evaluate(
      observed: [case_.observed], simulated: [case_.simulated], gauges: [case_.gauge]
    ).gradients[0]
    let largest = gradient.map(abs).max()!
    let h = 1e-4
    for day in case_.simulated.indices {
      var up = case_.simulated
      var down = case_.simulated
      up[day] += h
      down[day] -= h
      let difference = (value(up) - value(down)) / (2 * h)
      #expect(abs(difference - gradient[day]) <= 1e-7 * largest)
    }
  }

  @Test("1 − NSE and 1 − KGE are those of Skill")
  func sameAsSkill() throws {
    let case_ = try Case()
    let gauge = try ObjectiveGauge(id: "a", trainingObservations: case_.observed)
    let skill = Skill(observed: case_.observed, simulated: case_.simulated)
    for (loss, score) in [(Loss.normalizedSquared, skill.nse), (.klingGupta, skill.kge)] {
      let evaluation = try Objective([.init(loss)], warmUpDays: 0).evaluate(
        observed: [case_.observed], simulated: [case_.simulated], gauges: [gauge])
      #expect(abs(evaluation.loss - (1 - score)) < 1e-14)
    }
  }

  @Test("at the observations every loss is zero and has no slope", arguments: Loss.allCases)
  func perfect(loss: Loss) throws {
    // Mean 2 and variance 1 are exact, so that KGE is exactly 1.
    let observed = [1.0, 3, 3, 1]
    let gauge = try ObjectiveGauge(id: "a", trainingObservations: observed)
    let evaluation = try Objective([.init(loss)], warmUpDays: 0)
      .evaluate(observed: [observed], simulated: [observed], gauges: [gauge])
    #expect(evaluation.loss == 0)
    #expect(evaluation.gradients == [[0, 0, 0, 0]])
  }
}
