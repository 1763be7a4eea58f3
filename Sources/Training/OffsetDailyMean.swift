/// Means over local days of a discharge that was simulated on another clock.
///
/// The series Q₀ … Q_T holds values at times 0, Δt, 2Δt, … after the start of day 0 and is taken as
/// piecewise linear between them. The gauge's day d covers the hours [w d + τ, w (d + 1) + τ) with
/// w = 24 h and a continuous offset τ:
///
///     mean_d = 1/w ∫ Q(t) dt over that day          (exact, in closed form)
///     ∂mean_d/∂τ = (Q(w (d + 1) + τ) − Q(w d + τ)) / w
///
/// Q is continuous, hence so is the derivative, at whole hours as anywhere: τ can be learned. A gauge
/// that keeps the time of UTC − 5 h beside a simulation in UTC has τ = 5. With `windowHours` 1 the
/// same operator serves hourly observations.
///
/// **Edge cases:** a day that is not wholly inside [0, T Δt] has no mean: NaN, never a mean of what
/// is there. A NaN in the series makes the means of the days it touches NaN.
///
/// - Complexity: O(samples + windows) time, no allocation beyond the results. Each window is summed
///   on its own, in Double, so that no small flow is the difference of two large running sums.
public struct OffsetDailyMean: Sendable, Equatable {
  /// Δt, h.
  public let stepHours: Double
  /// w: length of a window, h; 24 for daily observations.
  public let windowHours: Double

  /// Length of a window in steps, a whole number where it is one but for round-off.
  private let windowSteps: Double

  /// How far, in steps, a window may reach over the end of the series and still be inside: far
  /// below any meant offset, far above the round-off of τ/Δt (288 steps of 5 minutes a day).
  private static let roundOffSteps = 1e-9

  /// - Precondition: both are positive and finite.
  public init(stepHours: Double, windowHours: Double = 24) {
    precondition(stepHours > 0 && stepHours.isFinite, "the step must be positive")
    precondition(windowHours > 0 && windowHours.isFinite, "the window must be positive")
    self.stepHours = stepHours
    self.windowHours = windowHours
    let ratio = windowHours / stepHours
    let whole = ratio.rounded()
    windowSteps = abs(ratio - whole) <= Self.roundOffSteps * ratio ? whole : ratio
  }

  /// The windows that lie wholly inside a series, and so have a mean.
  public func insideWindows(samples: Int, offsetHours: Double) -> Range<Int> {
    precondition(offsetHours.isFinite, "the offset must be finite")
    let offset = offsetHours / stepHours
    let first = max(0, Int(((-offset - Self.roundOffSteps) / windowSteps).rounded(.up)))
    let end = Double(samples - 1) + Self.roundOffSteps - offset
    let last = max(first, Int((end / windowSteps).rounded(.down)))
    return first..<last
  }

  /// Writes the mean of window 0, 1, … `means.count` − 1; NaN where it is not inside the series.
  ///
  /// - Parameters:
  ///   - series: Q₀ … Q_T, m³ s⁻¹
  ///   - offsetHours: τ, h; may be negative
  ///   - means: where they go
  public func means<Sample: BinaryFloatingPoint>(
    of series: UnsafeBufferPointer<Sample>, offsetHours: Double,
    into means: UnsafeMutableBufferPointer<Double>
  ) {
    let inside = insideWindows(samples: series.count, offsetHours: offsetHours)
    for window in means.indices {
      guard inside.contains(window) else {
        means[window] = .nan
        continue
      }
      let span = span(of: window, offsetHours: offsetHours, samples: series.count)
      means[window] = span.integral(of: series) / windowSteps
    }
  }

  /// The means of windows 0 ..< `windows`; NaN where they are not inside the series.
  public func means(of series: [Float], offsetHours: Double, windows: Int) -> [Double] {
    allMeans(of: series, offsetHours: offsetHours, windows: windows)
  }

  /// The same of a series in double precision.
  public func means(of series: [Double], offsetHours: Double, windows: Int) -> [Double] {
    allMeans(of: series, offsetHours: offsetHours, windows: windows)
  }

  private func allMeans<Sample: BinaryFloatingPoint>(
    of series: [Sample], offsetHours: Double, windows: Int
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: windows) { means, count in
      series.withUnsafeBufferPointer {
        self.means(
          of: $0, offsetHours: offsetHours,
          into: UnsafeMutableBufferPointer(rebasing: means[..<windows]))
      }
      count = windows
    }
  }

  /// Where a window that is inside the series begins and ends.
  func span(of window: Int, offsetHours: Double, samples: Int) -> OffsetSpan {
    let offset = offsetHours / stepHours
    return OffsetSpan(
      from: offset + Double(window) * windowSteps, to: offset + Double(window + 1) * windowSteps,
      lastSample: samples - 1)
  }

  /// Length of a window, steps.
  var stepsPerWindow: Double { windowSteps }
}
