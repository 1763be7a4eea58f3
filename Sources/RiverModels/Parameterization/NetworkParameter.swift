import NeuralNetworks
import RiverNetworks

/// A neural network over the reaches' attributes, its output taken through the bounds:
///
///     v = B( network(attributes) ),   B the sigmoid of ``Bounds``
///
/// It starts at one given value in every reach: the last layer's weights are zero and its bias is
/// the value's raw number. (A last layer of zeros learns from the first step, the layers before it
/// from the second.)
///
/// Weights: those of the network, in its order.
public struct NetworkParameter<Network: FeedforwardNetwork>: Parameterization {
  public let network: Network
  public let bounds: Bounds
  private let inputs: ReachAttributes
  private let startRaw: Double
  private let finalScale: Double

  /// - Parameters:
  ///   - network: with as many inputs as there are attributes, and one output
  ///   - attributes: standardized, without gaps, `[attribute][reach]`
  ///   - bounds: between which the values stay
  ///   - start: the value to start from, physical unit
  ///   - finalScale: of the last layer's random weights; 0 starts at `start` exactly
  /// - Throws: `InputError` where the shapes do not fit, an attribute is not finite, or the start
  ///   is not strictly inside the bounds
  public init(
    network: Network, attributes: [[Double]], bounds: Bounds, start: Double,
    finalScale: Double = 0
  ) throws {
    inputs = try ReachAttributes(attributes, for: network)
    startRaw = try bounds.raw(of: start)
    self.network = network
    self.bounds = bounds
    self.finalScale = finalScale
  }

  public var reachCount: Int { inputs.reachCount }
  public var weightCount: Int { network.weightCount }

  public func initialWeights(seed: UInt64) -> [Double] {
    var generator = Xoshiro256StarStar(seed: seed)
    return network.initialWeights(
      using: &generator, finalScale: finalScale, finalBias: startRaw)
  }

  public func values(weights: [Double]) -> [Double] {
    requireWeights(weights)
    return network.forward(weights: weights, inputs: inputs.rows).map(bounds.value(of:))
  }

  public func pullback(weights: [Double], valueGradient: [Double]) -> [Double] {
    requireWeights(weights)
    requireGradient(valueGradient, reachCount: reachCount)
    let raws = network.forward(weights: weights, inputs: inputs.rows)
    let rawGradient = zip(raws, valueGradient).map { bounds.derivative(at: $0) * $1 }
    return network.pullback(weights: weights, inputs: inputs.rows, outputGradient: rawGradient)
      .weights
  }
}
