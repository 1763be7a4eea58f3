import Foundation

/// A linear reservoir that a share of the rain fills, over a constant base flow:
///
///     S ← S e^(-1/k) + P        y = share · (1 - e^(-1/k)) S + base
///
/// k is chosen among ``storageTimes``, share ≥ 0 and base by least squares: the simplest model that
/// knows the weather. It begins empty; its first k or so days are those of a dry spell.
public struct RainReservoir: Sendable, Equatable, Codable {
  /// k, days
  public let days: Double
  public let share: Double
  /// mm per day
  public let base: Double

  /// Tried, days: from flashy to a slow aquifer, each about a quarter longer than the one before.
  public static let storageTimes: [Double] = (0...28).map { 0.5 * pow(1.25, Double($0)) }

  /// - Parameters:
  ///   - observed: mm per day
  ///   - precipitation: mm per day, all of the record
  ///   - days: those to fit on, none of them without observation
  init(fitting observed: [Double], precipitation: [Double], days: [Int]) {
    let count = Double(days.count)
    let mean = days.reduce(0) { $0 + observed[$1] } / count
    var best = (error: Double.infinity, days: Self.storageTimes[0], share: 0.0, base: mean)
    for time in Self.storageTimes {
      let output = Self.outflow(precipitation, days: time)
      let center = days.reduce(0) { $0 + output[$1] } / count
      var (square, product) = (0.0, 0.0)
      for day in days {
        square += (output[day] - center) * (output[day] - center)
        product += (output[day] - center) * (observed[day] - mean)
      }
      let share = square > 0 ? max(product / square, 0) : 0
      let base = mean - share * center
      let error = days.reduce(0.0) { sum, day in
        let difference = share * output[day] + base - observed[day]
        return sum + difference * difference
      }
      if error < best.error { best = (error, time, share, base) }
    }
    (self.days, share, base) = (best.days, best.share, best.base)
  }

  /// mm per day
  func runoff(_ precipitation: [Double]) -> [Double] {
    Self.outflow(precipitation, days: days).map { share * $0 + base }
  }

  private static func outflow(_ precipitation: [Double], days: Double) -> [Double] {
    let kept = exp(-1 / days)
    var contents = 0.0
    return precipitation.map { rain in
      contents = contents * kept + rain
      return (1 - kept) * contents
    }
  }
}
