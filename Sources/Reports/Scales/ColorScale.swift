import Foundation

/// From a parameter of the reaches to a colour: viridis, small values light, large ones dark.
///
/// The lightest fifth of viridis is left out, for a thin yellow line is not seen on white paper.
public struct ColorScale: Sendable, Equatable {
  /// Least and greatest value.
  public let domain: ClosedRange<Double>
  /// Whether colours follow the logarithm: where values span more than a factor of three.
  public let isLogarithmic: Bool
  /// Whether all reaches have the same value to within a thousandth; the domain is then widened.
  public let isUniform: Bool

  /// Number of colours between which others are mixed.
  static let stopCount = 9
  /// The part of viridis that is used.
  private static let lightest = 0.8
  private static let logarithmicFrom = 3.0
  private static let uniformBelow = 1.001
  /// How far the domain of a uniform map reaches to either side.
  private static let uniformMargin = 1.1

  /// - Parameters:
  ///   - values: of the reaches; those that are not positive numbers do not count
  ///   - isShare: whether values lie between 0 and 1, both allowed: never logarithmic
  /// - Returns: nil without any
  public init?(_ values: [Double], isShare: Bool = false) {
    let known = values.filter { ($0 > 0 || isShare && $0 == 0) && $0.isFinite }
    guard let least = known.min(), let greatest = known.max() else { return nil }
    isUniform = greatest <= least * Self.uniformBelow
    domain =
      greatest == 0 ? 0...1
      : isUniform
      ? least / Self.uniformMargin...greatest * Self.uniformMargin : least...greatest
    isLogarithmic = !isShare && greatest / least > Self.logarithmicFrom
  }

  /// Values and colours between which a colour is mixed.
  public var stops: [(value: Double, color: MapColor)] {
    (0..<Self.stopCount).map { index in
      let share = Double(index) / Double(Self.stopCount - 1)
      return (value(at: share), Self.color(share))
    }
  }

  /// The colour of a value; those outside the domain take the nearest end's.
  public func color(of value: Double) -> MapColor { Self.color(share(of: value)) }

  /// Where a value stands between the ends of the domain, 0 to 1.
  public func share(of value: Double) -> Double {
    let share =
      isLogarithmic
      ? log(value / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
      : (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return min(max(share, 0), 1)
  }

  /// The value at a share of the domain.
  public func value(at share: Double) -> Double {
    isLogarithmic
      ? domain.lowerBound * pow(domain.upperBound / domain.lowerBound, share)
      : domain.lowerBound + share * (domain.upperBound - domain.lowerBound)
  }

  /// Round values for a legend.
  public var ticks: [Double] {
    isLogarithmic ? AxisTicks.logarithmic(domain) : AxisTicks.linear(domain, count: 4)
  }

  private static func color(_ share: Double) -> MapColor {
    let place = (1 - share) * lightest * Double(Palette.viridis.count - 1)
    let below = min(Int(place), Palette.viridis.count - 2)
    return Palette.viridis[below].mixed(
      with: Palette.viridis[below + 1], share: place - Double(below))
  }
}
