/// Classes of a score for gauges on a map: red where it is bad, blue where it is good.
///
/// Colours: ColorBrewer RdBu with six classes, marked there as safe for the colour-blind.
public struct ScoreClasses: Sendable {
  /// As a legend calls the score: "KGE".
  public let name: String
  /// Ascending.
  public let borders: [Double]
  /// One more than borders.
  public let colors: [String]

  /// The Kling–Gupta efficiency; the first border is the score of the observed mean, 1 − √2 (Knoben
  /// et al. 2019, doi:10.5194/hess-23-4323-2019).
  public static let efficiency = ScoreClasses(
    name: "KGE", borders: [-0.41, 0, 0.5, 0.75, 0.9], colors: worstFirst)
  /// Root mean squared error of daily water temperature.
  public static let temperatureError = ScoreClasses(
    name: "temperature error, K", borders: [0.5, 1, 1.5, 2, 3], colors: worstFirst.reversed())

  private static let worstFirst = [
    "#b2182b", "#ef8a62", "#fddbc7", "#d1e5f0", "#67a9cf", "#2166ac",
  ]
  /// The colour of a gauge without a score.
  public static let unknown = "#ffffff"

  public func color(_ score: Double?) -> String {
    guard let score, !score.isNaN else { return Self.unknown }
    return colors[borders.count { score >= $0 }]
  }

  /// What each class spans, ascending.
  public var labels: [String] {
    let texts = borders.map { $0.text(digits: 2) }
    return ["< " + texts[0]] + zip(texts, texts.dropFirst()).map { "\($0) to \($1)" }
      + ["≥ " + texts[texts.count - 1]]
  }
}
