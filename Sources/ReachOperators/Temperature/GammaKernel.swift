import RealModule

/// A causal average whose weights follow a gamma density: the differentiable form of a lag.
///
///     w_k ∝ (k + ½)^(a-1) exp(-(k + ½) a/m)     k = 0 ..< length, Σ w = 1
///
/// with mean lag m days and shape a (1: exponential; larger: a later, narrower peak). At the beginning
/// of a series the weights of the days there are, scaled to sum to 1, are used.
public struct GammaKernel: Sendable {
  /// m, days
  public let meanLag: Double
  /// a
  public let shape: Double
  /// w, `[day back]`
  public let weights: [Double]

  /// The tail beyond six mean lags weighs less than a per cent where the shape is 1 or more.
  static let tail = 6.0

  /// - Parameters:
  ///   - meanLag: mean of the kernel, days
  ///   - shape: of the gamma distribution; 1 is exponential
  ///   - length: days of memory; nil for six mean lags. It is held when differentiating.
  public init(meanLag: Double, shape: Double = 1, length: Int? = nil) {
    precondition(meanLag > 0 && shape > 0, "a lag and a shape above 0")
    self.meanLag = meanLag
    self.shape = shape
    let count = length ?? max(1, Int((Self.tail * meanLag).rounded(.up)))
    let raw = (0..<count).map { day in
      let age = Double(day) + 0.5
      return Double.exp((shape - 1) * .log(age / meanLag) - age * shape / meanLag)
    }
    let sum = raw.reduce(0, +)
    weights = raw.map { $0 / sum }
  }

  /// The averages, `[day]`.
  public func average(_ values: [Double]) -> [Double] {
    values.indices.map { day in
      var sum = 0.0
      var weight = 0.0
      for lag in 0...min(day, weights.count - 1) {
        sum += weights[lag] * values[day - lag]
        weight += weights[lag]
      }
      return sum / weight
    }
  }

  /// The transpose of the derivative of ``average(_:)`` with respect to mean lag and shape, and to the
  /// series, `[day]`.
  public func adjoint(
    _ values: [Double], average adjoint: [Double]
  ) -> (meanLag: Double, shape: Double, values: [Double]) {
    var lagAdjoint = 0.0
    var shapeAdjoint = 0.0
    var valueAdjoint = [Double](repeating: 0, count: values.count)
    let logarithmic = weights.indices.map { day in
      let age = Double(day) + 0.5
      return (
        lag: age * shape / (meanLag * meanLag) - (shape - 1) / meanLag,
        shape: Double.log(age / meanLag) - age / meanLag
      )
    }
    for day in values.indices where adjoint[day] != 0 {
      let last = min(day, weights.count - 1)
      var weight = 0.0
      var sum = 0.0
      for lag in 0...last {
        weight += weights[lag]
        sum += weights[lag] * values[day - lag]
      }
      let mean = sum / weight
      for lag in 0...last {
        let share = adjoint[day] * weights[lag] / weight
        valueAdjoint[day - lag] += share
        // d(Σ w x/Σ w) = Σ w (x - mean) d(log w)/Σ w
        lagAdjoint += share * (values[day - lag] - mean) * logarithmic[lag].lag
        shapeAdjoint += share * (values[day - lag] - mean) * logarithmic[lag].shape
      }
    }
    return (lagAdjoint, shapeAdjoint, valueAdjoint)
  }
}
