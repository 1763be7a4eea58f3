/// A fully connected layer: yₒ = f(Σᵢ wᵢₒ xᵢ + bₒ).
///
/// Weight order: the kernel `[input][output]`, then the biases `[output]`. (The kernel is the
/// transpose of PyTorch's `Linear.weight`; it is so because the inner loops run over outputs.)
public struct Dense: Layer {
  public let inputCount: Int
  public let outputCount: Int
  public let activation: Activation
  public let initialization: WeightInitialization

  /// - Parameters:
  ///   - inputCount: values that come in
  ///   - outputCount: values that go out
  ///   - activation: of every output
  ///   - initialization: by default the one made for the activation
  /// - Throws: ``NeuralNetworkError`` where a count is not positive
  public init(
    inputCount: Int, outputCount: Int, activation: Activation = .identity,
    initialization: WeightInitialization? = nil
  ) throws {
    guard inputCount > 0, outputCount > 0 else {
      throw NeuralNetworkError(
        "a layer has no inputs or no outputs", found: "\(inputCount) -> \(outputCount)",
        expected: "positive counts")
    }
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.activation = activation
    self.initialization = initialization ?? WeightInitialization(for: activation)
  }

  public var weightCount: Int { (inputCount + 1) * outputCount }
  public var biases: Range<Int> { inputCount * outputCount..<weightCount }

  public func initialWeights(using generator: inout some RandomNumberGenerator) -> [Double] {
    initialization.weights(
      count: inputCount * outputCount, inputCount: inputCount, outputCount: outputCount,
      using: &generator) + [Double](repeating: 0, count: outputCount)
  }

  public func forward(weights: ArraySlice<Double>, inputs: [Double]) -> [Double] {
    var outputs = affine(weights: weights, inputs: inputs)
    if activation != .identity {
      for index in outputs.indices { outputs[index] = activation.value(outputs[index]) }
    }
    return outputs
  }

  public func pullback(
    weights: ArraySlice<Double>, inputs: [Double], outputGradient: [Double]
  ) -> (weights: [Double], inputs: [Double]) {
    let rows = rowCount(weights: weights, inputs: inputs, outputGradient: outputGradient)
    var affineGradient = outputGradient
    if activation != .identity {
      let affine = affine(weights: weights, inputs: inputs)
      for index in affine.indices { affineGradient[index] *= activation.derivative(affine[index]) }
    }
    var weightGradient = [Double](repeating: 0, count: weightCount)
    var inputGradient = [Double](repeating: 0, count: inputs.count)
    let bias = biases.lowerBound
    weights.withUnsafeBufferPointer { w in
      affineGradient.withUnsafeBufferPointer { g in
        weightGradient.withUnsafeMutableBufferPointer { weightGradient in
          for row in 0..<rows {
            let out = row * outputCount
            for input in 0..<inputCount {
              let kernel = input * outputCount
              let x = inputs[row * inputCount + input]
              var sum = 0.0
              for output in 0..<outputCount {
                weightGradient[kernel + output] += x * g[out + output]
                sum += w[kernel + output] * g[out + output]
              }
              inputGradient[row * inputCount + input] = sum
            }
            for output in 0..<outputCount { weightGradient[bias + output] += g[out + output] }
          }
        }
      }
    }
    return (weightGradient, inputGradient)
  }

  /// The layer before its activation, `[row][output]`.
  private func affine(weights: ArraySlice<Double>, inputs: [Double]) -> [Double] {
    let rows = rowCount(weights: weights, inputs: inputs)
    var outputs = [Double](repeating: 0, count: rows * outputCount)
    let bias = biases.lowerBound
    weights.withUnsafeBufferPointer { w in
      outputs.withUnsafeMutableBufferPointer { outputs in
        for row in 0..<rows {
          let out = row * outputCount
          for output in 0..<outputCount { outputs[out + output] = w[bias + output] }
          for input in 0..<inputCount {
            let kernel = input * outputCount
            let x = inputs[row * inputCount + input]
            for output in 0..<outputCount { outputs[out + output] += x * w[kernel + output] }
          }
        }
      }
    }
    return outputs
  }
}
