extension OffsetDailyMean {
  /// Pulls a gradient of the means back to the series and to the offset.
  ///
  /// - Parameters:
  ///   - meanGradient: ∂L/∂mean of window 0, 1, …; zero where the window is not inside the series
  ///   - series: Q₀ … Q_T as given to the means, m³ s⁻¹
  ///   - offsetHours: τ as given to the means, h
  ///   - seriesGradient: one value a sample, to which ∂L/∂Q is added
  /// - Returns: ∂L/∂τ, per hour
  /// - Precondition: no gradient on a window without a mean: its NaN must not have been scored.
  /// - Complexity: O(samples + windows), no allocation.
  public func addGradient<Sample: BinaryFloatingPoint>(
    ofMeans meanGradient: UnsafeBufferPointer<Double>, series: UnsafeBufferPointer<Sample>,
    offsetHours: Double, to seriesGradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    precondition(seriesGradient.count == series.count, "one gradient for each sample")
    let inside = insideWindows(samples: series.count, offsetHours: offsetHours)
    var offsetGradient = 0.0
    for (window, gradient) in meanGradient.enumerated() where gradient != 0 {
      precondition(inside.contains(window), "a gradient on window \(window), which has no mean")
      let span = span(of: window, offsetHours: offsetHours, samples: series.count)
      span.addGradient(gradient / stepsPerWindow, to: seriesGradient)
      offsetGradient += gradient * span.rise(of: series)
    }
    return offsetGradient / windowHours
  }

  /// Pulls a gradient of the means back to the series (one value a sample) and to the offset (per
  /// hour).
  public func gradient(
    ofMeans meanGradient: [Double], series: [Float], offsetHours: Double
  ) -> (series: [Double], offset: Double) {
    pulledBack(meanGradient, series: series, offsetHours: offsetHours)
  }

  /// The same of a series in double precision.
  public func gradient(
    ofMeans meanGradient: [Double], series: [Double], offsetHours: Double
  ) -> (series: [Double], offset: Double) {
    pulledBack(meanGradient, series: series, offsetHours: offsetHours)
  }

  private func pulledBack<Sample: BinaryFloatingPoint>(
    _ meanGradient: [Double], series: [Sample], offsetHours: Double
  ) -> (series: [Double], offset: Double) {
    var seriesGradient = [Double](repeating: 0, count: series.count)
    let offset = seriesGradient.withUnsafeMutableBufferPointer { samples in
      meanGradient.withUnsafeBufferPointer { means in
        series.withUnsafeBufferPointer {
          addGradient(ofMeans: means, series: $0, offsetHours: offsetHours, to: samples)
        }
      }
    }
    return (seriesGradient, offset)
  }
}
