import Foundation
import RiverNetworks

/// The scaling laws of a river network, to compare a generated basin with rivers.
///
/// Real rivers: Hack's exponent 0.55 to 0.6, bifurcation ratio 3 to 5, Tokunaga's ratio 2 to 3, slope
/// exponent -0.4 to -0.6.
///
/// Sources: Hack (1957), doi:10.3133/pp294B; Horton (1945),
/// doi:10.1130/0016-7606(1945)56[275:EDOSAT]2.0.CO;2; Tokunaga (1978), Geogr. Rep. Tokyo Metrop.
/// Univ. 13, 1–27; Dodds and Rothman (2000), doi:10.1146/annurev.earth.28.1.571.
public struct BasinStatistics: Sendable, Equatable {
  /// h of L ∝ A^h, L being the longest way upstream from a reach's lower end to a source.
  ///
  /// Least squares through the mean logarithms of bins of area (ten a decade), from ten times the
  /// smallest drainage area to a tenth of the largest; nil where there are fewer than three bins.
  public let hackExponent: Double?
  /// -θ of S ∝ A^(-θ), by least squares over all reaches; nil where all areas are equal.
  public let slopeAreaExponent: Double?
  /// Streams of one Strahler order over streams of the next, by least squares of the logarithm of
  /// their number on the order; nil where there is one order only.
  public let bifurcationRatio: Double?
  /// T_k: side streams k orders lower, on average for each stream, for k = 1, 2, ...
  public let tokunagaSideBranches: [Double]
  /// Reaches by how many reaches drain into them: element k for k.
  public let reachesByTributaries: [Int]
  /// m.
  public let medianLength: Double

  /// - Parameters:
  ///   - network: the basin
  ///   - drainage: drainage area at each reach's lower end, any unit, in network order.
  public init(of network: RiverNetwork, drainage: [Double]) {
    precondition(drainage.count == network.count, "one drainage area per reach")
    hackExponent = Self.hackExponent(of: network, drainage: drainage)
    let slopes = network.indices.filter { network.slopes[$0.position] > 0 }
    slopeAreaExponent = Self.regressionSlope(
      x: slopes.map { log(drainage[$0.position]) },
      y: slopes.map { log(network.slopes[$0.position]) })
    let streams = Self.streams(of: network)
    bifurcationRatio = Self.regressionSlope(
      x: streams.numbers.indices.map(Double.init), y: streams.numbers.map { log(Double($0)) }
    ).map { exp(-$0) }
    tokunagaSideBranches = streams.sideBranches
    var byTributaries = [0]
    for reach in network.indices {
      let entering = network.links(into: reach).count
      while byTributaries.count <= entering { byTributaries.append(0) }
      byTributaries[entering] += 1
    }
    reachesByTributaries = byTributaries
    let sorted = network.lengths.sorted()
    medianLength = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  private static let binsPerDecade = 10.0
  private static let fewestBins = 3

  private static func hackExponent(of network: RiverNetwork, drainage: [Double]) -> Double? {
    var longest = [Double](repeating: 0, count: network.count)
    for reach in network.indices {
      let above = network.links(into: reach).map { longest[$0.upstream.position] }.max() ?? 0
      longest[reach.position] = above + network.lengths[reach.position]
    }
    guard let smallest = drainage.min(), let largest = drainage.max() else { return nil }
    let first = log10(smallest) + 1
    let bins = Int(((log10(largest) - 1 - first) * binsPerDecade).rounded(.down))
    guard bins >= fewestBins else { return nil }
    var sums = [(count: Double, area: Double, length: Double)](
      repeating: (0, 0, 0), count: bins)
    for reach in 0..<network.count {
      let bin = ((log10(drainage[reach]) - first) * binsPerDecade).rounded(.down)
      guard bin >= 0, bin < Double(bins) else { continue }
      sums[Int(bin)].count += 1
      sums[Int(bin)].area += log(drainage[reach])
      sums[Int(bin)].length += log(longest[reach])
    }
    let filled = sums.filter { $0.count > 0 }
    guard filled.count >= fewestBins else { return nil }
    return regressionSlope(
      x: filled.map { $0.area / $0.count }, y: filled.map { $0.length / $0.count })
  }

  /// Numbers of streams by order (element 0: order 1), and side branches by difference of order.
  private static func streams(
    of network: RiverNetwork
  ) -> (numbers: [Int], sideBranches: [Double]) {
    let orders = network.strahlerOrders
    let highest = orders.max() ?? 0
    var numbers = [Int](repeating: 0, count: highest)
    var sides = [[Int]](repeating: [Int](repeating: 0, count: highest), count: highest)
    for reach in network.indices {
      let order = orders[reach.position]
      let entering = network.links(into: reach).map { orders[$0.upstream.position] }
      if !entering.contains(order) {
        numbers[order - 1] += 1
        // The first two of the order below make the stream; what else enters is at its side.
        var makers = 2
        for side in entering {
          if side == order - 1, makers > 0 {
            makers -= 1
          } else {
            sides[side - 1][order - 1] += 1
          }
        }
      } else {
        for side in entering where side < order { sides[side - 1][order - 1] += 1 }
      }
    }
    let branches = (1..<max(1, highest)).map { difference in
      let pairs = (0..<highest - difference).map { (low: $0, high: $0 + difference) }
      let count = pairs.reduce(0) { $0 + sides[$1.low][$1.high] }
      return Double(count) / Double(pairs.reduce(0) { $0 + numbers[$1.high] })
    }
    return (numbers, branches)
  }

  private static func regressionSlope(x: [Double], y: [Double]) -> Double? {
    guard x.count > 1 else { return nil }
    let meanX = x.reduce(0, +) / Double(x.count)
    let meanY = y.reduce(0, +) / Double(y.count)
    var covariance = 0.0
    var variance = 0.0
    for (a, b) in zip(x, y) {
      covariance += (a - meanX) * (b - meanY)
      variance += (a - meanX) * (a - meanX)
    }
    return variance > 0 ? covariance / variance : nil
  }
}
