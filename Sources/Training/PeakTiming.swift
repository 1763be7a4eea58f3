/// How many days the simulated flood peaks are off the observed ones.
///
/// Observed peaks are local maxima (a plateau counts once, at its middle), of which the lower of
/// two that are less than 100 days apart is dropped, highest first; of these, those remain whose
/// prominence is at least the (population) standard deviation of the observations. Around each, a
/// simulated peak is looked for: on the very day if the simulation is higher there than on both
/// neighbouring days, else where it is highest within ±3 days. The error is the mean absolute
/// difference, days.
///
/// Gaps are closed before peaks are looked for; a peak whose ±3 days contain a gap or an end of the
/// series is left out and counted in ``skipped``. Ties between equally high peaks go to the later.
///
/// Source: Kratzert, Klotz, Hochreiter and Nearing (2021), Hydrol. Earth Syst. Sci. 25, 2685–2703,
/// appendix, doi:10.5194/hess-25-2685-2021; as NeuralHydrology computes it, where distance is
/// applied before prominence (the order of SciPy's `find_peaks`).
public struct PeakTiming: Sendable {
  /// Mean absolute error, days; NaN without a peak.
  public let meanAbsoluteError: Double
  /// Peaks compared.
  public let count: Int
  /// Observed peaks left out because a gap or an end of the series is too near.
  public let skipped: Int

  /// Fewest days between two peaks that count as two.
  public static let minimumDistance = 100
  /// Days searched on either side of an observed peak.
  public static let searchDays = 3

  /// - Parameters: daily series of equal length, NaN where there is no value.
  public init(observed: some Collection<Double>, simulated: some Collection<Double>) {
    self.init(PairedSeries(observed: observed, simulated: simulated))
  }

  init(_ pairs: PairedSeries) {
    let simulated = pairs.simulated
    let reach = Self.searchDays
    var errors = 0
    var count = 0
    var skipped = 0
    for peak in Self.peaks(of: pairs.observed) {
      let first = peak - reach
      let last = peak + reach
      guard first >= 0, last < pairs.count, pairs.days[last] - pairs.days[first] == 2 * reach
      else {
        skipped += 1
        continue
      }
      count += 1
      let here = simulated[peak]
      if here > simulated[peak - 1], here > simulated[peak + 1] { continue }
      var highest = first
      for day in first...last where simulated[day] > simulated[highest] { highest = day }
      errors += abs(highest - peak)
    }
    self.count = count
    self.skipped = skipped
    meanAbsoluteError = count > 0 ? Double(errors) / Double(count) : .nan
  }

  /// Positions of the peaks of a series without gaps, ascending.
  static func peaks(of series: [Double]) -> [Int] {
    let deviation = series.populationVariance.squareRoot()
    return spaced(localMaxima(of: series), of: series)
      .filter { prominence(of: $0, in: series) >= deviation }
  }

  /// Middles (rounded down) of the runs of equal values that are higher than both neighbours.
  private static func localMaxima(of series: [Double]) -> [Int] {
    var maxima: [Int] = []
    var start = 1
    while start < series.count - 1 {
      var end = start
      while end + 1 < series.count, series[end + 1] == series[start] { end += 1 }
      if series[start - 1] < series[start], end + 1 < series.count, series[end + 1] < series[start]
      {
        maxima.append((start + end) / 2)
      }
      start = end + 1
    }
    return maxima
  }

  /// Keeps the highest, drops all that are too near to it, and so on.
  private static func spaced(_ maxima: [Int], of series: [Double]) -> [Int] {
    var kept = [Bool](repeating: true, count: maxima.count)
    let descending = maxima.indices.sorted { (series[maxima[$0]], $0) > (series[maxima[$1]], $1) }
    for here in descending where kept[here] {
      var other = here - 1
      while other >= 0, maxima[here] - maxima[other] < minimumDistance {
        kept[other] = false
        other -= 1
      }
      other = here + 1
      while other < maxima.count, maxima[other] - maxima[here] < minimumDistance {
        kept[other] = false
        other += 1
      }
    }
    return maxima.indices.filter { kept[$0] }.map { maxima[$0] }
  }

  /// Height above the higher of the two lowest points between the peak and higher ground (or the
  /// end of the series) on either side.
  private static func prominence(of peak: Int, in series: [Double]) -> Double {
    var left = series[peak]
    for value in series[..<peak].reversed() {
      if value > series[peak] { break }
      left = min(left, value)
    }
    var right = series[peak]
    for value in series[peak...] {
      if value > series[peak] { break }
      right = min(right, value)
    }
    return series[peak] - max(left, right)
  }
}
