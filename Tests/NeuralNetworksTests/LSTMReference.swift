import Foundation
import NeuralNetworks

/// The equations of an LSTM once more, plain and slow, on dual numbers.
struct LSTMReference {
  let shape: LSTMShape
  /// In the order of `LSTM.parameters`.
  var parameters: [Dual]

  func weight(_ tensor: LSTMShape.Tensor, _ row: Int, _ column: Int = 0) -> Dual {
    let columns = shape.dimensions(of: tensor).dropFirst().first ?? 1
    return parameters[shape.range(of: tensor).lowerBound + row * columns + column]
  }

  /// - Parameter inputs: `[step][input]`
  /// - Returns: predictions after every step, `[step][output]`, and the last state
  func run(
    _ inputs: [[Dual]], hidden: [Dual], cell: [Dual]
  ) -> (predictions: [[Dual]], hidden: [Dual], cell: [Dual]) {
    var (hidden, cell) = (hidden, cell)
    var predictions: [[Dual]] = []
    for input in inputs {
      let sums = (0..<4 * shape.hiddenCount).map { row in
        var sum = weight(.inputBias, row) + weight(.hiddenBias, row)
        for (column, x) in input.enumerated() { sum = sum + weight(.inputWeight, row, column) * x }
        for (column, h) in hidden.enumerated() {
          sum = sum + weight(.hiddenWeight, row, column) * h
        }
        return sum
      }
      for unit in 0..<shape.hiddenCount {
        func gate(_ index: Int) -> Dual { sums[index * shape.hiddenCount + unit] }
        let sigmoid = Activation.sigmoid.reference
        let tanh = Activation.tanh.reference
        cell[unit] = sigmoid(gate(1)) * cell[unit] + sigmoid(gate(0)) * tanh(gate(2))
        hidden[unit] = sigmoid(gate(3)) * tanh(cell[unit])
      }
      predictions.append(
        (0..<shape.outputCount).map { output in
          hidden.indices.reduce(weight(.headBias, output)) {
            $0 + weight(.headWeight, output, $1) * hidden[$1]
          }
        })
    }
    return (predictions, hidden, cell)
  }
}

/// A network with a batch for the tests, and one direction in all that it depends on.
struct LSTMCase: Sendable, CustomStringConvertible {
  let shape: LSTMShape
  let rowCount: Int
  let stepCount: Int
  let outputSteps: Range<Int>
  let seed: UInt64

  init(
    inputs: Int, hidden: Int, outputs: Int = 1, rows: Int, steps: Int,
    outputSteps: Range<Int>? = nil, seed: UInt64 = 5
  ) {
    shape = try! LSTMShape(inputCount: inputs, hiddenCount: hidden, outputCount: outputs)
    rowCount = rows
    stepCount = steps
    self.outputSteps = outputSteps ?? steps - 1..<steps
    self.seed = seed
  }

  var description: String {
    "\(rowCount) rows, \(stepCount) steps, \(shape.inputCount) inputs, \(shape.hiddenCount) hidden"
  }

  var parameters: [Double] { normals(shape.parameterCount, seed: seed, scale: 0.4) }
  var inputs: [Double] { normals(rowCount * stepCount * shape.inputCount, seed: seed + 1) }
  var hidden: [Double] { normals(rowCount * shape.hiddenCount, seed: seed + 2, scale: 0.5) }
  var cell: [Double] { normals(rowCount * shape.hiddenCount, seed: seed + 3) }
  var predictionGradient: [Double] {
    normals(rowCount * outputSteps.count * shape.outputCount, seed: seed + 4)
  }

  func network<Scalar: LSTMScalar>(_: Scalar.Type) throws -> LSTM<Scalar> {
    try LSTM(shape: shape, parameters: Scalar.rounded(parameters))
  }

  func batch<Scalar: LSTMScalar>(_: Scalar.Type) -> SequenceBatch<Scalar> {
    SequenceBatch(
      inputs: Scalar.rounded(inputs), rowCount: rowCount, stepCount: stepCount,
      inputCount: shape.inputCount)
  }

  func state<Scalar: LSTMScalar>(_: Scalar.Type) -> LSTMState<Scalar> {
    LSTMState(hidden: Scalar.rounded(hidden), cell: Scalar.rounded(cell))
  }
}
