/// Spline layers one behind the other: the nonlinearity is learned, on every edge.
///
/// Weight order: layer after layer from the input on, each as ``SplineLayer`` says. All layers
/// share one grid [−a, a], which stays as it is: the source's refinement and adaptation of the grid
/// are not here. A value outside the grid is not clipped; the splines fade out there and the base
/// activation remains. ``outsideGridCounts(weights:inputs:)`` says how often that happens.
///
/// Source: Liu et al. (2024), KAN: Kolmogorov-Arnold Networks, arXiv:2404.19756.
public struct KolmogorovArnoldNetwork: FeedforwardNetwork {
  public let layers: [SplineLayer]

  /// - Parameters:
  ///   - layerSizes: inputs, hidden layers, outputs; at least two
  ///   - degree: of the splines, 3 for cubic
  ///   - intervals: pieces of the grid
  ///   - halfWidth: a; standardized inputs seldom exceed 3
  ///   - baseActivation: what every edge has beside its spline
  /// - Throws: ``NeuralNetworkError`` where the sizes or the grid make no network
  public init(
    layerSizes: [Int], degree: Int = 3, intervals: Int = 5, halfWidth: Double = 3,
    baseActivation: Activation = .silu
  ) throws {
    guard layerSizes.count >= 2, layerSizes.allSatisfy({ $0 > 0 }) else {
      throw NeuralNetworkError(
        "the layer sizes make no network", subject: "layer sizes", found: "\(layerSizes)",
        expected: "at least inputs and outputs, all positive")
    }
    let basis = try BSplineBasis(degree: degree, intervals: intervals, halfWidth: halfWidth)
    layers = try (1..<layerSizes.count).map {
      try SplineLayer(
        inputCount: layerSizes[$0 - 1], outputCount: layerSizes[$0], basis: basis,
        baseActivation: baseActivation)
    }
  }

  /// How many of the values that enter each layer lie outside [−a, a] or are not a number:
  /// `[layer]`.
  public func outsideGridCounts(weights: [Double], inputs: [Double]) -> [Int] {
    _ = checkedRowCount(weights: weights, inputs: inputs)
    var counts = [Int](repeating: 0, count: layers.count)
    for rows in rowBlocks(inputs) {
      let values = layerValues(weights: weights, inputs: block(inputs, rows, inputCount))
      for (index, layer) in layers.enumerated() {
        counts[index] += values[index].count { !(abs($0) <= layer.basis.halfWidth) }
      }
    }
    return counts
  }
}
