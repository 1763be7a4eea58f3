import NeuralNetworks
import Testing

/// How the work is shared out and what is stored must not be seen in the results.
@Suite struct LSTMExecutionTests {
  /// More than one slice, the last chunk shorter than the others.
  static let large = LSTMCase(inputs: 5, hidden: 20, rows: 140, steps: 40, outputSteps: 30..<40)

  static func results<Scalar: LSTMScalar>(
    _ given: LSTMCase, _: Scalar.Type, threads: Int, memoryBudget: Int? = nil,
    tape: LSTMTape<Scalar> = LSTMTape()
  ) throws -> (forecast: LSTMForecast<Scalar>, gradient: LSTMGradient<Scalar>) {
    let forecast = try given.network(Scalar.self).forward(
      given.batch(Scalar.self), recordedOn: tape, from: given.state(Scalar.self),
      outputSteps: given.outputSteps, threads: threads, memoryBudget: memoryBudget)
    let gradient = tape.pullback(
      predictionGradient: Scalar.rounded(given.predictionGradient), wantsInputGradient: true,
      threads: threads)
    return (forecast, gradient)
  }

  @Test(arguments: [2, 16]) func threadsLeaveNoTrace(threads: Int) throws {
    let one = try Self.results(Self.large, Float.self, threads: 1)
    let many = try Self.results(Self.large, Float.self, threads: threads)
    #expect(one.forecast == many.forecast)
    #expect(one.gradient == many.gradient)
  }

  @Test func aSecondRunIsTheSame() throws {
    let first = try Self.results(Self.large, Double.self, threads: 2)
    let second = try Self.results(Self.large, Double.self, threads: 2)
    #expect(first.forecast == second.forecast)
    #expect(first.gradient == second.gradient)
  }

  /// Gates and cells of 140 rows, 40 steps, 20 units in double precision are 4.5 MB.
  @Test(arguments: [1, 2]) func recomputingLeavesNoTrace(threads: Int) throws {
    let stored = try Self.results(Self.large, Double.self, threads: 1)
    let tape = LSTMTape<Double>()
    let budget = 2_500_000
    _ = try Self.large.network(Double.self).forward(
      Self.large.batch(Double.self), recordedOn: tape, memoryBudget: budget)
    #expect(tape.isRecomputed)
    #expect(tape.byteCount <= budget && tape.byteCount > 0)
    let recomputed = try Self.results(
      Self.large, Double.self, threads: threads, memoryBudget: budget, tape: tape)
    #expect(stored.forecast == recomputed.forecast)
    #expect(stored.gradient == recomputed.gradient)
  }

  @Test func aBudgetTooSmallIsRefused() throws {
    let error = #expect(throws: NeuralNetworkError.self) {
      try Self.large.network(Double.self).forward(
        Self.large.batch(Double.self), recordedOn: LSTMTape(), memoryBudget: 1_000)
    }
    #expect(error?.subject == "memory budget")
    #expect(error?.found == "1000 bytes")
    #expect(error?.expected?.contains("140 rows, 40 steps") == true)
  }

  @Test func tapeMemoryIsUsedAgain() throws {
    let small = LSTMCase(inputs: 2, hidden: 6, rows: 4, steps: 20)
    let tape = LSTMTape<Float>()
    _ = try Self.results(Self.large, Float.self, threads: 1, tape: tape)
    let onUsedTape = try Self.results(small, Float.self, threads: 1, tape: tape)
    let onNewTape = try Self.results(small, Float.self, threads: 1)
    #expect(onUsedTape.gradient == onNewTape.gradient)
  }

  @Test func recordingDoesNotChangeTheForecast() throws {
    let given = Self.large
    let plain = try given.network(Float.self).forward(
      given.batch(Float.self), from: given.state(Float.self), outputSteps: given.outputSteps)
    #expect(try plain == Self.results(given, Float.self, threads: 1).forecast)
  }

  /// A run in two parts, the second from the state the first ended with.
  @Test func stateCarriesOver() throws {
    let whole = LSTMCase(inputs: 2, hidden: 9, rows: 1, steps: 40, outputSteps: 0..<40)
    let network = try whole.network(Double.self)
    let all = network.forward(whole.batch(Double.self), outputSteps: 0..<40)
    func part(_ steps: Range<Int>) -> SequenceBatch<Double> {
      SequenceBatch(
        inputs: Array(whole.inputs[steps.lowerBound * 2..<steps.upperBound * 2]), rowCount: 1,
        stepCount: steps.count, inputCount: 2)
    }
    let first = network.forward(part(0..<23), outputSteps: 0..<23)
    let second = network.forward(part(23..<40), from: first.finalState, outputSteps: 0..<17)
    for (a, b) in zip(first.predictions + second.predictions, all.predictions) {
      #expect(isClose(a, b, tolerance: 1e-14))
    }
    for (a, b) in zip(second.finalState.cell, all.finalState.cell) {
      #expect(isClose(a, b, tolerance: 1e-14))
    }
  }
}
