import NeuralNetworks
import RiverModels
import Testing

@Suite("Runoff: simulation and its gradient")
struct RunoffModelTests {
  @Test("A day's runoff does not depend on the days asked for with it")
  func stretches() throws {
    let sample = try RunoffSample(catchments: 3, days: 40, seed: 1)
    let model = try RunoffModel(
      network: sample.network(seed: 2) as LSTM<Float>, description: sample.description)
    let whole = model.simulate(sample.inputs, days: 0..<40)
    for days in [0..<5, 3..<4, 5..<6, 7..<23, 11..<40] {
      let part = model.simulate(sample.inputs, days: days, threads: 2)
      for catchment in 0..<3 {
        for (place, day) in days.enumerated() {
          let (found, expected) = (
            part[catchment * days.count + place], whole[catchment * 40 + day]
          )
          #expect(found.bitPattern == expected.bitPattern, "day \(day)")
          // Nine days of a sequence, four predicted: five warm it up.
          #expect(found.isNaN == (day < 5))
        }
      }
    }
  }

  @Test("Predictions are those of the LSTM on the sequence that begins with nothing")
  func sequences() throws {
    let sample = try RunoffSample(catchments: 2, days: 30, output: .linear, seed: 3)
    let network: LSTM<Double> = try sample.network(seed: 4)
    let model = try RunoffModel(network: network, description: sample.description)
    let runoff = model.simulate(sample.inputs, days: 0..<30)
    // Day 14 is predicted in the sequence of days 8 ..< 17: third part, after 5 days of warm-up.
    let batch: SequenceBatch<Double> = sample.inputs.batch(
      [.init(catchment: 1, firstDay: 8)], stepCount: 9)
    let head = network.forward(batch, outputSteps: 6..<7).predictions[0]
    #expect(abs(runoff[30 + 14] - (1.5 + 2 * head)) < 1e-12)
  }

  @Test("An increment is added to yesterday's runoff")
  func increments() throws {
    let sample = try RunoffSample(
      catchments: 2, days: 20, output: .increment, takesPrevious: true, seed: 5)
    let network: LSTM<Double> = try LSTM(
      shape: LSTMShape(inputCount: 4, hiddenCount: 3),
      parameters: [Double](
        repeating: 0, count: LSTMShape(inputCount: 4, hiddenCount: 3).parameterCount))
    let model = try RunoffModel(network: network, description: sample.description)
    let runoff = model.simulate(sample.inputs, days: 5..<20)
    for catchment in 0..<2 {
      let previous: [Double] = sample.inputs.previous(catchment: catchment, days: 5..<20)
      #expect(Array(runoff[catchment * 15..<(catchment + 1) * 15]) == previous)
    }
  }

  @Test(
    "The pullback against central differences",
    arguments: [
      RunoffDescription.Output.linear, .softplus,
    ])
  func centralDifferences(_ output: RunoffDescription.Output) throws {
    let sample = try RunoffSample(catchments: 4, days: 33, output: output, seed: 6)
    let network: LSTM<Double> = try sample.network(seed: 7)
    let model = try RunoffModel(network: network, description: sample.description)
    var generator = Xoshiro256StarStar(seed: 8)
    let days = 6..<31
    let seeds = (0..<4 * days.count).map { _ in generator.nextNormal() }
    let found = try model.pullback(sample.inputs, days: days, runoffGradient: seeds)
    func value(_ parameters: [Double]) throws -> Double {
      var moved = model
      try moved.network.setParameters(parameters)
      return zip(moved.simulate(sample.inputs, days: days), seeds).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let step = 1e-5
    let scale = found.map(abs).max()!
    for place in stride(from: 0, to: found.count, by: 3) {
      var (up, down) = (network.parameters, network.parameters)
      up[place] += step
      down[place] -= step
      let expected = try (value(up) - value(down)) / (2 * step)
      #expect(abs(found[place] - expected) < 1e-8 * scale, "parameter \(place)")
    }
  }

  @Test("The pullback is the same to the bit for any number of threads and any memory")
  func identity() throws {
    let sample = try RunoffSample(
      catchments: 300, days: 40, sequenceDays: 30, predictedDays: 10, seed: 9)
    let model = try RunoffModel(
      network: sample.network(hidden: 8, seed: 10) as LSTM<Float>,
      description: sample.description)
    let seeds = [Float](repeating: 0.5, count: 300 * 20)
    let whole = try model.pullback(sample.inputs, days: 20..<40, runoffGradient: seeds)
    for threads in 2...3 {
      #expect(
        try model.pullback(
          sample.inputs, days: 20..<40, runoffGradient: seeds, threads: threads) == whole)
    }
    let lean = try model.pullback(
      sample.inputs, days: 20..<40, runoffGradient: seeds, memoryBudget: 800_000)
    #expect(lean == whole)
  }

  @Test("A description refuses what cannot be")
  func refusals() throws {
    let weather = try Standardization(names: ["rain"], fitting: [[0, 1]])
    func description(_ deviation: Double, _ output: RunoffDescription.Output, days: Int) throws {
      _ = try RunoffDescription(
        forcings: weather, attributes: nil, takesPreviousRunoff: false, runoffMean: 0,
        runoffDeviation: deviation, output: output, sequenceDays: days, predictedDays: 5)
    }
    #expect(throws: NeuralNetworkError.self) { try description(0, .linear, days: 9) }
    #expect(throws: NeuralNetworkError.self) { try description(1, .linear, days: 4) }
    #expect(throws: NeuralNetworkError.self) { try description(1, .increment, days: 9) }
  }
}
