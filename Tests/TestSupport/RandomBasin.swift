import NeuralNetworks
import ReachOperators
import RiverNetworks

/// Channels and lateral inflow of a network, drawn from a seed.
public struct RandomBasin: Sendable {
  public let network: RiverNetwork
  /// In network order.
  public var channels: [ReachChannel]
  /// `[reach][value]`, m³ s⁻¹.
  public var lateral: [[Double]]

  /// - Parameters:
  ///   - values: lateral inflow values per reach
  ///   - dry: share of values that are 0, under the floor
  public init(_ network: RiverNetwork, values: Int, seed: UInt64, dry: Double = 0.1) {
    var generator = Xoshiro256StarStar(seed: seed)
    self.network = network
    channels = network.indices.map { reach in
      ReachChannel(
        length: network.lengths[reach.position], slope: network.slopes[reach.position],
        roughness: .random(in: 0.02...0.2, using: &generator),
        widthExponent: .random(in: 0...1, using: &generator),
        widthFactor: .random(in: 2...60, using: &generator))
    }
    lateral = network.indices.map { _ in
      let mean = Double.random(in: 0.01...3, using: &generator)
      return (0..<values).map { _ in
        // A number of single precision, so that both precisions are given the same.
        Double.random(in: 0..<1, using: &generator) < dry
          ? 0 : Double(Float(mean * Double.random(in: 0.2...3, using: &generator)))
      }
    }
  }

  public var flatLateral: [Double] { lateral.flatMap { $0 } }
}
