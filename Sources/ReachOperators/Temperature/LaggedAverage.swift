import RealModule

/// Averages of a daily series over its past: how ground and soil remember the air's temperature.
public enum LaggedAverage {
  /// Mean of the last `days` values, the present one included; of those there are, at the beginning.
  ///
  /// A wave of frequency ω is damped by sin(ω days/2)/(days sin(ω/2)) and late by (days - 1)/2 days.
  public static func trailingMean(_ values: [Double], days: Int) -> [Double] {
    precondition(days > 0, "a mean over at least one day")
    var sum = 0.0
    return values.indices.map { day in
      sum += values[day]
      if day >= days { sum -= values[day - days] }
      return sum / Double(min(day + 1, days))
    }
  }

  /// y += a (x - y), a = 1 - exp(-1/τ), from the first value on.
  public static func exponential(_ values: [Double], days: Double) -> [Double] {
    let rate = -Double.expMinusOne(-1 / days)
    var state = values.first ?? 0
    return values.enumerated().map { day, value in
      if day > 0 { state += rate * (value - state) }
      return state
    }
  }

  /// The transpose of the derivative of ``exponential(_:days:)`` with respect to τ.
  ///
  /// - Parameters:
  ///   - values: what was averaged, `[day]`
  ///   - averages: what it gave, as long as `adjoint` or longer
  ///   - days: τ
  ///   - adjoint: sensitivities to the averages
  public static func exponentialAdjoint(
    _ values: [Double], averages: [Double], days: Double, adjoint: ArraySlice<Double>
  ) -> Double {
    let kept = Double.exp(-1 / days)
    var carried = 0.0
    var sum = 0.0
    for day in stride(from: adjoint.endIndex - 1, to: 0, by: -1) {
      carried *= kept
      if day >= adjoint.startIndex { carried += adjoint[day] }
      sum += carried * (values[day] - averages[day - 1])
    }
    // da/dτ = -exp(-1/τ)/τ²
    return -sum * kept / (days * days)
  }

  /// Damping and delay (radians) of a yearly wave at a depth in the ground.
  ///
  ///     exp(-z/d) cos(ω t - z/d)     d = √(2 α/ω)
  /// - Parameters:
  ///   - depth: z, m
  ///   - diffusivity: α, m² s⁻¹
  ///   - period: 2π/ω, s
  public static func ground(
    depth: Double, diffusivity: Double, period: Double
  ) -> (gain: Double, delay: Double) {
    let ratio = depth / (2 * diffusivity / (2 * .pi / period)).squareRoot()
    return (.exp(-ratio), ratio)
  }
}
