/// A stretch of a piecewise-linear series, its ends given as a cell and a place in that cell.
///
/// Cell k lies between the samples k and k + 1; places run from 0 to 1. In a cell, with Q(s) =
/// Qₖ + s (Qₖ₊₁ − Qₖ),
///
///     ∫ Q ds from a to b = Qₖ ((b − a) − (b² − a²)/2) + Qₖ₊₁ (b² − a²)/2
struct OffsetSpan {
  /// The cell in which the stretch begins, and where in it, in [0, 1].
  let firstCell: Int
  let start: Double
  /// The cell in which the stretch ends, and where in it, in [0, 1].
  let lastCell: Int
  let end: Double

  /// - Parameters: ends in steps, inside 0 … `lastSample` but for round-off, which is taken off.
  init(from lower: Double, to upper: Double, lastSample: Int) {
    let lower = max(lower, 0)
    let upper = min(upper, Double(lastSample))
    firstCell = min(Int(lower), lastSample - 1)
    start = lower - Double(firstCell)
    lastCell = max(Int(upper.rounded(.up)) - 1, firstCell)
    end = upper - Double(lastCell)
  }

  /// Weights of the two samples of a cell in the integral from a to b.
  private static func weights(_ a: Double, _ b: Double) -> (left: Double, right: Double) {
    let right = 0.5 * (b - a) * (b + a)
    return (left: (b - a) - right, right: right)
  }

  /// ∫ Q over the stretch, in units of Q times a step.
  func integral<Sample: BinaryFloatingPoint>(of series: UnsafeBufferPointer<Sample>) -> Double {
    let head = Self.weights(start, firstCell == lastCell ? end : 1)
    var sum = head.left * Double(series[firstCell]) + head.right * Double(series[firstCell + 1])
    guard firstCell < lastCell else { return sum }
    var ends = 0.0
    var inner = 0.0
    if firstCell + 1 < lastCell {
      ends = Double(series[firstCell + 1]) + Double(series[lastCell])
      for sample in firstCell + 2..<lastCell { inner += Double(series[sample]) }
    }
    let tail = Self.weights(0, end)
    sum += 0.5 * ends + inner
    return sum + tail.left * Double(series[lastCell]) + tail.right * Double(series[lastCell + 1])
  }

  /// Adds `factor` times the gradient of the integral to the samples' gradient.
  func addGradient(_ factor: Double, to gradient: UnsafeMutableBufferPointer<Double>) {
    let head = Self.weights(start, firstCell == lastCell ? end : 1)
    gradient[firstCell] += factor * head.left
    gradient[firstCell + 1] += factor * head.right
    guard firstCell < lastCell else { return }
    if firstCell + 1 < lastCell {
      gradient[firstCell + 1] += 0.5 * factor
      gradient[lastCell] += 0.5 * factor
      for sample in firstCell + 2..<lastCell { gradient[sample] += factor }
    }
    let tail = Self.weights(0, end)
    gradient[lastCell] += factor * tail.left
    gradient[lastCell + 1] += factor * tail.right
  }

  /// Q at the end less Q at the start of the stretch.
  func rise<Sample: BinaryFloatingPoint>(of series: UnsafeBufferPointer<Sample>) -> Double {
    value(of: series, cell: lastCell, place: end) - value(of: series, cell: firstCell, place: start)
  }

  private func value<Sample: BinaryFloatingPoint>(
    of series: UnsafeBufferPointer<Sample>, cell: Int, place: Double
  ) -> Double {
    let left = Double(series[cell])
    return left + place * (Double(series[cell + 1]) - left)
  }
}
