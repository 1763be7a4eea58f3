import Foundation

/// Water temperature as a least-squares line on averages of air temperature: the strong baseline.
///
/// Any model of physics must be held against it where air temperature alone is known.
public struct AirRegression: Sendable {
  /// What the line is drawn through.
  public enum Form: String, Sendable, CaseIterable {
    /// The water is as warm as the air of the day; nothing is fitted.
    case sameDayAir = "same_day_air"
    /// A sine and a cosine of the year.
    case season
    /// Means of the air over ``AirRegression/spans``.
    case laggedAir = "lagged_air"
    /// Both.
    case laggedAirAndSeason = "lagged_air_and_season"
  }

  /// Days, the present one included.
  public static let spans = [1, 3, 7, 15, 30, 60]

  public let form: Form
  public let coefficients: [Double]

  /// What the coefficients multiply, `[day][predictor]`.
  static func predictors(_ form: Form, air: [Double], season: [Double]) -> [[Double]] {
    let means = spans.map { trailingMean(air, days: $0) }
    return air.indices.map { day in
      switch form {
      case .sameDayAir: return [air[day]]
      case .season: return [1, sin(season[day]), cos(season[day])]
      case .laggedAir: return [1] + means.map { $0[day] }
      case .laggedAirAndSeason:
        return [1] + means.map { $0[day] } + [sin(season[day]), cos(season[day])]
      }
    }
  }

  private static func trailingMean(_ values: [Double], days: Int) -> [Double] {
    values.indices.map { day in
      let part = values[max(0, day - days + 1)...day]
      return part.reduce(0, +) / Double(part.count)
    }
  }

  /// Fits several series together.
  /// - Parameters:
  ///   - form: of the regression
  ///   - sites: air, °C; angle of the day in the year; observed temperature, NaN where it is
  ///     missing or must not be seen
  public init(_ form: Form, sites: [(air: [Double], season: [Double], observed: [Double])]) {
    self.form = form
    guard form != .sameDayAir else {
      coefficients = [1]
      return
    }
    var rows: [[Double]] = []
    var values: [Double] = []
    for site in sites {
      let predictors = Self.predictors(form, air: site.air, season: site.season)
      for (day, value) in site.observed.enumerated() where !value.isNaN {
        rows.append(predictors[day])
        values.append(value)
      }
    }
    coefficients = Self.leastSquares(rows, values)
  }

  public func temperatures(air: [Double], season: [Double]) -> [Double] {
    Self.predictors(form, air: air, season: season).map { row in
      zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// By Householder reflections (Golub and Van Loan 2013, algorithm 5.3.2); columns that others make
  /// up get 0.
  public static func leastSquares(_ rows: [[Double]], _ values: [Double]) -> [Double] {
    guard let width = rows.first?.count else { return [] }
    var a = rows
    var b = values
    for column in 0..<min(width, rows.count) {
      let norm = (column..<a.count).reduce(0) { $0 + a[$1][column] * a[$1][column] }.squareRoot()
      guard norm > 0 else { continue }
      let shift = a[column][column] > 0 ? norm : -norm
      var reflector = (column..<a.count).map { a[$0][column] }
      reflector[0] += shift
      let square = reflector.reduce(0) { $0 + $1 * $1 }
      func reflect(_ get: (Int) -> Double, _ set: (Int, Double) -> Void) {
        let product = reflector.indices.reduce(0) { $0 + reflector[$1] * get(column + $1) }
        let factor = product * 2 / square
        for index in reflector.indices {
          set(column + index, get(column + index) - factor * reflector[index])
        }
      }
      for other in column..<width { reflect({ a[$0][other] }, { a[$0][other] = $1 }) }
      reflect({ b[$0] }, { b[$0] = $1 })
    }
    var solution = [Double](repeating: 0, count: width)
    let rank = min(width, a.count)
    let least = 1e-12 * ((0..<rank).map { abs(a[$0][$0]) }.max() ?? 0)
    for column in (0..<rank).reversed() where abs(a[column][column]) > least {
      let known = (column + 1..<width).reduce(0) { $0 + a[column][$1] * solution[$1] }
      solution[column] = (b[column] - known) / a[column][column]
    }
    return solution
  }
}
