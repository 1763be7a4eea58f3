import Foundation

/// Error of a temperature series by month of the year.
struct SeasonalError: Equatable {
  /// Simulated less observed, K, January to December; NaN without an observation.
  let means: [Double]
  let rootMeanSquares: [Double]
  /// Days with an observation.
  let days: [Int]

  /// - Returns: nil where no day has both.
  init?(_ series: TemperatureSeries) {
    var sums = [Double](repeating: 0, count: 12)
    var squares = sums
    var days = [Int](repeating: 0, count: 12)
    for (place, (observed, simulated)) in zip(series.observed, series.simulated).enumerated() {
      let error = simulated - observed
      guard !error.isNaN else { continue }
      let month = CalendarDay(series.firstDay + place).month - 1
      sums[month] += error
      squares[month] += error * error
      days[month] += 1
    }
    guard days.contains(where: { $0 > 0 }) else { return nil }
    means = zip(sums, days).map { $1 > 0 ? $0 / Double($1) : .nan }
    rootMeanSquares = zip(squares, days).map { $1 > 0 ? ($0 / Double($1)).squareRoot() : .nan }
    self.days = days
  }
}
