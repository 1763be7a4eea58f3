import RiverNetworks

/// What is minimised at one gauge, on the days on which there are both an observation and a
/// simulation. s: simulated, o: observed, n: number of those days.
public enum Loss: String, Codable, Sendable, CaseIterable {
  /// Σ |s − o| / n, m³ s⁻¹. Its derivative at s = o is taken as 0.
  case meanAbsolute = "l1"
  /// Σ (s − o)² / n, m⁶ s⁻². Large rivers outweigh small ones.
  case meanSquared = "mse"
  /// Σ (s − o)² / (n σ²) with the variance σ² of the gauge's observations in the training period:
  /// 1 − NSE, but for the period of σ².
  ///
  /// Kratzert et al. (2019, doi:10.5194/hess-23-5089-2019) use (σ + 0.1 mm d⁻¹)² to tame nearly
  /// constant gauges; here nothing is added, and a constant gauge is an error.
  case normalizedSquared = "nse"
  /// 1 − KGE of Gupta et al. (2009), all its moments from the days scored.
  case klingGupta = "kge"
  /// Σ (ln(s + ε) − ln(o + ε))² / n with ε one hundredth of the gauge's mean observation in the
  /// training period (Pushpalatha et al. 2012, doi:10.1016/j.jhydrol.2011.11.055).
  case logSquared = "log_mse"

  /// - Throws: `InputError` naming the losses there are.
  public init(named name: String) throws {
    guard let loss = Loss(rawValue: name) else {
      throw InputError(
        "unknown loss", column: "loss", found: name,
        expected: Loss.allCases.map(\.rawValue).joined(separator: ", "),
        remedy: "name one of these")
    }
    self = loss
  }
}
