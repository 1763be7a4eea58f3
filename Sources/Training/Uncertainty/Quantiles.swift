/// Quantiles of samples, by straight lines between the order statistics (type 7 of Hyndman and Fan
/// 1996, doi:10.1080/00031305.1996.10473566).
public enum Quantiles {
  /// - Parameters:
  ///   - samples: in any order, none NaN
  ///   - probability: in [0, 1]
  /// - Returns: NaN of nothing
  public static func value(_ samples: [Double], _ probability: Double) -> Double {
    value(ofSorted: samples.sorted(), probability)
  }

  static func value(ofSorted sorted: [Double], _ probability: Double) -> Double {
    guard let last = sorted.indices.last else { return .nan }
    let place = probability * Double(last)
    let below = min(Int(place), last)
    let above = min(below + 1, last)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }

  /// The quantiles of each column of `[sample][column]`, `[probability][column]`.
  public static func columns(_ samples: [[Double]], _ probabilities: [Double]) -> [[Double]] {
    let count = samples.first?.count ?? 0
    var result = probabilities.map { _ in [Double](repeating: .nan, count: count) }
    for column in 0..<count {
      let sorted = samples.map { $0[column] }.filter { !$0.isNaN }.sorted()
      for (row, probability) in probabilities.enumerated() {
        result[row][column] = value(ofSorted: sorted, probability)
      }
    }
    return result
  }
}
