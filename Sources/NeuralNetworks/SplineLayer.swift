/// A layer of a Kolmogorov-Arnold network: a learned function on every edge, summed at the outputs.
///
///     yₒ = bₒ + Σᵢ φᵢₒ(xᵢ),   φᵢₒ(x) = vᵢₒ f(x) + Σⱼ cᵢⱼₒ Bⱼ(x)
///
/// with f the base activation and Bⱼ the B-splines. Against the source (equations 2.10 to 2.12) the
/// factor in front of the spline is left out, for the coefficients already hold it, and a bias is
/// added, for outside the grid the splines cannot make a constant.
///
/// Weight order: for each input, the base weights `[output]`, then the coefficients
/// `[basis][output]`; behind the last input the biases `[output]`.
///
/// Source: Liu et al. (2024), KAN: Kolmogorov-Arnold Networks, arXiv:2404.19756.
public struct SplineLayer: Layer {
  public let inputCount: Int
  public let outputCount: Int
  public let basis: BSplineBasis
  public let baseActivation: Activation

  /// Standard deviation of the coefficients to start from (the source's section 2.2).
  public static let initialCoefficientDeviation = 0.1

  /// - Throws: ``NeuralNetworkError`` where a count is not positive
  public init(
    inputCount: Int, outputCount: Int, basis: BSplineBasis, baseActivation: Activation = .silu
  ) throws {
    guard inputCount > 0, outputCount > 0 else {
      throw NeuralNetworkError(
        "a layer has no inputs or no outputs", found: "\(inputCount) -> \(outputCount)",
        expected: "positive counts")
    }
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.basis = basis
    self.baseActivation = baseActivation
  }

  /// Weights that hang on one input.
  private var inputWeightCount: Int { (1 + basis.count) * outputCount }
  public var weightCount: Int { inputCount * inputWeightCount + outputCount }
  public var biases: Range<Int> { inputCount * inputWeightCount..<weightCount }

  /// Base weights as Glorot's, coefficients normal and small.
  public func initialWeights(using generator: inout some RandomNumberGenerator) -> [Double] {
    var weights: [Double] = []
    weights.reserveCapacity(weightCount)
    for _ in 0..<inputCount {
      weights += WeightInitialization.glorotUniform.weights(
        count: outputCount, inputCount: inputCount, outputCount: outputCount, using: &generator)
      for _ in 0..<basis.count * outputCount {
        weights.append(Self.initialCoefficientDeviation * generator.nextNormal())
      }
    }
    return weights + [Double](repeating: 0, count: outputCount)
  }

  public func forward(weights: ArraySlice<Double>, inputs: [Double]) -> [Double] {
    let rows = rowCount(weights: weights, inputs: inputs)
    var outputs = [Double](repeating: 0, count: rows * outputCount)
    let bias = biases.lowerBound
    withSplineScratch { splines, slopes in
      weights.withUnsafeBufferPointer { w in
        outputs.withUnsafeMutableBufferPointer { outputs in
          for row in 0..<rows {
            let out = row * outputCount
            for output in 0..<outputCount { outputs[out + output] = w[bias + output] }
            for input in 0..<inputCount {
              let x = inputs[row * inputCount + input]
              let start = input * inputWeightCount
              let base = baseActivation.value(x)
              for output in 0..<outputCount { outputs[out + output] += base * w[start + output] }
              guard let first = basis.evaluate(at: x, values: splines, derivatives: slopes)
              else { continue }
              for index in basis.active(first) {
                let spline = splines[index - first]
                let coefficients = start + (1 + index) * outputCount
                for output in 0..<outputCount {
                  outputs[out + output] += spline * w[coefficients + output]
                }
              }
            }
          }
        }
      }
    }
    return outputs
  }

  public func pullback(
    weights: ArraySlice<Double>, inputs: [Double], outputGradient: [Double]
  ) -> (weights: [Double], inputs: [Double]) {
    let rows = rowCount(weights: weights, inputs: inputs, outputGradient: outputGradient)
    var weightGradient = [Double](repeating: 0, count: weightCount)
    var inputGradient = [Double](repeating: 0, count: inputs.count)
    let bias = biases.lowerBound
    withSplineScratch { splines, slopes in
      weights.withUnsafeBufferPointer { w in
        outputGradient.withUnsafeBufferPointer { g in
          weightGradient.withUnsafeMutableBufferPointer { weightGradient in
            for row in 0..<rows {
              let out = row * outputCount
              for input in 0..<inputCount {
                let x = inputs[row * inputCount + input]
                let start = input * inputWeightCount
                let base = baseActivation.value(x)
                var sum = 0.0
                for output in 0..<outputCount {
                  weightGradient[start + output] += base * g[out + output]
                  sum += w[start + output] * g[out + output]
                }
                var gradient = baseActivation.derivative(x) * sum
                if let first = basis.evaluate(at: x, values: splines, derivatives: slopes) {
                  for index in basis.active(first) {
                    let spline = splines[index - first]
                    let coefficients = start + (1 + index) * outputCount
                    sum = 0
                    for output in 0..<outputCount {
                      weightGradient[coefficients + output] += spline * g[out + output]
                      sum += w[coefficients + output] * g[out + output]
                    }
                    gradient += slopes[index - first] * sum
                  }
                }
                inputGradient[row * inputCount + input] = gradient
              }
              for output in 0..<outputCount { weightGradient[bias + output] += g[out + output] }
            }
          }
        }
      }
    }
    return (weightGradient, inputGradient)
  }

  private func withSplineScratch(
    _ body: (UnsafeMutableBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    let count = basis.degree + 1
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count) { scratch in
      body(
        UnsafeMutableBufferPointer(rebasing: scratch[..<count]),
        UnsafeMutableBufferPointer(rebasing: scratch[count...]))
    }
  }
}
