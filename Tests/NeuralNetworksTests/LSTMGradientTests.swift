import Foundation
import NeuralNetworks
import Testing

/// Values and gradients against the plain reference, differentiated by dual numbers.
@Suite struct LSTMGradientTests {
  /// Hidden units fewer and more than the lanes, steps fewer and more than a chunk, more rows than
  /// a slice, more slices than groups, several outputs.
  static let cases = [
    LSTMCase(inputs: 1, hidden: 1, rows: 1, steps: 1),
    LSTMCase(inputs: 3, hidden: 5, outputs: 2, rows: 2, steps: 19, outputSteps: 4..<18),
    LSTMCase(inputs: 2, hidden: 8, rows: 3, steps: 16, outputSteps: 0..<16),
    LSTMCase(inputs: 4, hidden: 19, outputs: 3, rows: 3, steps: 33),
    LSTMCase(inputs: 2, hidden: 3, rows: 150, steps: 4, outputSteps: 1..<4),
    LSTMCase(inputs: 1, hidden: 1, rows: 2_100, steps: 2),
  ]

  @Test(arguments: cases) func valuesAndDirectionalDerivative(of given: LSTMCase) throws {
    let shape = given.shape
    // A direction in parameters, inputs and initial state at once.
    let direction = (
      parameters: normals(shape.parameterCount, seed: 91),
      inputs: normals(given.inputs.count, seed: 92), hidden: normals(given.hidden.count, seed: 93),
      cell: normals(given.cell.count, seed: 94)
    )
    let finalGradient = LSTMState(
      hidden: normals(given.hidden.count, seed: 95), cell: normals(given.cell.count, seed: 96))
    func dual(_ values: [Double], _ slopes: [Double]) -> [Dual] {
      zip(values, slopes).map { Dual($0, slope: $1) }
    }
    let reference = LSTMReference(
      shape: shape, parameters: dual(given.parameters, direction.parameters))
    let inputs = dual(given.inputs, direction.inputs)
    let hidden = dual(given.hidden, direction.hidden)
    let cell = dual(given.cell, direction.cell)

    let tape = LSTMTape<Double>()
    let forecast = try given.network(Double.self).forward(
      given.batch(Double.self), recordedOn: tape, from: given.state(Double.self),
      outputSteps: given.outputSteps)
    let gradient = tape.pullback(
      predictionGradient: given.predictionGradient, finalStateGradient: finalGradient,
      wantsInputGradient: true)

    var slope = 0.0
    var at = 0
    let width = shape.hiddenCount
    for row in 0..<given.rowCount {
      let steps = (0..<given.stepCount).map { step in
        let first = (row * given.stepCount + step) * shape.inputCount
        return Array(inputs[first..<first + shape.inputCount])
      }
      let units = row * width..<(row + 1) * width
      let expected = reference.run(
        steps, hidden: Array(hidden[units]), cell: Array(cell[units]))
      for step in given.outputSteps {
        for prediction in expected.predictions[step] {
          #expect(isClose(forecast.predictions[at], prediction.value, tolerance: 1e-13))
          slope += given.predictionGradient[at] * prediction.slope
          at += 1
        }
      }
      for (unit, index) in units.enumerated() {
        #expect(
          isClose(forecast.finalState.hidden[index], expected.hidden[unit].value, tolerance: 1e-13))
        #expect(
          isClose(forecast.finalState.cell[index], expected.cell[unit].value, tolerance: 1e-13))
        slope += finalGradient.hidden[index] * expected.hidden[unit].slope
        slope += finalGradient.cell[index] * expected.cell[unit].slope
      }
    }
    let inputGradient = try #require(gradient.inputs)
    let product =
      dot(gradient.parameters, direction.parameters) + dot(inputGradient, direction.inputs)
      + dot(gradient.initialState.hidden, direction.hidden)
      + dot(gradient.initialState.cell, direction.cell)
    #expect(isClose(product, slope, tolerance: 1e-11), "\(product), reference \(slope)")
  }

  /// One direction could hide two errors that cancel: every component of a small network.
  @Test func everyParameter() throws {
    let given = Self.cases[1]
    let gradient = try Self.gradient(of: given)
    for index in 0..<given.shape.parameterCount {
      let difference = try centralDifference(given.parameters, index) { parameters in
        try Self.scalar(of: given, parameters: parameters)
      }
      #expect(isClose(gradient.parameters[index], difference, tolerance: 1e-8), "\(index)")
    }
  }

  @Test func dropout() throws {
    let given = Self.cases[1]
    var generator = Xoshiro256StarStar(seed: 4)
    let count = given.rowCount * given.outputSteps.count * given.shape.hiddenCount
    let factors: [Double] = try Dropout(rate: 0.4).factors(count: count, using: &generator)
    let gradient = try Self.gradient(of: given, dropoutFactors: factors)
    for index in 0..<given.shape.parameterCount {
      let difference = try centralDifference(given.parameters, index) { parameters in
        try Self.scalar(of: given, parameters: parameters, dropoutFactors: factors)
      }
      #expect(isClose(gradient.parameters[index], difference, tolerance: 1e-8), "\(index)")
    }
  }

  @Test func singlePrecisionFollowsDouble() throws {
    let given = LSTMCase(inputs: 4, hidden: 37, rows: 7, steps: 60, outputSteps: 20..<60)
    let double = try Self.gradient(of: given)
    let tape = LSTMTape<Float>()
    _ = try given.network(Float.self).forward(
      given.batch(Float.self), recordedOn: tape, from: given.state(Float.self),
      outputSteps: given.outputSteps)
    let float = tape.pullback(predictionGradient: Float.rounded(given.predictionGradient))
    let largest = double.parameters.map(abs).max()!
    for (a, b) in zip(float.parameters, double.parameters) {
      #expect(abs(Double(a) - b) <= 1e-5 * largest)
    }
  }

  private static func scalar(
    of given: LSTMCase, parameters: [Double], dropoutFactors: [Double]? = nil
  ) throws -> Double {
    let forecast = try LSTM(shape: given.shape, parameters: parameters).forward(
      given.batch(Double.self), recordedOn: LSTMTape(), from: given.state(Double.self),
      outputSteps: given.outputSteps, dropoutFactors: dropoutFactors)
    return dot(forecast.predictions, given.predictionGradient)
  }

  private static func gradient(
    of given: LSTMCase, dropoutFactors: [Double]? = nil
  ) throws -> LSTMGradient<Double> {
    let tape = LSTMTape<Double>()
    _ = try given.network(Double.self).forward(
      given.batch(Double.self), recordedOn: tape, from: given.state(Double.self),
      outputSteps: given.outputSteps, dropoutFactors: dropoutFactors)
    return tape.pullback(predictionGradient: given.predictionGradient)
  }
}

/// `centralDifference` for functions that may throw.
func centralDifference(
  _ arguments: [Double], _ index: Int, _ function: ([Double]) throws -> Double
) throws -> Double {
  let step = 1e-5
  var (above, below) = (arguments, arguments)
  above[index] += step
  below[index] -= step
  return try (function(above) - function(below)) / (2 * step)
}
