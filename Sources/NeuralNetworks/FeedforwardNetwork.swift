/// Layers one behind the other: what ``MultilayerPerceptron`` and ``KolmogorovArnoldNetwork`` are.
///
/// The weights are one flat array, layer after layer from the input on, so that one optimizer
/// serves all; within a layer the order is the layer's. A batch is flat too, `[row][column]`, and
/// is worked through in blocks of rows, so that memory does not grow with the number of reaches.
///
/// Sums over rows are made in the order of the rows: the same input gives the same bits.
public protocol FeedforwardNetwork: Codable, Sendable, Equatable {
  associatedtype NetworkLayer: Layer
  /// At least one; each has as many inputs as the one before has outputs.
  var layers: [NetworkLayer] { get }
}

/// Rows worked through at a time; the gradients of the blocks are added in order.
private let blockRowCount = 256

extension FeedforwardNetwork {
  public var inputCount: Int { layers[0].inputCount }
  public var outputCount: Int { layers[layers.count - 1].outputCount }
  public var weightCount: Int { layers.reduce(0) { $0 + $1.weightCount } }

  /// Random weights to start from.
  ///
  /// - Parameters:
  ///   - generator: of random numbers, advanced
  ///   - finalScale: multiplies the last layer's weights; with 0 the network starts as a constant
  ///     (its last layer still learns from the first step, the others from the second)
  ///   - finalBias: the bias of each output
  public func initialWeights(
    using generator: inout some RandomNumberGenerator, finalScale: Double = 1,
    finalBias: Double = 0
  ) -> [Double] {
    var weights: [Double] = []
    weights.reserveCapacity(weightCount)
    for layer in layers.dropLast() { weights += layer.initialWeights(using: &generator) }
    let last = layers[layers.count - 1]
    var final = last.initialWeights(using: &generator).map { finalScale * $0 }
    for index in last.biases { final[index] = finalBias }
    return weights + final
  }

  /// - Parameters:
  ///   - weights: `weightCount` values
  ///   - inputs: `[row][inputCount]`
  /// - Returns: `[row][outputCount]`
  public func forward(weights: [Double], inputs: [Double]) -> [Double] {
    var outputs: [Double] = []
    outputs.reserveCapacity(checkedRowCount(weights: weights, inputs: inputs) * outputCount)
    for rows in rowBlocks(inputs) {
      outputs += layerValues(weights: weights, inputs: block(inputs, rows, inputCount)).last!
    }
    return outputs
  }

  /// The gradients of a scalar, given its gradient with respect to the outputs; the forward pass is
  /// recomputed.
  ///
  /// - Returns: the gradient of the weights (`weightCount`) and of the inputs (`[row][inputCount]`)
  public func pullback(
    weights: [Double], inputs: [Double], outputGradient: [Double]
  ) -> (weights: [Double], inputs: [Double]) {
    let rowCount = checkedRowCount(weights: weights, inputs: inputs)
    precondition(
      outputGradient.count == rowCount * outputCount,
      "output gradient has \(outputGradient.count) values, expected \(rowCount) x \(outputCount)")
    var weightGradient = [Double](repeating: 0, count: weightCount)
    var inputGradient: [Double] = []
    inputGradient.reserveCapacity(inputs.count)
    let starts = weightStarts
    for rows in rowBlocks(inputs) {
      let values = layerValues(weights: weights, inputs: block(inputs, rows, inputCount))
      var gradient = block(outputGradient, rows, outputCount)
      for (index, layer) in layers.enumerated().reversed() {
        let start = starts[index]
        let part = layer.pullback(
          weights: weights[start..<start + layer.weightCount], inputs: values[index],
          outputGradient: gradient)
        for (offset, value) in part.weights.enumerated() { weightGradient[start + offset] += value }
        gradient = part.inputs
      }
      inputGradient += gradient
    }
    return (weightGradient, inputGradient)
  }

  /// What enters each layer, and behind it what leaves the last: `[layer + 1][row][column]`, flat
  /// within a layer.
  func layerValues(weights: [Double], inputs: [Double]) -> [[Double]] {
    var values = [inputs]
    for (layer, start) in zip(layers, weightStarts) {
      values.append(
        layer.forward(
          weights: weights[start..<start + layer.weightCount], inputs: values[values.count - 1]))
    }
    return values
  }

  /// Where each layer's weights begin in the flat array.
  private var weightStarts: [Int] {
    var starts: [Int] = []
    var next = 0
    for layer in layers {
      starts.append(next)
      next += layer.weightCount
    }
    return starts
  }

  func rowBlocks(_ inputs: [Double]) -> [Range<Int>] {
    let rowCount = inputs.count / inputCount
    return stride(from: 0, to: rowCount, by: blockRowCount).map {
      $0..<min($0 + blockRowCount, rowCount)
    }
  }

  func block(_ values: [Double], _ rows: Range<Int>, _ columnCount: Int) -> [Double] {
    Array(values[rows.lowerBound * columnCount..<rows.upperBound * columnCount])
  }

  func checkedRowCount(weights: [Double], inputs: [Double]) -> Int {
    precondition(
      weights.count == weightCount,
      "network has \(weightCount) weights, \(weights.count) were given")
    precondition(
      inputs.count.isMultiple(of: inputCount),
      "rows have \(inputCount) inputs, \(inputs.count) values were given")
    return inputs.count / inputCount
  }
}
