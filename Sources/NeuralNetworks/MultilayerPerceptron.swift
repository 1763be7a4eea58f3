/// Dense layers one behind the other, an activation behind each but the last.
///
/// Weight order: layer after layer from the input on, each as ``Dense`` says.
public struct MultilayerPerceptron: FeedforwardNetwork {
  public let layers: [Dense]

  /// - Parameters:
  ///   - layerSizes: inputs, hidden layers, outputs: `[10, 16, 16, 1]`; at least two
  ///   - activation: behind every hidden layer
  ///   - outputActivation: behind the last
  ///   - initialization: of every layer; by default the one made for each layer's activation
  /// - Throws: ``NeuralNetworkError`` where there are fewer than two sizes, or one is not positive
  public init(
    layerSizes: [Int], activation: Activation = .tanh, outputActivation: Activation = .identity,
    initialization: WeightInitialization? = nil
  ) throws {
    guard layerSizes.count >= 2, layerSizes.allSatisfy({ $0 > 0 }) else {
      throw NeuralNetworkError(
        "the layer sizes make no network", subject: "layer sizes", found: "\(layerSizes)",
        expected: "at least inputs and outputs, all positive")
    }
    layers = try (1..<layerSizes.count).map {
      try Dense(
        inputCount: layerSizes[$0 - 1], outputCount: layerSizes[$0],
        activation: $0 == layerSizes.count - 1 ? outputActivation : activation,
        initialization: initialization)
    }
  }
}
