import NeuralNetworks
import RiverNetworks

/// A network for tests, with a name to print.
public struct SampleNetwork: Sendable, CustomStringConvertible {
  public let name: String
  public let network: RiverNetwork
  public var description: String { "\(name) (\(network.count) reaches)" }

  /// Reaches `0..<count` with lengths and slopes of real rivers, some slopes under the formulas' floor,
  /// given to the builder in a shuffled order.
  public init(
    _ name: String, count: Int, links: [(from: Int, to: Int, fraction: Double)],
    seed: UInt64 = 1
  ) {
    var generator = Xoshiro256StarStar(seed: seed)
    var builder = NetworkBuilder()
    for reach in (0..<count).shuffled(using: &generator) {
      builder.addReach(
        .number(Int64(1_000 + reach)), length: .random(in: 500...20_000, using: &generator),
        slope: .random(in: 2e-4...2e-2, using: &generator))
    }
    for link in links {
      builder.addLink(
        from: .number(Int64(1_000 + link.from)), to: .number(Int64(1_000 + link.to)),
        fraction: link.fraction)
    }
    self.name = name
    do { network = try builder.build() } catch { fatalError("sample network: \(error)") }
  }
}

extension SampleNetwork {
  public static let singleReach = SampleNetwork("single reach", count: 1, links: [])

  public static let confluence = SampleNetwork(
    "Y", count: 3, links: [(0, 2, 1), (1, 2, 1)])

  public static func chain(_ count: Int) -> SampleNetwork {
    SampleNetwork("chain", count: count, links: (1..<count).map { ($0 - 1, $0, 1) })
  }

  /// Many tributaries into one reach, which has one more below it.
  public static func star(tributaries: Int) -> SampleNetwork {
    SampleNetwork(
      "star", count: tributaries + 2,
      links: (0..<tributaries).map { ($0, tributaries, 1) } + [(tributaries, tributaries + 1, 1)])
  }

  /// A chain, two Ys and two reaches without neighbours, unconnected.
  public static let components = SampleNetwork(
    "components", count: 15,
    links: [
      (0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 4, 1), (4, 5, 1), (5, 6, 1), (7, 9, 1), (8, 9, 1),
      (10, 12, 1), (11, 12, 1),
    ])

  public static let diamond = SampleNetwork(
    "diamond", count: 5,
    links: [(0, 1, 0.3), (0, 2, 0.7), (1, 3, 1), (2, 3, 1), (3, 4, 1)])

  /// An island with arms of one and of `long` reaches: no skew of the lanes suits both.
  public static func unequalArms(long: Int) -> SampleNetwork {
    var links: [(from: Int, to: Int, fraction: Double)] = [(0, 1, 0.25), (0, 2, 0.75)]
    for reach in 2..<(1 + long) { links.append((reach, reach + 1, 1)) }
    links.append((1, long + 2, 1))
    links.append((long + 1, long + 2, 1))
    links.append((long + 2, long + 3, 1))
    return SampleNetwork("unequal arms", count: long + 4, links: links)
  }

  /// A reach that divides and never joins again: two outlets.
  public static let bifurcation = SampleNetwork(
    "bifurcation", count: 5, links: [(0, 1, 1), (1, 2, 0.4), (1, 3, 0.6), (3, 4, 1)])

  /// Two links between the same two reaches.
  public static let doubleLink = SampleNetwork(
    "double link", count: 3, links: [(0, 1, 0.5), (0, 1, 0.5), (1, 2, 1)])

  /// A random tree; each reach drains into one of the `reach` reaches made before it, so that a
  /// small number gives long stems and a large one a bush.
  public static func tree(_ count: Int, seed: UInt64, reach: Int = 12) -> SampleNetwork {
    var generator = Xoshiro256StarStar(seed: seed &* 7_919)
    let links = (1..<max(count, 1)).map { node in
      (
        from: node, to: Int.random(in: max(0, node - reach)..<node, using: &generator),
        fraction: 1.0
      )
    }
    return SampleNetwork("tree \(seed)", count: count, links: links, seed: seed)
  }

  /// A random graph with divergences: most reaches have one reach below, some two or three, a few none.
  public static func divergent(_ count: Int, seed: UInt64, reach: Int = 12) -> SampleNetwork {
    var generator = Xoshiro256StarStar(seed: seed &* 104_729)
    var links: [(from: Int, to: Int, fraction: Double)] = []
    for node in 1..<max(count, 1) {
      let draw = Double.random(in: 0..<1, using: &generator)
      let branches = draw < 0.05 ? 0 : draw < 0.65 ? 1 : draw < 0.9 ? 2 : 3
      let below = Array(max(0, node - reach)..<node).shuffled(using: &generator)
        .prefix(branches)
      let shares = below.map { _ in Double.random(in: 0.1..<1, using: &generator) }
      let sum = shares.reduce(0, +)
      for (to, share) in zip(below, shares) { links.append((node, to, share / sum)) }
    }
    return SampleNetwork("divergent \(seed)", count: count, links: links, seed: seed)
  }

  /// Every shape with which the sweep has something to get wrong, trees first.
  public static let trees: [SampleNetwork] = [
    singleReach, confluence, chain(2), chain(16), chain(17), chain(61), star(tributaries: 40),
    components, tree(2, seed: 1), tree(33, seed: 2), tree(100, seed: 3, reach: 1_000),
    tree(150, seed: 4, reach: 3),
  ]
  public static let graphs: [SampleNetwork] = [
    diamond, unequalArms(long: 4), unequalArms(long: 23), bifurcation, doubleLink,
    divergent(20, seed: 1), divergent(60, seed: 2, reach: 4),
    divergent(120, seed: 3, reach: 200),
  ]
  public static let all = trees + graphs
}
