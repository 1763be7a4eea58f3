import Foundation

/// Round numbers at which an axis is marked.
public enum AxisTicks {
  /// Multiples of 1, 2 or 5 times a power of ten inside a range, about `count` of them.
  public static func linear(_ range: ClosedRange<Double>, count: Int = 5) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite, count > 0 else { return [range.lowerBound] }
    let rough = span / Double(count)
    let power = pow(10, log10(rough).rounded(.down))
    // The steps' geometric means are the borders between them.
    let steps = [1.0, 2, 5, 10]
    let step = power * (steps.first { rough / power <= $0 * Self.between($0) } ?? 10)
    let first = Int((range.lowerBound / step - roundOff).rounded(.up))
    let last = Int((range.upperBound / step + roundOff).rounded(.down))
    return first > last ? [] : (first...last).map { (Double($0) * step).rounded(digits: 12) }
  }

  /// Round numbers inside a range of positive numbers, evenly spread on a logarithmic axis.
  ///
  /// Within one decade the linear ticks, within two 1, 2 and 5 in each, beyond that powers of ten, as
  /// many as `count` allows.
  public static func logarithmic(_ range: ClosedRange<Double>, count: Int = 7) -> [Double] {
    guard range.lowerBound > 0, range.upperBound > range.lowerBound else {
      return [range.lowerBound]
    }
    let decades = log10(range.upperBound / range.lowerBound)
    if decades < 1 { return linear(range, count: 4) }
    let digits: [Double] = decades <= 2 ? [1, 2, 5] : [1]
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    let stride = digits.count > 1 ? 1 : max(1, Int((decades / Double(count)).rounded(.up)))
    return (first...last).filter { $0.isMultiple(of: stride) }.flatMap { exponent in
      digits.map { ($0 * pow(10, Double(exponent))).rounded(digits: 12) }
    }.filter { range.contains($0) }
  }

  /// Powers of ten that any discharge lies between, m³ s⁻¹; Vega drops those outside an axis.
  static let powers: [Double] = (-6...6).map { pow(10, Double($0)).rounded(digits: 12) }

  /// The ratio of a step to the border with the next one.
  private static func between(_ step: Double) -> Double { step == 2 ? 1.581 : 1.414 }
  /// So that a bound that is a tick but for the last bit counts as one.
  private static let roundOff = 1e-9
}
