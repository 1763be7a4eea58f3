import Foundation

/// How wide a river is drawn: by the logarithm of its drainage area; by order where no area is
/// known.
public struct LineWidths: Sendable {
  private let shares: [Double]
  /// Least and greatest area, km²; nil where the order decides.
  public let areas: ClosedRange<Double>?

  public init(_ reaches: ReachTable) {
    let known = reaches.areas.filter { $0 > 0 && $0.isFinite }
    if let least = known.min(), let greatest = known.max(), greatest > least {
      areas = least...greatest
      shares = reaches.areas.map { area in
        area > 0 && area.isFinite ? log(area / least) / log(greatest / least) : 0
      }
    } else {
      areas = nil
      let least = reaches.orders.min() ?? 1
      let span = Double(max((reaches.orders.max() ?? 1) - least, 1))
      shares = reaches.orders.map { Double($0 - least) / span }
    }
  }

  /// The width of the smallest river, px: so fine that a dense network does not run together.
  ///
  /// - Parameters:
  ///   - least: on a network of ``sparse`` reaches or fewer
  ///   - count: reaches drawn
  static func finest(_ least: Double, count: Int) -> Double {
    max(least * (Double(sparse) / Double(max(count, sparse))).squareRoot(), thinnest)
  }

  /// Reaches up to which a map a thousand pixels wide needs no finer lines.
  private static let sparse = 1_000
  /// px
  private static let thinnest = 0.25

  /// 0 for the smallest river, 1 for the largest.
  public func share(_ reach: Int) -> Double { shares[reach] }

  /// Between two widths. Squared, so that the network's many small rivers stay fine.
  public func width(_ reach: Int, from least: Double, to greatest: Double) -> Double {
    Self.width(share: shares[reach], from: least, to: greatest)
  }

  /// The width of a river with that area.
  public func width(area: Double, from least: Double, to greatest: Double) -> Double {
    guard let areas else { return least }
    let share = log(area / areas.lowerBound) / log(areas.upperBound / areas.lowerBound)
    return Self.width(share: min(max(share, 0), 1), from: least, to: greatest)
  }

  /// Widths and what they mean, for a legend: three areas, or the least and the greatest order.
  func entries(
    _ reaches: ReachTable, from least: Double, to greatest: Double
  ) -> [(width: Double, words: String)] {
    if let areas {
      let round = AxisTicks.logarithmic(areas)
      let chosen = round.count > 3 ? [round[0], round[round.count / 2], round[round.count - 1]] : round
      return chosen.map {
        (width(area: $0, from: least, to: greatest), "\($0.text(digits: 3)) km²")
      }
    }
    guard let low = reaches.orders.min(), let high = reaches.orders.max() else { return [] }
    return low == high ? [(least, "order \(low)")] : [(least, "order \(low)"), (greatest, "order \(high)")]
  }

  private static func width(share: Double, from least: Double, to greatest: Double) -> Double {
    least + share * share * (greatest - least)
  }
}
