/// One layer of a network: values of `inputCount` columns become values of `outputCount` columns.
///
/// A batch is one flat array, row by row: `[row][column]`. A layer owns no weights; it is handed
/// its part of the network's flat array, in the order the layer documents.
public protocol Layer: Codable, Sendable, Equatable {
  var inputCount: Int { get }
  var outputCount: Int { get }
  var weightCount: Int { get }
  /// Where among the layer's weights the outputs' biases are, one for each output.
  var biases: Range<Int> { get }

  /// Random weights to start from; the biases 0.
  func initialWeights(using generator: inout some RandomNumberGenerator) -> [Double]

  /// - Parameters:
  ///   - weights: `weightCount` values
  ///   - inputs: `[row][inputCount]`
  /// - Returns: `[row][outputCount]`
  func forward(weights: ArraySlice<Double>, inputs: [Double]) -> [Double]

  /// The gradients of a scalar, given its gradient with respect to the outputs.
  ///
  /// - Parameters:
  ///   - weights: `weightCount` of them
  ///   - inputs: `[row][inputCount]`, those of the forward pass
  ///   - outputGradient: `[row][outputCount]`
  /// - Returns: the gradient of the weights (`weightCount`, summed over the rows in their order)
  ///   and of the inputs (`[row][inputCount]`)
  func pullback(
    weights: ArraySlice<Double>, inputs: [Double], outputGradient: [Double]
  ) -> (weights: [Double], inputs: [Double])
}

extension Layer {
  /// The number of rows of a batch; stops the program where the shapes do not fit.
  func rowCount(weights: ArraySlice<Double>, inputs: [Double]) -> Int {
    precondition(
      weights.count == weightCount,
      "layer has \(weightCount) weights, \(weights.count) were given")
    precondition(
      inputs.count.isMultiple(of: inputCount),
      "rows have \(inputCount) inputs, \(inputs.count) values were given")
    return inputs.count / inputCount
  }

  /// The same where an output gradient is given too.
  func rowCount(
    weights: ArraySlice<Double>, inputs: [Double], outputGradient: [Double]
  ) -> Int {
    let rows = rowCount(weights: weights, inputs: inputs)
    precondition(
      outputGradient.count == rows * outputCount,
      "output gradient has \(outputGradient.count) values, expected \(rows) x \(outputCount)")
    return rows
  }
}
