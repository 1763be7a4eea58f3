import Foundation
import NeuralNetworks
import Testing

/// What training is made of: start, dropout, loss, and that all of it together learns.
@Suite struct LSTMTrainingTests {
  @Test func startsAsPyTorchDoesWithAForgetBias() throws {
    let shape = try LSTMShape(inputCount: 32, hiddenCount: 256)
    // The count that the literature names for this size.
    #expect(shape.parameterCount == 297_217)
    var generator = Xoshiro256StarStar(seed: 2)
    let network = LSTM<Float>(shape: shape, using: &generator)
    let bias = Array(network.values(of: .hiddenBias))
    #expect(bias[256..<512].allSatisfy { $0 == 3 })
    #expect((bias[..<256] + bias[512...]).allSatisfy { abs($0) <= 1 / 16 })
    let weights = network.values(of: .hiddenWeight)
    #expect(weights.allSatisfy { abs($0) <= 1 / 16 } && weights.contains { abs($0) > 0.06 })
    let variance = weights.reduce(0) { $0 + $1 * $1 } / Float(weights.count)
    // Of a uniform variate in ±a: a²/3.
    #expect(abs(variance * 768 - 1) < 0.02)
  }

  @Test func refusesWhatIsNoNetwork() throws {
    #expect(throws: NeuralNetworkError.self) { try LSTMShape(inputCount: 0, hiddenCount: 4) }
    let shape = try LSTMShape(inputCount: 1, hiddenCount: 1)
    let short = #expect(throws: NeuralNetworkError.self) {
      try LSTM<Double>(shape: shape, parameters: [1, 2])
    }
    #expect(short?.found == "2 parameters")
    var values = [Double](repeating: 0, count: shape.parameterCount)
    values[3] = .nan
    let bad = #expect(throws: NeuralNetworkError.self) {
      try LSTM<Double>(shape: shape, parameters: values)
    }
    #expect(bad?.count == 1)
  }

  @Test func dropoutKeepsTheMean() throws {
    var generator = Xoshiro256StarStar(seed: 8)
    let factors: [Double] = try Dropout(rate: 0.4).factors(count: 100_000, using: &generator)
    #expect(Set(factors) == [0, 1 / 0.6])
    // Standard deviation of the mean: sqrt(0.4 / 0.6 / 100 000) = 0.0026.
    #expect(abs(factors.reduce(0, +) / 100_000 - 1) < 0.01)
    var same = Xoshiro256StarStar(seed: 8)
    #expect(try factors == Dropout(rate: 0.4).factors(count: 100_000, using: &same))
    #expect(throws: NeuralNetworkError.self) { try Dropout(rate: 1) }
  }

  @Test func lossByHand() throws {
    let value = try NormalizedSquareError.evaluate(
      predictions: [1.0, 2, 3], targets: [2, .nan, 7], deviations: [0.9, .nan, 1.9],
      isObserved: [true, false, true])
    // (1/1² + 16/2²) / 2
    #expect(isClose(value.loss, 2.5, tolerance: 1e-15))
    #expect(value.observedCount == 2)
    #expect(isClose(value.gradient[0], -1, tolerance: 1e-15))
    #expect(value.gradient[1] == 0)
    #expect(isClose(value.gradient[2], -1, tolerance: 1e-15))
  }

  @Test func lossRefusesWhatIsNoObservation() {
    #expect(throws: NeuralNetworkError.self) {
      try NormalizedSquareError.evaluate(
        predictions: [1.0], targets: [2], deviations: [1], isObserved: [false])
    }
    for (target, deviation) in [(Double.nan, 1.0), (1, -1), (1, .nan)] {
      let error = #expect(throws: NeuralNetworkError.self) {
        try NormalizedSquareError.evaluate(
          predictions: [1, 1], targets: [2, target], deviations: [1, deviation],
          isObserved: [true, true])
      }
      #expect(error?.count == 1)
    }
  }

  /// A leaky bucket of rain: the network must remember to predict it.
  @Test func learnsAReservoir() throws {
    var generator = Xoshiro256StarStar(seed: 31)
    let (rows, steps) = (16, 12)
    var inputs: [Float] = []
    var targets: [Float] = []
    for _ in 0..<rows {
      var storage = 0.0
      for _ in 0..<steps {
        let rain = generator.nextUniform()
        storage = 0.8 * storage + rain
        inputs.append(Float(rain - 0.5))
        targets.append(Float(storage))
      }
    }
    let count = targets.count
    let mean = targets.reduce(0, +) / Float(count)
    let squares = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Float(count)).squareRoot()
    let batch = SequenceBatch(inputs: inputs, rowCount: rows, stepCount: steps, inputCount: 1)
    var network = LSTM<Float>(
      shape: try LSTMShape(inputCount: 1, hiddenCount: 8), using: &generator)
    var weights = Float.widened(network.parameters)
    var adam = Adam(weightCount: weights.count)
    let tape = LSTMTape<Float>()
    var losses: [Float] = []
    for _ in 0..<100 {
      let forecast = try network.forward(batch, recordedOn: tape, outputSteps: 0..<steps)
      let value = try NormalizedSquareError.evaluate(
        predictions: forecast.predictions, targets: targets,
        deviations: [Float](repeating: deviation, count: count),
        isObserved: [Bool](repeating: true, count: count))
      losses.append(value.loss)
      let gradient = tape.pullback(predictionGradient: value.gradient)
      try adam.update(
        weights: &weights, gradient: Float.widened(gradient.parameters), learningRate: 0.03)
      try network.setParameters(Float.rounded(weights))
    }
    // The mean of the targets would score (s / (s + ε))², below 1.
    #expect(losses.last! < 0.1, "loss from \(losses[0]) to \(losses.last!)")
  }

  @Test func benchmarkCountsItsRuns() throws {
    let benchmark = try LSTMBenchmark(
      rowCount: 3, stepCount: 5, inputCount: 2, hiddenCount: 4, repetitions: 2)
    #expect(benchmark.forwardSeconds.count == 2 && benchmark.trainingStepSeconds.count == 2)
    // Gates and cells of every step, and the first state.
    #expect(benchmark.tapeBytes == 3 * 4 * (5 * 5 + 2) * 4)
    #expect(!benchmark.isRecomputed && !benchmark.kernels.isEmpty)
    #expect(throws: NeuralNetworkError.self) {
      try LSTMBenchmark(rowCount: 0, stepCount: 5, inputCount: 2, hiddenCount: 4)
    }
  }
}
