import Foundation
import RiverNetworks

/// The least-squares line through the logarithms of a parameter and of drainage area:
///
///     ln v = ln c + b ln(A / A₀) + scatter
///
/// The fit a reader expects beside a map of learned roughness.
///
/// - Note: The interval of the exponent is the regression's: it speaks of the scatter of the
///   reaches about the law, as if each reach were an independent measurement. It does not speak of
///   what the gauges constrain. Values that were learned through a law lie on it almost exactly and
///   make the interval narrow, however little the data said.
public struct AreaLaw: Sendable, Equatable, Codable {
  /// A₀, km²
  public let referenceArea: Double
  /// c: the law's value at A₀, in the parameter's unit
  public let coefficient: Double
  /// b
  public let exponent: Double
  /// Standard error of b.
  public let exponentStandardError: Double
  /// The two-sided interval of b at ``confidence``, from Student's t with `reachCount − 2` degrees
  /// of freedom.
  public let exponentInterval: ClosedRange<Double>
  /// 0.95 unless another was asked for.
  public let confidence: Double
  /// Standard deviation of ln v about the law, √(sum of squares / (reachCount − 2)).
  public let residualStandardDeviation: Double
  /// Share of the variance of ln v that the law explains, in [0, 1]; nil where ln v does not vary.
  public let explainedVariance: Double?
  /// Reaches in the fit: all that were given.
  public let reachCount: Int

  /// - Parameters:
  ///   - values: > 0, `[reach]`
  ///   - areas: drainage area, km², > 0, `[reach]`
  ///   - referenceArea: A₀, km²
  ///   - confidence: of the interval of the exponent
  /// - Throws: `InputError` where there are fewer than three reaches, the areas are all the same,
  ///   or a value or an area is not a positive number
  public init(
    fitting values: [Double], areas: [Double], referenceArea: Double, confidence: Double = 0.95
  ) throws {
    guard values.count == areas.count, values.count >= 3 else {
      throw InputError(
        "a law of drainage area needs three reaches or more, each with value and area",
        found: "\(values.count) values, \(areas.count) areas")
    }
    guard confidence > 0, confidence < 1 else {
      throw InputError(
        "the confidence is not one", found: "\(confidence)", expected: "between 0 and 1")
    }
    let faulty = values.indices.filter { !(values[$0] > 0 && values[$0].isFinite) }
    if let first = faulty.first {
      throw InputError(
        "a value has no logarithm", faultyReaches: faulty, found: "\(values[first])",
        expected: "> 0")
    }
    let x = try LogarithmicAreas(areas, reference: referenceArea).values
    let y = values.map { log($0) }
    guard x.contains(where: { $0 != x[0] }) else {
      throw InputError(
        "a law of drainage area needs reaches of different areas", found: "\(areas[0]) km2",
        expected: "at least two areas")
    }

    let count = Double(x.count)
    let meanX = x.reduce(0, +) / count
    let meanY = y.reduce(0, +) / count
    var (squaresX, squaresY, products) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      squaresX += (x - meanX) * (x - meanX)
      squaresY += (y - meanY) * (y - meanY)
      products += (x - meanX) * (y - meanY)
    }
    let slope = products / squaresX
    let squares = zip(x, y).reduce(0) { sum, point in
      let residual = point.1 - meanY - slope * (point.0 - meanX)
      return sum + residual * residual
    }
    let freedom = count - 2
    let deviation = (squares / freedom).squareRoot()
    let error = deviation / squaresX.squareRoot()
    let quantile = StudentDistribution(degreesOfFreedom: freedom)
      .quantile((1 + confidence) / 2)

    self.referenceArea = referenceArea
    self.confidence = confidence
    self.reachCount = x.count
    exponent = slope
    coefficient = exp(meanY - slope * meanX)
    exponentStandardError = error
    exponentInterval = slope - quantile * error...slope + quantile * error
    residualStandardDeviation = deviation
    explainedVariance = squaresY > 0 ? max(0, 1 - squares / squaresY) : nil
  }

  /// The law's value at an area, in the parameter's unit.
  ///
  /// - Parameter area: km²
  public func value(at area: Double) -> Double { coefficient * pow(area / referenceArea, exponent) }
}
