import NeuralNetworks
import RiverNetworks

/// A power law of drainage area, times a factor that a network makes of the reach's attributes:
///
///     v = B( a (A / A₀)^b · e^c ),   c = network(attributes)
///
/// The correction c is added to the logarithm, before the bounds, which are those of
/// ``PowerLawParameter``: c = 0.1 means a value about 10 % above the law. It starts at 0
/// everywhere. With a penalty, λ times the mean of c² over the reaches is charged to the loss, so
/// that the law explains what it can and the network the rest.
///
/// Weights: ln a, b, then those of the network in its order.
public struct PowerLawPlusNetwork<Network: FeedforwardNetwork>: Parameterization {
  public let powerLaw: PowerLawParameter
  public let network: Network
  /// λ ≥ 0
  public let penaltyWeight: Double
  private let softBounds: SoftBounds
  private let inputs: ReachAttributes

  /// - Parameters:
  ///   - powerLaw: of drainage area, below the network
  ///   - network: with as many inputs as there are attributes, and one output
  ///   - attributes: standardized, without gaps, `[attribute][reach]`
  ///   - penaltyWeight: λ
  /// - Throws: `InputError` where the shapes do not fit, an attribute is not finite, or λ is
  ///   negative
  public init(
    powerLaw: PowerLawParameter, network: Network, attributes: [[Double]],
    penaltyWeight: Double = 0
  ) throws {
    inputs = try ReachAttributes(attributes, for: network)
    guard inputs.reachCount == powerLaw.reachCount else {
      throw InputError(
        "attributes and drainage areas have different numbers of reaches",
        found: "\(inputs.reachCount)", expected: "\(powerLaw.reachCount)")
    }
    guard penaltyWeight >= 0, penaltyWeight.isFinite else {
      throw InputError(
        "the weight of the penalty is not one", found: "\(penaltyWeight)", expected: ">= 0")
    }
    softBounds = try SoftBounds(powerLaw.bounds)
    self.powerLaw = powerLaw
    self.network = network
    self.penaltyWeight = penaltyWeight
  }

  public var reachCount: Int { powerLaw.reachCount }
  public var weightCount: Int { powerLaw.weightCount + network.weightCount }

  public func initialWeights(seed: UInt64) -> [Double] {
    var generator = Xoshiro256StarStar(seed: seed)
    return powerLaw.initialWeights(seed: seed)
      + network.initialWeights(using: &generator, finalScale: 0)
  }

  /// c, without unit, `[reach]`.
  public func corrections(weights: [Double]) -> [Double] {
    network.forward(weights: split(weights).network, inputs: inputs.rows)
  }

  public func values(weights: [Double]) -> [Double] {
    logarithms(weights: weights).map(softBounds.value(ofLogarithm:))
  }

  public func pullback(weights: [Double], valueGradient: [Double]) -> [Double] {
    requireGradient(valueGradient, reachCount: reachCount)
    let gradient = zip(logarithms(weights: weights), valueGradient).map {
      softBounds.derivative(atLogarithm: $0) * $1
    }
    return powerLaw.pullback(logarithmGradient: gradient)
      + network.pullback(
        weights: split(weights).network, inputs: inputs.rows, outputGradient: gradient
      ).weights
  }

  /// λ times the mean of c², and its gradient; zero in the weights of the power law.
  public func penalty(weights: [Double]) -> (value: Double, gradient: [Double]) {
    let corrections = corrections(weights: weights)
    let factor = penaltyWeight / Double(reachCount)
    let value = factor * corrections.reduce(0) { $0 + $1 * $1 }
    let gradient = network.pullback(
      weights: split(weights).network, inputs: inputs.rows,
      outputGradient: corrections.map { 2 * factor * $0 })
    return (value, [Double](repeating: 0, count: powerLaw.weightCount) + gradient.weights)
  }

  private func split(_ weights: [Double]) -> (powerLaw: [Double], network: [Double]) {
    requireWeights(weights)
    let count = powerLaw.weightCount
    return (Array(weights[..<count]), Array(weights[count...]))
  }

  private func logarithms(weights: [Double]) -> [Double] {
    zip(
      powerLaw.logarithms(weights: split(weights).powerLaw), corrections(weights: weights)
    ).map { $0 + $1 }
  }
}
